/** What a screen reader would say by itself: every new text of a live region that can be perceived. */

import type { Page } from "@playwright/test";

/** Notes from now on, on every page that is opened. The list grows while the page is used. */
export async function announced(page: Page): Promise<string[]> {
  const said: string[] = [];
  await page.exposeFunction("said", (text: string) => said.push(text));
  await page.addInitScript(() => {
    const { said } = window as unknown as { said: (text: string) => void };
    const last = new WeakMap<Element, string>();
    const regions = '[role="status"],[role="alert"],[role="log"],[aria-live="polite"],[aria-live="assertive"]';
    const look = () => {
      for (const region of document.querySelectorAll<HTMLElement>(regions)) {
        // what is drawn for eyes that see alone is still text here; what is hidden is none
        const text = region.checkVisibility() ? region.innerText.replace(/\s+/g, " ").trim() : "";
        if (last.get(region) === text) continue;
        const isFirst = !last.has(region);
        last.set(region, text);
        // a region that comes with its text is not read out
        if (text !== "" && !isFirst) said(text);
      }
    };
    document.addEventListener("DOMContentLoaded", () => {
      look();
      new MutationObserver(look).observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
    });
  });
  return said;
}
