/** The way in. */
import { expect, type Page } from "@playwright/test";

export class SignInPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto("/sign-in");
  }

  async enter(person: { email: string; password: string }): Promise<void> {
    await this.page.getByLabel("E-mail").fill(person.email);
    await this.page.getByLabel("Password").fill(person.password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
  }

  /** Signs in and waits for the jobs. */
  async signIn(person: { email: string; password: string }): Promise<void> {
    await this.enter(person);
    await expect(this.page.getByRole("link", { name: "New job" }).first()).toBeVisible();
  }
}
