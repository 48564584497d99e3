/** Takes a screen at a phone's and at a laptop's width, light and dark. */

import { resolve } from "node:path";
import type { Page } from "@playwright/test";

const FOLDER = resolve(process.env.SHOTS_DIR ?? resolve(import.meta.dirname, "../../target/shots"));

const WIDTHS = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
];

/** Writes `NAME-WIDTH-THEME.png`, four of them. */
export async function shoot(page: Page, name: string): Promise<void> {
  for (const size of WIDTHS) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const path = resolve(FOLDER, `${name}-${size.width}-${colorScheme}.png`);
      // a modal dialog belongs to the window, everything else to the page
      const modal = (await page.locator("dialog:modal").count()) > 0;
      await page.screenshot({ path, fullPage: !modal, animations: "disabled" });
    }
  }
}
