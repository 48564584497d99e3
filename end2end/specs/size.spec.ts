import { expect, test } from "../fixtures.ts";

/** What the main page may load in all, as Brotli: script, WASM and style sheet. `make size` says what is in it. */
const BUDGET = 115_000;

test("the main page loads no more than it may, compressed and for good", async ({ asAdmin, page }) => {
  await expect(asAdmin.connect).toBeVisible();
  const read = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map((entry) => entry as PerformanceResourceTiming)
        .filter((entry) => new URL(entry.name).pathname.startsWith("/pkg/"))
        .map((entry) => ({ path: new URL(entry.name).pathname, bytes: entry.encodedBodySize })),
    );
  const kinds = async () => [...new Set((await read()).map(({ path }) => path.split(".").at(-1)))].sort();
  await expect.poll(kinds).toEqual(["css", "js", "wasm"]);
  // a module that was loaded ahead is in the list twice
  const sizes = new Map((await read()).map(({ path, bytes }) => [path, bytes]));
  expect(sizes.size).toBe(3);
  for (const path of sizes.keys()) {
    const answer = await page.request.get(path, { headers: { "accept-encoding": "br" } });
    expect(answer.headers()["content-encoding"], path).toBe("br");
    expect(answer.headers()["cache-control"], path).toBe("public, max-age=31536000, immutable");
  }
  const whole = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  expect(whole).toBeGreaterThan(BUDGET / 2);
  expect(whole).toBeLessThanOrEqual(BUDGET);
});
