/** The browser reads a dropped .blend by itself: what is in it is there before a byte has reached the farm. */
import type { Route } from "@playwright/test";
import { NewJobPage } from "./pages/new-job-page.ts";
import { holdUploads } from "./support/hold.ts";
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
  await expect(form.field("Samples")).toHaveValue("4");
  await form.field("Frames").fill("2-3");
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await Promise.all(held.map((route) => route.continue()));
  await form.uploadIsDone();
  // The form is the same one, as it was left.
  await expect(form.field("Frames")).toHaveValue("2-3");
  await expect(form.field("Frames")).toBeFocused();
});

test("a job is ordered while its file is on the way, taken back, kept over a reload, and sent by itself", async ({
  studio: page,
}) => {
  const letGo = await holdUploads(page);
  const form = new NewJobPage(page);
  await form.open();
  await form.choose(scene("tiny"));
  await form.field("Frames").fill("5");
  await form.submitButton.click();
  const order = page.getByRole("region", { name: "Order" });
  await expect(order).toContainText("1 frame");
  await expect(form.field("Frames")).toBeDisabled();
  await order.getByRole("button", { name: "Take it back" }).click();
  await form.field("Frames").fill("4-5");
  await form.submitButton.click();
  await expect(order).toContainText("2 frames");
  // The page asks whether it may really be left: the file is on its way, and the order stands.
  const asked = page.waitForEvent("dialog");
  page.on("dialog", (dialog) => void dialog.accept());
  letGo();
  await page.reload();
  expect((await asked).type()).toBe("beforeunload");
  await form.isSubmitted();
  await expect(page.getByRole("option", { name: /^Frame \d+:/ })).toHaveCount(2);
});

test("what stops a file and what it brings is told while it is sent, and again after a reload", async ({
  studio: page,
}) => {
  const letGo = await holdUploads(page);
  const form = new NewJobPage(page);
  await form.open();
  await form.choose(scene("nocamera"));
  const isTold = async () => {
    await expect(form.findings).toContainText("has no camera");
    await expect(form.findings).toContainText("The file has the script “rig.py”.");
    await expect(form.submitButton).toBeDisabled();
  };
  await isTold();
  await page.getByRole("radio", { name: /Run this file's scripts/ }).check();
  await expect(form.findings).toContainText("Its Python runs on the farm");
  letGo();
  await form.uploadCard.getByRole("button", { name: "Pause" }).click();
  await form.uploadCard.getByRole("button", { name: "Go on" }).click();
  await form.uploadIsDone();
  await page.reload();
  await isTold();
  await expect(page.getByRole("radio", { name: /Run this file's scripts/ })).toBeChecked();
});
