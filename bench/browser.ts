/** A browser for measurements: Debian's Chromium, signed in as the farm's artist. */
import { type Browser, chromium, type Page } from "@playwright/test";
import { SignInPage } from "../e2e/pages/sign-in-page.ts";
import type { BenchFarm } from "./farm.ts";

export async function openBrowser({ server, artist }: BenchFarm): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const context = await browser.newContext({
    baseURL: server.place.portal,
    viewport: { width: 1360, height: 900 },
  });
  const page = await context.newPage();
  const signIn = new SignInPage(page);
  await signIn.open();
  await signIn.signIn(artist);
  return { browser, page };
}
