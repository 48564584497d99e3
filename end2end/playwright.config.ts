import { availableParallelism } from "node:os";
import { defineConfig, devices } from "@playwright/test";

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  fullyParallel: true,
  // a browser has a processor's worth to do, and now and then waits for a clock: one more than processors
  workers: Math.min(availableParallelism() + 1, 8),
  // a test that passes the second time is a test that fails
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 30_000,
  expect: { timeout: 10_000 },
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
