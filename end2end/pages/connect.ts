import type { Locator, Page } from "@playwright/test";

/** «Подключение WhatsApp». */
export class ConnectDialog {
  readonly root: Locator;
  readonly preparing: Locator;
  readonly qr: Locator;
  readonly countdown: Locator;
  readonly linking: Locator;
  readonly timeIsOver: Locator;
  readonly newCode: Locator;
  readonly again: Locator;
  /** The code for support. */
  readonly ticket: Locator;
  readonly cancel: Locator;
  readonly cross: Locator;

  constructor(page: Page) {
    this.root = page.getByRole("dialog", { name: "Подключение WhatsApp" });
    // what is said to a screen reader has the same words; this is what is seen
    const seen = this.root.locator("p:not([role])");
    this.preparing = seen.filter({ hasText: "Готовим подключение…" });
    this.qr = this.root.getByRole("img", { name: "QR-код WhatsApp" });
    this.countdown = this.root.getByText(/Код обновится сам через|Обновляем код…/);
    this.linking = seen.filter({ hasText: "Связываем устройство…" });
    this.timeIsOver = seen.filter({ hasText: "Время вышло" });
    this.newCode = this.root.getByRole("button", { name: "Новый код" });
    this.again = this.root.getByRole("button", { name: "Попробовать снова" });
    this.ticket = this.root.getByText("Код для поддержки:");
    this.cancel = this.root.getByRole("button", { name: "Отмена" });
    this.cross = this.root.getByRole("button", { name: "Закрыть" });
  }

  /** What is drawn just now, for comparing. */
  async picture(): Promise<string> {
    return this.qr.innerHTML();
  }
}
