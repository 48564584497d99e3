/** What `make bench` has started, and where it waits for the figures. */

import { writeFile } from "node:fs/promises";
import type { Browser, Page } from "@playwright/test";
import { IntegrationsPage } from "../pages/integrations.ts";
import { waitFor } from "../support/program.ts";
import { type Account, Sim } from "../support/sim.ts";
import { watch } from "./seen.ts";

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: these run by \`make bench\``);
  }
  return value;
}

export const RUNS = Number(process.env.BENCH_RUNS ?? 1);

/** One for each organization. */
export const COOKIES = (process.env.BENCH_COOKIES ?? "").split(" ");

export function platform(): Sim {
  return new Sim(given("BENCH_PLATFORM"));
}

/** The main page in a browser of its own, awake. What `watch` looks for costs a page of many cards more than the cards do. */
export async function open(
  browser: Browser,
  cookie: string,
  streams = true,
  prepare: (page: Page) => Promise<void> = watch,
): Promise<IntegrationsPage> {
  const url = given("BENCH_PANEL");
  const context = await browser.newContext({ baseURL: url, locale: "ru-RU" });
  await context.addCookies([{ name: "wpp_panel", value: cookie, url, httpOnly: true, sameSite: "Lax" }]);
  if (!streams) {
    await context.route("**/api/live", (route) => route.abort());
  }
  const page = await context.newPage();
  await prepare(page);
  const panel = new IntegrationsPage(page);
  await fresh(panel);
  return panel;
}

/** The page anew, once its island has asked for the list. */
export async function fresh(panel: IntegrationsPage): Promise<void> {
  const awake = panel.page.waitForResponse((answer) => answer.url().endsWith("/api/list_integrations"));
  await panel.open();
  await awake;
}

/** Presses the button; what the server function then answers. */
export function press(panel: IntegrationsPage): Promise<{ id: string; account: string }> {
  const answer = panel.page.waitForResponse((answer) => answer.url().endsWith("/api/wpp_provision"));
  return Promise.all([answer, panel.connect.click()]).then(([made]) => made.json());
}

/** The account of a number. */
export async function account(sim: Sim, number: string): Promise<Account | undefined> {
  return (await sim.accounts()).find((account) => account.number === number);
}

/** Waits until the platform has it no more, so that the next attempt is a first one. */
export async function gone(sim: Sim, number: string): Promise<void> {
  await waitFor(`end of ${number}`, async () => ((await account(sim, number)) === undefined ? true : undefined));
}

/** Hands the samples of every run over. */
export function found(samples: unknown[][]): Promise<void> {
  return writeFile(given("BENCH_FOUND"), JSON.stringify(samples));
}
