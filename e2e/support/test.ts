/** Playwright's `test` with what every test here needs: the place, an artist of its own, a page where they are signed in. */
import { test as base, type Browser, type Page } from "@playwright/test";
import { SignInPage } from "../pages/sign-in-page.ts";
import { anArtist, type Person, thePlace } from "./people.ts";
import { sceneFile } from "./scenes.ts";
import type { Place } from "./server.ts";

interface Fixtures {
  place: Place;
  artist: Person;
  /** A page on which `artist` is signed in, showing their jobs. */
  studio: Page;
  scene: (name: "tiny" | "slow") => string;
}

export const test = base.extend<Fixtures>({
  place: async ({}, use) => use(thePlace()),
  artist: async ({ place }, use) => use(await anArtist(place)),
  studio: async ({ browser, place, artist }, use) => {
    const page = await signedIn(browser, place, artist);
    await use(page);
    await page.context().close();
  },
  scene: async ({}, use) => {
    const folder = process.env.HEARTH_E2E_SCENES ?? "";
    await use((name) => sceneFile(folder, name));
  },
});

/** A browser of one's own: cookies and connection are nobody else's. */
export async function signedIn(
  browser: Browser,
  place: Place,
  person: { email: string; password: string },
): Promise<Page> {
  const context = await browser.newContext({ baseURL: place.portal, acceptDownloads: true });
  const page = await context.newPage();
  const signIn = new SignInPage(page);
  await signIn.open();
  await signIn.signIn(person);
  return page;
}

export { expect } from "@playwright/test";
