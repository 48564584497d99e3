import { type Browser, test } from "@playwright/test";
import { waitFor } from "../support/program.ts";
import { when } from "./seen.ts";
import { COOKIES, found, fresh, gone, open, platform, press, RUNS } from "./stage.ts";

/** From the scan to the connection, in milliseconds. */
const LINK = 300;
/** Between two questions of the page, in milliseconds: scans come at any moment between them. */
const POLL = 3_000;

interface Scanned {
  known: number;
  shown: number;
}

/** Connects and disconnects so many times in one browser. */
async function scans(browser: Browser, cookie: string, times: number, streams: boolean): Promise<Scanned[]> {
  const sim = platform();
  const panel = await open(browser, cookie, streams);
  const samples: Scanned[] = [];
  for (let sample = 0; sample < times; sample += 1) {
    const made = press(panel);
    await when(panel.page, "code");
    const { id, account } = await made;
    await panel.page.waitForTimeout(Math.random() * (streams ? 1_000 : POLL));
    // taken before the order: it arrives a little later, which is not in the panel's favour
    const known = Date.now() + LINK;
    await sim.scanAccount(account, "79991234567", LINK);
    const shown = await when(panel.page, "connected");
    samples.push({ known, shown });
    await waitFor("end of the session", async () => (await panel.call("wpp_disconnect", { id })).ok() || undefined);
    await gone(sim, account);
    await fresh(panel);
  }
  await panel.page.context().close();
  return samples;
}

test("webhooks", async ({ browser }) => {
  const runs: Scanned[][] = [];
  for (let run = 0; run < RUNS; run += 1) {
    runs.push(await scans(browser, COOKIES[0] ?? "", 20, true));
  }
  await found(runs);
});

test("blocked", async ({ browser }) => {
  const runs: Scanned[][] = [];
  for (let run = 0; run < RUNS; run += 1) {
    // they wait more than they do, so all organizations at once
    runs.push((await Promise.all(COOKIES.map((cookie) => scans(browser, cookie, 6, false)))).flat());
  }
  await found(runs);
});
