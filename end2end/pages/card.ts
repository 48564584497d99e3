import type { Locator } from "@playwright/test";

export type Badge =
  | "Проверка…"
  | "Подключено"
  | "Связываем…"
  | "Отключено"
  | "Нужен QR-код"
  | "Шлюз недоступен"
  | "Вышли на телефоне"
  | "Ошибка";

/** One session in the list. */
export class Card {
  readonly name: Locator;
  /** To the page of the session. */
  readonly link: Locator;
  readonly disconnect: Locator;
  readonly reconnect: Locator;
  readonly goOn: Locator;
  readonly copy: Locator;
  readonly more: Locator;
  readonly rename: Locator;
  /** «проверено 12 с назад, webhook» */
  readonly evidence: Locator;

  constructor(readonly root: Locator) {
    this.name = root.getByRole("heading", { level: 2 });
    this.link = this.name.getByRole("link");
    this.disconnect = root.getByRole("button", { name: /^Отключить/ });
    // the menu has one of the same name, for a session that seems well
    this.reconnect = root.locator(".acts > .offer").getByRole("button", { name: "Переподключить" });
    this.goOn = root.getByRole("button", { name: "Продолжить подключение" });
    this.copy = root.getByRole("button", { name: "Скопировать session" });
    this.more = root.getByRole("button", { name: "Ещё" });
    this.rename = root.getByRole("button", { name: "Переименовать" });
    this.evidence = root.getByText(/проверено|последний раз:/);
  }

  /** Notes every word that its badge shows from now on; what is returned reads them. */
  async watchBadge(): Promise<() => Promise<string[]>> {
    const words = await this.root.evaluateHandle((card) => {
      const seen: string[] = [];
      const look = () => {
        const word = card.querySelector(".badge")?.textContent?.trim() ?? "";
        if (seen.at(-1) !== word) {
          seen.push(word);
        }
      };
      look();
      new MutationObserver(look).observe(card, { subtree: true, childList: true, characterData: true });
      return seen;
    });
    return () => words.jsonValue();
  }

  badge(word: Badge): Locator {
    return this.root.getByText(word, { exact: true });
  }
}
