import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import type { NodeResult, RunOnly } from "axe-core";

type Axe = typeof import("axe-core");

const AXE = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is asked in each theme: the second has other colours and is the same in everything else. */
const RULES: Record<"light" | "dark", RunOnly> = {
  light: { type: "tag", values: TAGS },
  dark: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
};

/** Fails with what is wrong and where, by the rules of WCAG 2.2 AA, in the light theme and in the dark one. `within` is a selector. */
export async function expectAccessible(page: Page, within = "html"): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    // colours that are on their way from one theme to the other would be measured half-way
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page, within, RULES[colorScheme]), colorScheme).toEqual([]);
  }
}

/** Axe in the page itself: its package for Playwright opens one page more for each run, and describes whatever is right. */
async function violations(page: Page, within: string, runOnly: RunOnly): Promise<string[]> {
  if (await page.evaluate(() => !("axe" in window))) {
    await page.evaluate(AXE);
  }
  const found = await page.evaluate(
    async ([within, runOnly]) => {
      const { axe } = window as unknown as { axe: Axe };
      return (await axe.run(within, { runOnly, resultTypes: ["violations"] })).violations;
    },
    [within, runOnly] as const,
  );
  const places = (nodes: NodeResult[]) => nodes.map(({ target }) => target.join(" ")).join(", ");
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${places(nodes)}`);
}
