import { expect, type Locator, type Page } from "@playwright/test";

/** «Первый запуск»: works with and without a script. */
export class SetupPage {
  readonly heading: Locator;
  readonly organization: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly submit: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "Первый запуск" });
    this.organization = page.getByRole("textbox", { name: "Название организации" });
    this.email = page.getByRole("textbox", { name: "Электронная почта" });
    this.password = page.getByLabel("Пароль");
    this.submit = page.getByRole("button", { name: "Создать и войти" });
  }

  async open(link: string): Promise<void> {
    await this.page.goto(link);
    await expect(this.submit).toBeVisible();
  }

  async fill(values: { organization: string; email: string; password: string }): Promise<void> {
    await this.organization.fill(values.organization);
    await this.email.fill(values.email);
    await this.password.fill(values.password);
  }
}
