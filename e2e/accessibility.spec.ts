/** Every page for everybody: axe in both themes, a phone's width, twice the size, the keyboard alone, no motion. */
import type { Locator, Page } from "@playwright/test";
import { JobPage } from "./pages/job-page.ts";
import { NewJobPage } from "./pages/new-job-page.ts";
import { submitByApi, uploadByApi } from "./support/jobs.ts";
import { fits, isForEverybody } from "./support/everybody.ts";
import { anArtist } from "./support/people.ts";
import { scene, thePlace } from "./support/place.ts";
import { expect, signedIn, test } from "./support/test.ts";

test("an artist's pages pass axe in both themes and fit every width", async ({ studio, artist }) => {
  const form = new NewJobPage(studio);
  const job = new JobPage(studio);
  const check = async (what: string) => {
    await fits(studio, what);
    await isForEverybody(studio, what);
  };
  await expect(studio.getByRole("heading", { name: "Nothing on the fire yet" })).toBeVisible();
  await check("home without jobs");

  const project = await uploadByApi(artist, scene("tiny"));
  const jobId = await submitByApi(artist, scene("tiny"), { frames: "1-3" });
  await job.open(jobId);
  await job.stateIs("Completed");
  for (const frame of [1, 2, 3]) await job.thumbnailIsPainted(frame);
  await job.tile(1).click();
  await job.tile(2).click({ modifiers: ["Shift"] });
  await expect(job.panel.getByText("delivered")).toBeVisible();
  await check("job");
  await studio.keyboard.press("?");
  await expect(studio.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await isForEverybody(studio, "keys");
  await studio.keyboard.press("Escape");

  await studio.goto("/");
  await expect(studio.getByRole("article")).toHaveCount(1);
  await check("home");
  await studio.getByRole("button", { name: `Account ${artist.email}` }).click();
  await expect(studio.getByRole("menu")).toBeVisible();
  await isForEverybody(studio, "account menu");
  await studio.keyboard.press("Escape");
  await studio.goto("/?search=nothing-of-that-name");
  await check("home, nothing found");

  await form.open();
  await check("new job");
  await studio.goto(`/jobs/new?project=${project.id}`);
  await form.field("Frames").fill("9-1");
  await form.submitButton.click();
  await check("settings with an error");
  await studio.goto("/credits");
  await check("credits");
  await studio.goto("/settings");
  await check("settings");
  await studio.goto("/api-reference");
  await fits(studio, "API reference");
  // A long page of what was looked at above: once is enough.
  await isForEverybody(studio, "API reference", ["light"]);
  await studio.goto("/jobs/nothing");
  await check("not found");
});

test("the sign-in page and the administrator's pages do, too", async ({ page, browser }) => {
  await page.goto(`${thePlace().portal}/sign-in`);
  await fits(page, "sign in");
  await isForEverybody(page, "sign in");
  await anArtist(thePlace(), "somebody-with-a-rather-long-name-as-they-have-them-in-some-countries");
  const admin = await signedIn(browser, thePlace().admin);
  await admin.goto("/admin/farm");
  await expect(admin.getByRole("article", { name: "Node ember" })).toBeVisible();
  await fits(admin, "farm");
  await isForEverybody(admin, "farm");
  await admin.goto("/admin/people");
  await fits(admin, "people");
  await isForEverybody(admin, "people");
  await admin.getByRole("button", { name: "Add a person" }).click();
  await expect(admin.getByRole("dialog")).toBeVisible();
  await isForEverybody(admin, "add a person");
  await admin.context().close();
});

/** Tab, until it is there: what can't be reached so is not there for who has no mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${String(target)} can't be reached with Tab.`);
}

test("from signing in to a rendered frame and out again with the keyboard alone", async ({
  page,
  artist,
}) => {
  const press = (key: string) => page.keyboard.press(key);
  const button = (name: string) => page.getByRole("button", { name });
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${thePlace().portal}/sign-in`);
  await tabTo(page, page.getByLabel("E-mail"));
  await page.keyboard.type(artist.email);
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type(artist.password);
  await press("Enter");

  await tabTo(page, button("Render the sample scene"));
  await press("Enter");
  const form = new NewJobPage(page);
  await form.settingsAreThere();
  for (const [label, value] of [
    ["Frames", "1-2"],
    ["Samples", "1"],
    ["Percentage", "10"],
  ] as const) {
    await tabTo(page, form.field(label));
    await press("Control+A");
    await page.keyboard.type(value);
  }
  await press("Enter");

  const job = new JobPage(page);
  await job.thumbnailIsPainted(2);
  await tabTo(page, job.grid);
  await press("Home");
  await expect(job.panel).toHaveAccessibleName("Frame 1");
  await press("Shift+ArrowRight");
  await expect(page.getByText("2 chosen")).toBeVisible();
  await press("Escape");
  await press("Enter");
  const large = page.getByRole("dialog", { name: "Frame 2" });
  await expect(large).toBeVisible();
  // Nobody who asked for calm sees anything move.
  const moves = await large.evaluate(() =>
    document.getAnimations().map((a) => Number(a.effect?.getComputedTiming().duration ?? 0)),
  );
  expect(moves.filter((ms) => ms > 1)).toEqual([]);
  await press("ArrowLeft");
  await expect(page.getByRole("dialog", { name: "Frame 1" })).toBeVisible();
  await press("Escape");
  await expect(large).toHaveCount(0);
  await press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await press("Escape");

  await press("Tab");
  await page.goto(`${thePlace().portal}/`);
  await tabTo(page, button(`Account ${artist.email}`));
  await press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
  await press("End");
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeFocused();
  await press("Enter");
  await expect(page).toHaveURL(/\/sign-in/);
});
