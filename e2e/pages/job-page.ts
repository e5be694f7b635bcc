/** A job, live. */
import { expect, type Locator, type Page } from "@playwright/test";

export class JobPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(jobId: string): Promise<void> {
    await this.page.goto(`/jobs/${jobId}`);
  }

  get grid(): Locator {
    return this.page.getByRole("listbox", { name: "Frames" });
  }

  get tiles(): Locator {
    return this.grid.getByRole("option");
  }

  tile(frame: number): Locator {
    return this.grid.getByRole("option", { name: new RegExp(`^Frame ${frame}: `) });
  }

  thumbnail(frame: number): Locator {
    return this.grid.getByRole("img", { name: `Frame ${frame}`, exact: true });
  }

  /** The picture is really there: loaded, and not empty. */
  async thumbnailIsPainted(frame: number): Promise<void> {
    const picture = this.thumbnail(frame);
    await expect(picture).toBeVisible();
    await expect
      .poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
  }

  async stateIs(state: string): Promise<void> {
    await expect(this.page.locator("h1 + p").getByText(state, { exact: true })).toBeVisible();
  }

  /** Asks, is asked, and says yes. */
  async stop(): Promise<void> {
    await this.page.getByRole("button", { name: "Stop", exact: true }).click();
    await this.page.getByRole("alertdialog").getByRole("button", { name: "Stop the job" }).click();
  }

  get panel(): Locator {
    return this.page.getByRole("region", { name: /^Frame -?\d+$/ });
  }

  fact(name: string): Locator {
    return this.page.locator("dl > div", { has: this.page.getByText(name, { exact: true }) }).locator("dd");
  }

  /** Saves what a click downloads, and answers its path. */
  async download(button: Locator): Promise<{ path: string; name: string }> {
    const waiting = this.page.waitForEvent("download");
    await button.click();
    const download = await waiting;
    return { path: await download.path(), name: download.suggestedFilename() };
  }
}
