/** The browser reads a dropped .blend by itself: what is in it is there before a byte has reached the farm. */
import type { Route } from "@playwright/test";
import { NewJobPage } from "./pages/new-job-page.ts";
import { scene, thePlace } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

test("what is in the file is told while storage has none of it", async ({ studio: page }) => {
  const held: Route[] = [];
  await page.route(`${thePlace().storage}/**`, (route) =>
    route.request().method() === "PUT" ? void held.push(route) : route.continue(),
  );
  const form = new NewJobPage(page);
  await form.open();
  await form.choose(scene("tiny"));
  const contents = page.getByRole("region", { name: "What is in the file" });
  await expect(contents).toContainText("Blender 3.4");
  await expect(contents).toContainText("Cycles · 4 samples");
  await expect(contents).toContainText("1 – 6");
  await expect(contents).toContainText("160 × 90");
  await expect(form.uploadCard).toBeVisible();
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await Promise.all(held.map((route) => route.continue()));
  await form.settingsAreThere();
  await expect(form.field("Samples")).toHaveValue("4");
});

test("a scene without a camera is told of while it is sent", async ({ studio: page }) => {
  await page.route(`${thePlace().storage}/**`, (route) =>
    route.request().method() === "PUT" ? undefined : route.continue(),
  );
  const form = new NewJobPage(page);
  await form.open();
  await form.choose(scene("nocamera"));
  await expect(page.getByRole("list", { name: "What to know of this file" })).toContainText("has no camera");
});
