import type { Locator, Page } from "@playwright/test";

export type Badge =
  | "Проверка…"
  | "Подключено"
  | "Связываем…"
  | "Отключено"
  | "Нужен QR-код"
  | "Шлюз недоступен"
  | "Вышли на телефоне"
  | "Ошибка";

/** «Интеграции WhatsApp»: the list and what opens from it. */
export class IntegrationsPage {
  readonly heading: Locator;
  /** Only while there is no session. */
  readonly connect: Locator;
  /** Only when there are some. */
  readonly connectAnother: Locator;
  readonly refresh: Locator;
  readonly cards: Locator;
  readonly dialog: ConnectDialog;
  readonly disconnectDialog: DisconnectDialog;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "Интеграции WhatsApp" });
    this.connect = page.getByRole("button", { name: "Подключить WhatsApp", exact: true });
    this.connectAnother = page.getByRole("button", { name: "Подключить ещё один WhatsApp" });
    this.refresh = page.getByRole("button", { name: "Обновить статусы" });
    this.cards = page.getByRole("listitem").filter({ hasText: "Session:" });
    this.dialog = new ConnectDialog(page);
    this.disconnectDialog = new DisconnectDialog(page);
  }

  async open(): Promise<void> {
    await this.page.goto("/");
  }

  /** The card of an account number. */
  card(number: string): Card {
    return new Card(this.cards.filter({ hasText: number }));
  }

  toast(text: string): Locator {
    return this.page.getByRole("status").filter({ hasText: text });
  }
}

/** One session in the list. */
export class Card {
  readonly disconnect: Locator;
  readonly reconnect: Locator;

  constructor(readonly root: Locator) {
    this.disconnect = root.getByRole("button", { name: /^Отключить/ });
    this.reconnect = root.getByRole("button", { name: "Переподключить" });
  }

  badge(word: Badge): Locator {
    return this.root.getByText(word, { exact: true });
  }
}

/** «Подключение WhatsApp». */
export class ConnectDialog {
  readonly root: Locator;
  readonly preparing: Locator;
  readonly qr: Locator;
  readonly linking: Locator;
  readonly timeIsOver: Locator;
  readonly newCode: Locator;
  readonly again: Locator;
  readonly cancel: Locator;

  constructor(page: Page) {
    this.root = page.getByRole("dialog", { name: "Подключение WhatsApp" });
    this.preparing = this.root.getByText("Готовим подключение…");
    this.qr = this.root.getByRole("img", { name: "QR-код WhatsApp" });
    this.linking = this.root.getByText("Связываем устройство…");
    this.timeIsOver = this.root.getByText("Время вышло");
    this.newCode = this.root.getByRole("button", { name: "Новый код" });
    this.again = this.root.getByRole("button", { name: "Попробовать снова" });
    this.cancel = this.root.getByRole("button", { name: "Отмена" });
  }
}

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
