/** Storage that takes nothing for a while: what happens during an upload can be looked at for as long as it needs. */
import type { Page } from "@playwright/test";
import { thePlace } from "./place.ts";

/** Answers what lets uploads through from then on; those that are held stay so until the page tries again. */
export async function holdUploads(page: Page): Promise<() => void> {
  let isHeld = true;
  await page.route(`${thePlace().storage}/**`, (route) =>
    isHeld && route.request().method() === "PUT" ? undefined : route.continue(),
  );
  return () => {
    isHeld = false;
  };
}
