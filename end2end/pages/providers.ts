import type { Locator, Page } from "@playwright/test";
import { ConnectDialog } from "./connect.ts";

export type Provider = "WPP (быстрое подключение)" | "Green API" | "Wappi";

/** What is typed into a provider's form. */
export interface Account {
  name: string;
  account: string;
  token: string;
}

/** «Провайдеры»: works with and without a script. */
export class ProvidersPage {
  readonly heading: Locator;
  /** Its link in the header. */
  readonly link: Locator;
  readonly choices: Locator;
  readonly quick: Locator;
  readonly dialog: ConnectDialog;
  readonly name: Locator;
  /** «ID инстанса» or «ID профиля». */
  readonly account: Locator;
  readonly token: Locator;
  readonly add: Locator;
  readonly rows: Locator;
  readonly note: Locator;
  /** «Изменить интеграцию» */
  readonly changeHeading: Locator;
  readonly save: Locator;
  /** «Удалить интеграцию?» */
  readonly question: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "Провайдеры" });
    this.link = page.getByRole("navigation", { name: "Разделы" }).getByRole("link", { name: "Провайдеры" });
    this.choices = page.getByRole("group", { name: "Провайдер" });
    this.quick = page.getByRole("button", { name: "Быстрое подключение" });
    this.dialog = new ConnectDialog(page);
    this.name = page.getByRole("textbox", { name: "Название" });
    this.account = page.getByRole("textbox", { name: /^ID / });
    this.token = page.getByRole("textbox", { name: "Токен" });
    this.add = page.getByRole("button", { name: "Добавить" });
    this.rows = page.getByRole("table", { name: "Добавленные интеграции" }).locator("tbody").getByRole("row");
    this.note = page.locator("main > .done");
    this.changeHeading = page.getByRole("heading", { level: 1, name: "Изменить интеграцию" });
    this.save = page.getByRole("button", { name: "Сохранить" });
    this.question = page.getByRole("dialog", { name: "Удалить интеграцию?" });
  }

  async open(provider?: string): Promise<void> {
    await this.page.goto(provider === undefined ? "/providers" : `/providers?provider=${provider}`);
  }

  choice(provider: Provider): Locator {
    return this.choices.getByRole("radio", { name: provider });
  }

  async fill(values: Account): Promise<void> {
    await this.name.fill(values.name);
    await this.account.fill(values.account);
    await this.token.fill(values.token);
  }

  row(name: string): Row {
    return new Row(this.rows.filter({ has: this.page.getByRole("rowheader", { name, exact: true }) }));
  }
}

/** One integration of another provider. */
export class Row {
  readonly cells: Locator;
  readonly change: Locator;
  readonly delete: Locator;

  constructor(readonly root: Locator) {
    this.cells = root.getByRole("cell");
    this.change = root.getByRole("link", { name: /^Изменить/ });
    this.delete = root.getByRole("button", { name: /^Удалить/ });
  }
}
