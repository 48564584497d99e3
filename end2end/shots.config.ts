/** Pictures of every screen and state, for people to look at: `make shots`. Nothing is compared. */

import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig(tests, {
  testDir: "shots",
  timeout: 60_000,
  use: { screenshot: "off" },
});
