/** Playwright's `test` with an artist for each test and a page where they are signed in. */
import { test as base, type Browser, type Page } from "@playwright/test";
import { SignInPage } from "../pages/sign-in-page.ts";
import { anArtist, type Person } from "./people.ts";
import { thePlace } from "./place.ts";

interface Fixtures {
  artist: Person;
  /** A page on which `artist` is signed in, showing their jobs. */
  studio: Page;
}

export const test = base.extend<Fixtures>({
  artist: async ({ browserName }, provide) => provide(await anArtist(thePlace(), browserName)),
  studio: async ({ browser, artist }, provide) => {
    const page = await signedIn(browser, artist);
    await provide(page);
    await page.context().close();
  },
});

/** A browser of one's own: cookies and connection are nobody else's. */
export async function signedIn(browser: Browser, person: { email: string; password: string }): Promise<Page> {
  const context = await browser.newContext({ baseURL: thePlace().portal, acceptDownloads: true });
  const page = await context.newPage();
  const signIn = new SignInPage(page);
  await signIn.open();
  await signIn.signIn(person);
  return page;
}

export { expect } from "@playwright/test";
