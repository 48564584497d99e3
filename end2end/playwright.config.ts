import { availableParallelism } from "node:os";
import { defineConfig, devices } from "@playwright/test";

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  fullyParallel: true,
  // a test waits about as long as it works: two for each processor leave little of it idle
  workers: Math.min(2 * availableParallelism(), 8),
  // a test that passes the second time is a test that fails
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  // what waits for a clock that nobody can move comes first: at the end one worker would wait for it, and the others for that
  projects: [
    { name: "waits", grep: /@waits/ },
    { name: "works", grepInvert: /@waits/ },
  ],
  reporter: [["list"], ["./support/reasons.ts"]],
  use: {
    ...devices["Desktop Chrome"],
    locale: "ru-RU",
    // what pulses and spins is painted again and again, for nobody
    contextOptions: { reducedMotion: "reduce" },
    // a quarter of the time of all tests would go into it; for one that fails: --trace on
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
