/** Dark or light: the system's, unless the reader chose; and never a flash of the other. */
import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

/** Lightness of the page's ground, 0 … 1, as the browser paints it. */
const ground = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d");
    if (canvas === null) throw new Error("The browser paints nothing.");
    canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    return (canvas.getImageData(0, 0, 1, 1).data[0] ?? 0) / 255;
  });
const isDark = (page: Page) => expect.poll(() => ground(page)).toBeLessThan(0.2);
const isLight = (page: Page) => expect.poll(() => ground(page)).toBeGreaterThan(0.8);

test("the theme follows the system until one is chosen, and the choice is remembered", async ({
  studio,
  artist,
}) => {
  await studio.emulateMedia({ colorScheme: "light" });
  await isLight(studio);
  await studio.emulateMedia({ colorScheme: "dark" });
  await isDark(studio);

  const menu = studio.getByRole("button", { name: `Account ${artist.email}` });
  await menu.click();
  await studio.getByRole("menuitemradio", { name: "Light" }).click();
  await isLight(studio);
  // The server writes the choice into the page: it is there before any script runs.
  const html = await (await studio.request.get("/")).text();
  expect(html).toMatch(/<html[^>]*data-theme="light"/);
  await studio.reload();
  await isLight(studio);

  await menu.click();
  await studio.getByRole("menuitemradio", { name: "As the system" }).click();
  await isDark(studio);
  await studio.reload();
  await isDark(studio);
});
