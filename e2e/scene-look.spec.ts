/** The scene in the page: exported by the node when asked for, drawn by WebGL, moved by the scrubber, gone when closed. */
import { createHash } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { NewJobPage } from "./pages/new-job-page.ts";
import { fits, isForEverybody } from "./support/everybody.ts";
import { submitByApi, uploadByApi } from "./support/jobs.ts";
import { scene } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

// The other tests do without a graphics card; this one has Chromium's own software renderer.
test.use({
  launchOptions: {
    executablePath: "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
    ],
  },
});

const canvasOf = (page: Page): Locator => page.locator("canvas");
const shown = (page: Page) => expect(canvasOf(page)).toHaveAttribute("data-shown", "true");

/** Two frames of the browser later what was asked for is drawn. */
async function pngOf(page: Page): Promise<Buffer> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return canvasOf(page).screenshot();
}

/** Equal exactly when the pictures are. */
const pictureOf = async (page: Page): Promise<string> =>
  createHash("sha256")
    .update(await pngOf(page))
    .digest("hex");

/** How many colours a picture has. */
const coloursIn = (page: Page, png: Buffer): Promise<number> =>
  page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context?.drawImage(bitmap, 0, 0);
    const data = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
    return new Set(new Uint32Array(data.buffer)).size;
  }, png.toString("base64"));

/** The text of every script that the page has loaded since. */
function scriptsOf(page: Page): { has(text: string): Promise<boolean> } {
  const texts: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith(".js")) texts.push(response.text().catch(() => ""));
  });
  return { has: async (text) => (await Promise.all(texts)).some((one) => one.includes(text)) };
}

test("the scene is looked at before it is rendered, and three is loaded only then", async ({
  studio,
  artist,
}) => {
  const project = await uploadByApi(artist, scene("tiny"));
  const scripts = scriptsOf(studio);
  const form = new NewJobPage(studio);
  await studio.goto(`/jobs/new?project=${project.id}`);
  await form.settingsAreThere();
  await studio.waitForLoadState("networkidle");
  expect(await scripts.has("WebGLRenderer")).toBe(false);
  await studio.getByRole("button", { name: "Look at the scene" }).click();
  await shown(studio);
  expect(await scripts.has("WebGLRenderer")).toBe(true);

  const first = await pictureOf(studio);
  expect(await coloursIn(studio, await pngOf(studio))).toBeGreaterThan(20);
  await expect(canvasOf(studio)).toHaveAccessibleName("The scene at frame 1, through Camera");
  // The cube turns: another frame is another picture, and the same frame the same.
  const scrubber = studio.getByRole("slider", { name: "Frame" });
  await scrubber.focus();
  await studio.keyboard.press("ArrowRight");
  await studio.keyboard.press("ArrowRight");
  await expect(canvasOf(studio)).toHaveAttribute("data-frame", "3");
  expect(await pictureOf(studio)).not.toBe(first);
  await studio.keyboard.press("Home");
  await expect(canvasOf(studio)).toHaveAttribute("data-frame", "1");
  expect(await pictureOf(studio)).toBe(first);

  // It plays, from the end on to the beginning.
  await studio.getByRole("button", { name: "Play" }).click();
  await expect(canvasOf(studio)).not.toHaveAttribute("data-frame", "1");
  await studio.getByRole("button", { name: "Pause" }).click();
});

test("around the scene: by pointer and by keys, and back to where it began", async ({ studio, artist }) => {
  const project = await uploadByApi(artist, scene("tiny"));
  await studio.goto(`/projects/${project.id}`);
  await studio.getByRole("button", { name: "Look at the scene" }).click();
  await shown(studio);
  const through = await pictureOf(studio);
  await studio.getByRole("button", { name: "Orbit" }).click();
  const began = await pictureOf(studio);
  expect(began).not.toBe(through);
  await canvasOf(studio).focus();
  await studio.keyboard.press("ArrowLeft");
  await studio.keyboard.press("+");
  await expect.poll(() => pictureOf(studio)).not.toBe(began);
  await studio.getByRole("button", { name: "Reset" }).click();
  await expect.poll(() => pictureOf(studio)).toBe(began);
  await canvasOf(studio).focus();
  await studio.keyboard.press("c");
  await expect.poll(() => pictureOf(studio)).toBe(through);
  await fits(studio, "the scene in the page");
  await isForEverybody(studio, "the scene in the page");
});

test("a job's scene is shown on its page; closing gives the graphics memory back", async ({
  studio,
  artist,
}) => {
  await studio.addInitScript(() => {
    const given: unknown[] = [];
    Object.assign(window, { given });
    // It is called on its own canvas below.
    // oxlint-disable-next-line typescript/unbound-method
    const getContext = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: never[]) {
      const context: unknown = Reflect.apply(getContext, this, args);
      if (context instanceof WebGL2RenderingContext) given.push(context);
      return context;
    } as typeof getContext;
  });
  const jobId = await submitByApi(artist, scene("tiny"), { frames: "1" });
  await studio.goto(`/jobs/${jobId}`);
  await studio.getByRole("button", { name: "Look at the scene" }).click();
  await shown(studio);
  const lost = () =>
    studio.evaluate(() =>
      (window as unknown as { given: WebGL2RenderingContext[] }).given.map((one) => one.isContextLost()),
    );
  expect(await lost()).toEqual([false]);
  await studio.getByRole("button", { name: "Close the scene" }).click();
  await expect(canvasOf(studio)).toHaveCount(0);
  await expect.poll(lost).toEqual([true]);
  // Again: the model is there already.
  await studio.getByRole("button", { name: "Look at the scene" }).click();
  await shown(studio);
});

test("a scene that can't be shown says why, and can be tried again", async ({ studio, artist }) => {
  const project = await uploadByApi(artist, scene("tiny"));
  await studio.route("**/api/farm/farm/v1/scene-models", async (route) => {
    const answer = await route.fetch({
      postData: JSON.stringify({ ...route.request().postDataJSON(), scene: "Nope" }),
    });
    await route.fulfill({ response: answer });
  });
  await studio.goto(`/projects/${project.id}`);
  await studio.getByRole("button", { name: "Look at the scene" }).click();
  await expect(studio.getByText("The file has no scene of that name.")).toBeVisible();
  await studio.unroute("**/api/farm/farm/v1/scene-models");
  await studio.getByRole("button", { name: "Try again" }).click();
  await shown(studio);
});
