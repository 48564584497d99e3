import type { Locator, Page } from "@playwright/test";
import type { Person } from "../support/seed.ts";

/** «Вход»: works with and without a script. */
export class LoginPage {
  readonly heading: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly submit: Locator;
  readonly alert: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole("heading", { level: 1, name: "Вход" });
    // by their names in the form, which password managers and the product's description rely on
    this.email = page.locator("input[name=email]");
    this.password = page.locator("input[name=password]");
    this.submit = page.getByRole("button", { name: "Войти" });
    this.alert = page.getByRole("alert");
  }

  async open(): Promise<void> {
    await this.page.goto("/login");
  }

  async signIn(person: Person): Promise<void> {
    await this.open();
    await this.email.fill(person.email);
    await this.password.fill(person.password);
    await this.submit.click();
  }
}
