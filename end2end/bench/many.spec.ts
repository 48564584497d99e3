import { type Browser, expect, type Page, test } from "@playwright/test";
import { COOKIES, found, open, RUNS } from "./stage.ts";

const SESSIONS = 1_000;
/** So many are drawn at once, and so many more at each press. */
const STEP = 50;
/** The first questions of all sessions are answered within this time, in milliseconds. */
const CALM = 10_000;

interface Many {
  /** When the island asked for the list, in milliseconds after the navigation began. */
  awake: number;
  /** The longest time in which the page did nothing that a person asked for, while all first statuses came, in milliseconds. */
  longest: number;
  /** The sum of what exceeded 50 ms in such times. */
  blocked: number;
  /** From a press of «Показать ещё» to the picture with fifty cards more, the median, in milliseconds. */
  press: number;
  /** The longest time without an answer with a thousand cards drawn, in ten seconds. */
  still: number;
}

declare global {
  interface Window {
    /** The durations of long tasks, in milliseconds. */
    tasks: number[];
  }
}

async function tasks(page: Page): Promise<number[]> {
  await page.waitForTimeout(CALM);
  return page.evaluate(() => window.tasks.splice(0));
}

async function load(browser: Browser): Promise<Many> {
  const panel = await open(browser, COOKIES[0] ?? "", true, async (page) => {
    await page.addInitScript(() => {
      window.tasks = [];
      const note = (list: PerformanceObserverEntryList): void => {
        window.tasks.push(...list.getEntries().map(({ duration }) => duration));
      };
      new PerformanceObserver(note).observe({ type: "longtask", buffered: true });
    });
  });
  const { page, cards } = panel;
  const awake = await page.evaluate(
    () => performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/api/list_integrations"))?.startTime,
  );
  const first = await tasks(page);
  const presses: number[] = [];
  for (let drawn = STEP; drawn < SESSIONS; drawn += STEP) {
    await expect(cards).toHaveCount(drawn);
    const pressed = await page.getByRole("link", { name: "Показать ещё" }).evaluate(async (button: HTMLElement) => {
      const began = performance.now();
      button.click();
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      return performance.now() - began;
    });
    presses.push(pressed);
  }
  await expect(cards).toHaveCount(SESSIONS);
  await tasks(page);
  const later = await tasks(page);
  await page.context().close();
  return {
    awake: awake ?? Number.NaN,
    longest: Math.max(0, ...first),
    blocked: first.reduce((sum, duration) => sum + Math.max(0, duration - 50), 0),
    press: presses.sort((one, other) => one - other)[Math.floor(presses.length / 2)] ?? Number.NaN,
    still: Math.max(0, ...later),
  };
}

test("many cards", async ({ browser }) => {
  const runs: Many[][] = [];
  for (let run = 0; run < RUNS; run += 1) {
    runs.push([await load(browser)]);
  }
  await found(runs);
});
