/** What every test gets: a panel of its own, pages of it, and the simulated platform. */

import { test as base, type BrowserContext, expect } from "@playwright/test";
import { IntegrationsPage } from "./pages/integrations.ts";
import { LoginPage } from "./pages/login.ts";
import { ProvidersPage } from "./pages/providers.ts";
import { SessionPage } from "./pages/session.ts";
import { Complaints } from "./support/complaints.ts";
import { type Credentials, Panel } from "./support/panel.ts";
import type { Settings } from "./support/program.ts";
import { Seed, type Who } from "./support/seed.ts";
import type { Sim } from "./support/sim.ts";
import { Traffic } from "./support/traffic.ts";

interface Fixtures {
  /** How the panel holds its credentials: `test.use({ credentials: "key" })`. */
  credentials: Credentials;
  /** Other settings of the panel: a test file that needs some extends this. */
  more: Settings;
  panel: Panel;
  sim: Sim;
  complaints: Complaints;
  traffic: Traffic;
  loginPage: LoginPage;
  integrations: IntegrationsPage;
  /** Who is signed in says `asAdmin` or `asMember`. */
  providers: ProvidersPage;
  /** Who is signed in says `asAdmin` or `asMember`. */
  session: SessionPage;
  /** The main page, with the administrator signed in. */
  asAdmin: IntegrationsPage;
  /** The main page, with the member signed in. */
  asMember: IntegrationsPage;
  /** The main page in another browser, for somebody else. */
  elsewhere: (who: Who) => Promise<IntegrationsPage>;
}

interface WorkerFixtures {
  seed: Seed;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  credentials: ["secret", { option: true }],

  seed: [
    async ({}, use) => {
      const seed = await Seed.plant();
      await use(seed);
      await seed.remove();
    },
    { scope: "worker" },
  ],

  more: async ({}, use) => use({}),

  panel: async ({ seed, credentials, more }, use, testInfo) => {
    const panel = await Panel.start(credentials, seed, more);
    await use(panel);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("processes.log", { body: panel.log, contentType: "text/plain" });
    }
    await panel.remove();
  },

  baseURL: async ({ panel }, use) => use(panel.url),

  sim: async ({ panel }, use) => use(panel.sim),

  complaints: async ({}, use) => {
    const complaints = new Complaints();
    await use(complaints);
    const { unexpected } = complaints;
    expect(unexpected, `the page complained in its console: ${unexpected.join("; ")}`).toEqual([]);
  },

  context: async ({ context, complaints }, use) => {
    complaints.watch(context);
    await use(context);
  },

  traffic: async ({ page }, use) => use(new Traffic(page)),

  loginPage: async ({ page }, use) => use(new LoginPage(page)),

  integrations: async ({ page }, use) => use(new IntegrationsPage(page)),

  providers: async ({ page }, use) => use(new ProvidersPage(page)),

  session: async ({ page }, use) => use(new SessionPage(page)),

  asAdmin: async ({ context, integrations, panel, seed }, use) => {
    await bringCookie(context, panel, seed.cookie("admin"));
    await integrations.open();
    await use(integrations);
  },

  asMember: async ({ context, integrations, panel, seed }, use) => {
    await bringCookie(context, panel, seed.cookie("member"));
    await integrations.open();
    await use(integrations);
  },

  elsewhere: async ({ browser, panel, seed, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (who) => {
      const context = await browser.newContext({ baseURL: panel.url, locale: "ru-RU" });
      contexts.push(context);
      complaints.watch(context);
      await bringCookie(context, panel, seed.cookie(who));
      const page = new IntegrationsPage(await context.newPage());
      await page.open();
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

async function bringCookie(context: BrowserContext, panel: Panel, value: string): Promise<void> {
  await context.addCookies([{ name: "wpp_panel", value, url: panel.url, httpOnly: true, sameSite: "Lax" }]);
}

export { expect };
