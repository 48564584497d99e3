/** The walk of docs/accessibility.md, on the tree that assistive technology reads. */

import { expect, test } from "../fixtures.ts";
import { announced } from "../support/announced.ts";

test("landmarks, headings and names of the main page", async ({ asAdmin, page, sim }) => {
  await asAdmin.connectOne(sim);
  await expect(page.locator("body")).toMatchAriaSnapshot(`
    - link "К содержимому"
    - banner:
      - navigation "Разделы":
        - link "Интеграции"
        - link "Провайдеры"
        - link "Сотрудники"
        - link "Оповещения"
        - link "Журнал"
      - link /Школа 57/
      - button "Выйти"
    - main:
      - heading "Интеграции WhatsApp" [level=1]
      - button "Обновить статусы"
      - article "WhatsApp":
        - heading /WhatsApp/ [level=2]:
          - link "WhatsApp"
          - status: Подключено
        - button "Скопировать session"
        - button "Отключить"
        - button "Ещё"
      - button "Подключить ещё один WhatsApp"
      - status
  `);
  await expect(page.getByRole("link", { name: "Интеграции", exact: true })).toHaveAttribute("aria-current", "page");
});

test("what is said from the press to «Подключено!», and nothing twice", async ({ asAdmin, page, sim }) => {
  const said = await announced(page);
  await page.reload();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.qr).toBeVisible();
  await expect(asAdmin.dialog.root).toMatchAriaSnapshot(`
    - dialog "Подключение WhatsApp":
      - heading "Подключение WhatsApp" [level=2]
      - button "Закрыть"
      - status: QR-код WhatsApp
      - img "QR-код WhatsApp"
      - list:
        - listitem
        - listitem
        - listitem
      - button "Отмена"
  `);
  await sim.scan();
  await expect(asAdmin.toast("Подключено!")).toBeVisible();
  const steps = ["Готовим подключение…", "QR-код WhatsApp", "Подключено!"];
  await expect.poll(() => said.filter((text) => steps.includes(text))).toEqual(steps);
  // the countdown is for the eyes alone: once a second would be too much
  expect(said.filter((text) => /\d+ с/.test(text))).toEqual([]);
});

test("a badge that changes is said, and a question has a name and a text", async ({ asAdmin, page, sim }) => {
  const number = await asAdmin.given(sim);
  const said = await announced(page);
  await page.reload();
  await expect(asAdmin.card(number).badge("Подключено")).toBeVisible();
  await sim.unlink(number);
  await asAdmin.refreshUntil(asAdmin.card(number).badge("Вышли на телефоне"));
  await expect.poll(() => said).toContain("Вышли на телефоне");
  await asAdmin.card(number).disconnect.click();
  const question = page.getByRole("dialog", { name: "Отключить WhatsApp?" });
  await expect(question).toHaveAccessibleDescription(/снова отсканировать QR-код/);
  await expect(question).toMatchAriaSnapshot(`
    - dialog "Отключить WhatsApp?":
      - heading "Отключить WhatsApp?" [level=2]
      - paragraph
      - paragraph
      - button "Отмена"
      - button "Отключить"
  `);
});

test("a failure is said, with what to do", async ({ asAdmin, complaints, page, sim }) => {
  complaints.allow(/Failed to load resource: the server responded with a status of 50\d/);
  const said = await announced(page);
  await page.reload();
  await sim.down();
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.ticket).toBeVisible();
  await expect.poll(() => said.at(-1)).toMatch(/Платформа WPP/);
  await expect(asAdmin.dialog.root).toMatchAriaSnapshot(`
    - dialog "Подключение WhatsApp":
      - paragraph: /Платформа WPP/
      - paragraph: /Подождите минуту/
      - button "Попробовать снова"
      - paragraph:
        - code
      - link "Что делать"
      - button "Отмена"
  `);
});

test("tables are tables, at every width", async ({ asAdmin, page, sim }) => {
  await asAdmin.given(sim);
  await page.goto("/sessions?sort=name");
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - main:
        - heading "Таблица подключений" [level=1]
        - status: Найдено 1 из 1
        - search:
          - searchbox "Имя, телефон или номер session"
          - combobox "Показывать"
          - button "Найти"
        - form "Таблица подключений":
          - combobox "С выбранными"
          - button "Выполнить"
          - table "Таблица подключений":
            - rowgroup
            - rowgroup:
              - row:
                - cell:
                  - checkbox /^Выбрать/
                - rowheader:
                  - link "WhatsApp"
                - cell /Подключено$/
    `);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.getByRole("columnheader", { name: "Название" })).toHaveAttribute("aria-sort", "ascending");
});

test("a session's page is read by its parts", async ({ asAdmin, page, sim }) => {
  await asAdmin.given(sim);
  await asAdmin.cards.first().getByRole("heading").getByRole("link").click();
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "WhatsApp" [level=1]
      - region "Что известно":
        - term: Телефон
      - figure /Доступность за 30 дней/
      - navigation "На этой странице"
      - region "Управление":
        - heading "Управление" [level=2]
        - textbox "Название"
      - region "История":
        - table "История"
      - region "События платформы":
        - table "События платформы"
  `);
});

test("the page of a guest says where it stands", async ({ asAdmin, browser, page, panel, sim }) => {
  await expect(asAdmin.connect).toBeVisible();
  await page.goto("/links");
  await page.getByRole("button", { name: "Создать ссылку" }).click();
  const link = await page.getByLabel("Ссылка", { exact: true }).inputValue();
  const other = await browser.newContext({ baseURL: panel.url, locale: "ru-RU" });
  const guest = await other.newPage();
  const said = await announced(guest);
  await guest.goto(link);
  await guest.getByRole("button", { name: "Показать QR-код" }).click();
  await expect(guest.getByRole("img", { name: "QR-код WhatsApp" })).toBeVisible();
  await sim.scan();
  await expect(guest.getByText("Подключено!")).toBeVisible();
  await expect.poll(() => said.join(" ")).toContain("Подключено!");
  await other.close();
});

test("what the system asks for: no motion, and forced colours leave every state readable", async ({
  asAdmin,
  page,
  sim,
}) => {
  await asAdmin.given(sim);
  await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
  await asAdmin.connectAnother.click();
  await expect(asAdmin.dialog.root).toBeVisible();
  const moving = () => document.getAnimations().filter((animation) => animation.playState === "running").length;
  expect(await page.evaluate(moving)).toBe(0);
  await expect(asAdmin.dialog.qr).toBeVisible();
  expect(await page.evaluate(moving)).toBe(0);
  // a code is dark on white in every mode, or no phone reads it
  const colours = await asAdmin.dialog.qr.evaluate((code) => {
    const style = getComputedStyle(code);
    return [style.backgroundColor, style.forcedColorAdjust];
  });
  expect(colours).toEqual(["rgb(255, 255, 255)", "none"]);
  await page.keyboard.press("Escape");
  await expect(asAdmin.dialog.root).toBeHidden();
  const border = await asAdmin.cards.first().evaluate((card) => getComputedStyle(card).borderTopStyle);
  expect(border).toBe("solid");
});
