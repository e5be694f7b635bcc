/** From a file to a submitted job. */
import { expect, type Locator, type Page } from "@playwright/test";

export class NewJobPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto("/jobs/new");
  }

  /** Chooses a file as a person does with the picker. */
  async choose(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await this.page.getByLabel("Choose a .blend file").setInputFiles(file);
  }

  /** Waits until the file is read, here or on the farm, and the form is filled in from it. */
  async settingsAreThere(): Promise<void> {
    await expect(this.field("Frames")).toBeVisible();
  }

  /** Waits until storage has the file and it is a project. */
  async uploadIsDone(): Promise<void> {
    await this.page.waitForURL(/\/jobs\/new\?project=/);
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  get submitButton(): Locator {
    return this.page.getByRole("button", { name: /^Render(?: [\d,]+ frames?)?$/ });
  }

  get findings(): Locator {
    return this.page.getByRole("list", { name: "What to know of this file" });
  }

  get problem(): Locator {
    return this.page.getByRole("alert");
  }

  get uploadCard(): Locator {
    return this.page.getByRole("region", { name: "Upload" });
  }

  /** Submits and answers the job's id from the address of its page. */
  async submit(): Promise<string> {
    await this.submitButton.click();
    return this.isSubmitted();
  }

  async isSubmitted(): Promise<string> {
    await this.page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
    return this.page.url().split("/").at(-1) ?? "";
  }

  /** The whole way for a file, with some fields changed. */
  async render(file: string, fields: Record<string, string> = {}): Promise<string> {
    await this.open();
    await this.choose(file);
    await this.settingsAreThere();
    for (const [label, value] of Object.entries(fields)) await this.field(label).fill(value);
    return this.submit();
  }
}
