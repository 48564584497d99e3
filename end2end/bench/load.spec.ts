import { type Browser, test } from "@playwright/test";
import { waitFor } from "../support/program.ts";
import { COOKIES, found, open, RUNS } from "./stage.ts";

const SAMPLES = 3;
/** Chromium's own "slow 4G", as Lighthouse has it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms for a round trip; and a CPU four times as slow. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: (1.6e6 * 0.9) / 8, uploadThroughput: (750e3 * 0.9) / 8 };
const SLOWER = 4;
/** For an answer of the browser, in milliseconds. */
const PATIENCE = 500;

interface Loaded {
  /** The largest paint, in milliseconds after the navigation began. */
  painted: number;
  /** When the island asked for the list: it is awake, and its button does what it says. */
  awake: number;
}

/** Loads the main page in a browser that knows nothing of it. */
async function load(browser: Browser): Promise<Loaded> {
  const panel = await open(browser, COOKIES[0] ?? "", true, async (page) => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Network.enable");
    await cdp.send("Network.emulateNetworkConditions", SLOW_4G);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  });
  const read = () =>
    panel.page.evaluate(
      (patience) =>
        new Promise<Loaded | undefined>((told) => {
          const asked = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/api/list_integrations"));
          // a browser that has told of no paint yet is asked again
          setTimeout(() => told(undefined), patience);
          new PerformanceObserver((list) => {
            const painted = list.getEntries().at(-1)?.startTime;
            told(painted === undefined || asked === undefined ? undefined : { painted, awake: asked.startTime });
          }).observe({ type: "largest-contentful-paint", buffered: true });
        }),
      PATIENCE,
    );
  const loaded = await waitFor("largest paint", read);
  await panel.page.context().close();
  return loaded;
}

test("load slowly", async ({ browser }) => {
  const runs: Loaded[][] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const samples: Loaded[] = [];
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      samples.push(await load(browser));
    }
    runs.push(samples);
  }
  await found(runs);
});
