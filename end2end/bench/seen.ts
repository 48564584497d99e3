/** When something came on screen, by the page's own clock: asking from outside would be part of the figure. */

import type { Page } from "@playwright/test";
import { waitFor } from "../support/program.ts";

/** Milliseconds since 1970. */
export interface Seen {
  clicked?: number;
  code?: number;
  connected?: number;
}

declare global {
  interface Window {
    seen: Seen;
  }
}

/** Looks from the start of every page on. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.seen = {};
    const shown = (selector: string, holds: (element: Element) => boolean): boolean => {
      const element = document.querySelector(selector);
      return element !== null && holds(element) && element.checkVisibility();
    };
    /** With the next frame what has changed is drawn. */
    const note = (what: "code" | "connected"): void => {
      window.seen[what] = Infinity;
      requestAnimationFrame(() => {
        setTimeout(() => (window.seen[what] = performance.timeOrigin + performance.now()));
      });
    };
    document.addEventListener(
      "click",
      (event) => (window.seen.clicked ??= performance.timeOrigin + event.timeStamp),
      true,
    );
    new MutationObserver(() => {
      if (window.seen.code === undefined && shown("dialog[open] .qr", (code) => code.childElementCount > 0)) {
        note("code");
      }
      const says = (toast: Element): boolean => toast.textContent?.includes("Подключено!") ?? false;
      if (window.seen.connected === undefined && shown(".toast", says)) {
        note("connected");
      }
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

/** Forgets what was seen, before the next press. */
export async function forget(page: Page): Promise<void> {
  await page.evaluate(() => (window.seen = {}));
}

/** Waits until it was seen. */
export function when(page: Page, what: keyof Seen): Promise<number> {
  return waitFor(`${what} on screen`, async () => {
    const at = (await page.evaluate(() => window.seen))[what];
    return at !== undefined && Number.isFinite(at) ? at : undefined;
  });
}
