/** Figures that `make bench` takes in Chromium; it starts the panel and the platform, and sets BENCH_…. */

import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig(tests, {
  testDir: "bench",
  timeout: 600_000,
  workers: 1,
  use: { screenshot: "off" },
});
