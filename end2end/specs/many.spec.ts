import { expect, test } from "../fixtures.ts";
import { expectAccessible } from "../support/accessible.ts";

const PHONES = ["79990000001", "79990000002", "79990000003"];

for (const js of [true, false]) {
  test.describe(js ? "with JavaScript" : "JavaScript off", () => {
    test.use({ javaScriptEnabled: js });

    test("several are found, switched off, and one is disconnected after a question", async ({ asAdmin, complaints, page, sim }) => {
      complaints.allow(/was preloaded using link preload but not used/);
      const numbers: string[] = [];
      for (const phone of PHONES) numbers.push(await asAdmin.given(sim, phone));
      await page.goto("/");
      await page.getByRole("link", { name: "Таблица: поиск и действия с несколькими" }).click();
      const rows = page.getByRole("table", { name: "Таблица подключений" }).locator("tbody").getByRole("row");
      await expect(rows).toHaveCount(3);
      await expect(page.getByRole("checkbox", { name: "Выбрать все на странице" })).toBeVisible({ visible: js });

      await page.getByRole("searchbox", { name: "Имя, телефон или номер session" }).fill("000-00-02");
      await page.getByRole("button", { name: "Найти" }).click();
      await expect(page).toHaveURL(/\/sessions\?q=000-00-02/);
      await expect(rows).toHaveCount(1);
      await page.reload();
      await expect(rows).toHaveCount(1);
      await page.getByRole("link", { name: "Показать все" }).click();
      await expect(rows).toHaveCount(3);
      await page.getByRole("columnheader", { name: "Название" }).getByRole("link").click();
      await expect(page.getByRole("columnheader", { name: "Название" })).toHaveAttribute("aria-sort", "ascending");

      await page.getByRole("button", { name: "Выполнить" }).click();
      await expect(page.getByRole("alert")).toHaveText("Отметьте подключения, с которыми это сделать.");

      const act = page.getByRole("combobox", { name: "С выбранными" });
      await page.getByRole("checkbox", { name: /^Выбрать: / }).nth(0).check();
      await page.getByRole("checkbox", { name: /^Выбрать: / }).nth(1).check();
      await act.selectOption({ label: "Выключить" });
      await page.getByRole("button", { name: "Выполнить" }).click();
      await expect(page.getByRole("main").getByRole("status")).toHaveText("Готово: 2. Не удалось: 0.");
      await expect(page.getByRole("log").getByRole("listitem").filter({ hasText: "Выключено" })).toHaveCount(2);
      if (js) await expect(page.getByRole("progressbar")).toHaveJSProperty("value", 2);
      await page.getByRole("link", { name: "Таблица подключений" }).click();
      await expect(rows.filter({ hasText: "Выключено" })).toHaveCount(2);

      await page.getByRole("combobox", { name: "Показывать" }).selectOption({ label: "Выключенные" });
      await page.getByRole("button", { name: "Найти" }).click();
      await expect(rows).toHaveCount(2);
      await page.getByRole("checkbox", { name: /^все найденные: 2/ }).check();
      await act.selectOption({ label: "Отключить" });
      await page.getByRole("button", { name: "Выполнить" }).click();
      const question = page.getByRole("dialog", { name: "Отключить 2 подключения?" });
      await question.getByRole("link", { name: "Отмена" }).click();
      await expect(rows).toHaveCount(2);
      await page.getByRole("checkbox", { name: /^все найденные: 2/ }).check();
      await act.selectOption({ label: "Отключить" });
      await page.getByRole("button", { name: "Выполнить" }).click();
      await question.getByRole("button", { name: "Отключить" }).click();
      await expect(page.getByRole("log").getByRole("listitem").filter({ hasText: "Отключено" })).toHaveCount(2);
      await page.goto("/");
      await expect(page.getByRole("article")).toHaveCount(1);
    });
  });
}

test("all on the page are picked at once, and the box above tells of some", async ({ asAdmin, page, sim }) => {
  for (const phone of PHONES) await asAdmin.given(sim, phone);
  await page.goto("/sessions");
  const all = page.getByRole("checkbox", { name: "Выбрать все на странице" });
  const each = page.getByRole("checkbox", { name: /^Выбрать: / });
  await all.check();
  for (const box of await each.all()) await expect(box).toBeChecked();
  await each.first().uncheck();
  await expect(all).toHaveJSProperty("indeterminate", true);
  await each.first().check();
  await expect(all).toBeChecked();
});

test("from the card's menu: another primary, off and on", async ({ asAdmin, page, sim }) => {
  const first = await asAdmin.given(sim, PHONES[0]);
  const second = await asAdmin.given(sim, PHONES[1]);
  await expect(asAdmin.card(first).root.getByText("Основное", { exact: true })).toBeVisible();
  const press = async (number: string, name: string) => {
    await asAdmin.card(number).root.getByRole("button", { name: "Ещё" }).click();
    await page.getByRole("button", { name, exact: true }).click();
  };
  await press(second, "Сделать основным");
  await expect(asAdmin.card(second).root.getByText("Основное", { exact: true })).toBeVisible();
  await expect(asAdmin.card(first).root.getByText("Основное", { exact: true })).toBeHidden();
  await press(second, "Выключить");
  await expect(asAdmin.card(second).root.getByText("Выключено", { exact: true })).toBeVisible();
  await expect(asAdmin.card(second).badge("Подключено")).toBeVisible();
  await press(second, "Включить");
  await expect(asAdmin.card(second).root.getByText("Выключено", { exact: true })).toBeHidden();
});

for (const width of [360, 1280]) {
  test(`accessible at ${width} px: the table, the question, the results`, async ({ asAdmin, page, sim }) => {
    for (const phone of PHONES) await asAdmin.given(sim, phone);
    await page.setViewportSize({ width, height: 800 });
    const outside = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await page.goto("/sessions?sort=-name");
    await expectAccessible(page);
    expect(await outside()).toBeLessThanOrEqual(0);
    await page.getByRole("checkbox", { name: /^все найденные/ }).check();
    await page.getByRole("combobox", { name: "С выбранными" }).selectOption("disconnect");
    await page.getByRole("button", { name: "Выполнить" }).click();
    await expectAccessible(page);
    expect(await outside()).toBeLessThanOrEqual(0);
    await page.getByRole("link", { name: "Отмена" }).click();
    await page.getByRole("checkbox", { name: /^все найденные/ }).check();
    await page.getByRole("button", { name: "Выполнить" }).click();
    await expect(page.getByRole("main").getByRole("status")).toBeVisible();
    await expectAccessible(page);
    expect(await outside()).toBeLessThanOrEqual(0);
  });
}
