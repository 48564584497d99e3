/** Puts all pictures on two sheets, one for each width: node sheet.ts FOLDER-OF-PICTURES FOLDER-OF-SHEETS */

import { readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "@playwright/test";

const [pictures, sheets] = process.argv.slice(2).map((folder) => resolve(folder));
if (pictures === undefined || sheets === undefined) {
  throw new Error("sheet.ts FOLDER-OF-PICTURES FOLDER-OF-SHEETS");
}
const files = readdirSync(pictures).filter((name) => name.endsWith(".png"));

/** Width of a picture on the sheet, how many stand side by side, and how much of a long page is shown. */
const SHEETS = [
  { width: 1280, shown: 200, columns: 8, longest: 0.7 },
  { width: 360, shown: 110, columns: 14, longest: 2.4 },
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "chromium", args: ["--no-sandbox"] });
for (const { width, shown, columns, longest } of SHEETS) {
  const names = [...new Set(files.flatMap((name) => name.match(`^(.*)-${width}-(?:light|dark)\\.png$`)?.[1] ?? []))].sort();
  const figures = names.flatMap((name) =>
    ["light", "dark"].map((theme) => {
      const address = `file://${join(pictures, `${name}-${width}-${theme}.png`)}`;
      return `<figure><div><img src="${address}" alt=""></div><figcaption>${name}</figcaption></figure>`;
    }),
  );
  const page = await browser.newPage({ viewport: { width: columns * (shown + 8) + 8, height: 800 } });
  const html = join(pictures, `sheet-${width}.html`);
  writeFileSync(
    html,
    `<!doctype html><meta charset="utf-8"><style>
    body { display: grid; grid-template-columns: repeat(${columns}, ${shown}px); gap: 8px; margin: 8px; background: #777 }
    figure { margin: 0 }
    div { height: ${Math.round(shown * longest)}px; overflow: hidden; background: #999 }
    img { width: 100%; display: block }
    figcaption { font: 9px sans-serif; color: #fff; overflow: hidden; white-space: nowrap }
    </style>${figures.join("")}`,
  );
  await page.goto(`file://${html}`, { waitUntil: "load" });
  const path = join(sheets, `screens-${width}.jpg`);
  await page.screenshot({ path, fullPage: true, type: "jpeg", quality: 62 });
  console.log(`${path}: ${names.length} screens and states, light and dark`);
  await page.close();
}
await browser.close();
