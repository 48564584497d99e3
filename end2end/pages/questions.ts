import type { Locator, Page } from "@playwright/test";

/** «Отключить WhatsApp?» */
export class DisconnectDialog {
  readonly root: Locator;
  readonly confirm: Locator;
  readonly cancel: Locator;

  constructor(page: Page) {
    this.root = page.getByRole("dialog", { name: "Отключить WhatsApp?" });
    this.confirm = this.root.getByRole("button", { name: "Отключить", exact: true });
    this.cancel = this.root.getByRole("button", { name: "Отмена" });
  }
}

/** «Переименовать» */
export class RenameDialog {
  readonly root: Locator;
  readonly name: Locator;
  readonly save: Locator;
  readonly cancel: Locator;

  constructor(page: Page) {
    this.root = page.getByRole("dialog", { name: "Переименовать" });
    this.name = this.root.getByRole("textbox", { name: "Название" });
    this.save = this.root.getByRole("button", { name: "Сохранить" });
    this.cancel = this.root.getByRole("button", { name: "Отмена" });
  }
}
