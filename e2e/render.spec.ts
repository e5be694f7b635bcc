/** The whole way of a person with a file: bring it, watch its frames arrive, take them home. */
import { execFileSync } from "node:child_process";
import { NewJobPage } from "./pages/new-job-page.ts";
import { JobPage } from "./pages/job-page.ts";
import { scene } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

const PNG = "89504e470d0a1a0a";

test("a .blend goes in, frames arrive live, a .zip comes out", async ({ studio }) => {
  const form = new NewJobPage(studio);
  await form.open();
  await form.choose(scene("tiny"));
  await form.settingsAreThere();
  await expect(form.field("Frames")).toHaveValue("1-6");
  await expect(form.field("Samples")).toHaveValue("4");
  await expect(form.field("Width")).toHaveValue("160");
  await form.field("Frames").fill("1-3, 6");
  await form.submit();

  // No reload from here on: what changes on the page came live.
  const job = new JobPage(studio);
  await studio.evaluate(() => {
    (window as unknown as { isSamePage: boolean }).isSamePage = true;
  });
  await expect(job.tiles).toHaveCount(4);
  for (const frame of [1, 2, 3, 6]) await job.thumbnailIsPainted(frame);
  await job.stateIs("Completed");
  await expect(job.fact("Progress")).toContainText("100");
  expect(await studio.evaluate(() => (window as unknown as { isSamePage?: boolean }).isSamePage)).toBe(true);

  const zip = await job.download(studio.getByRole("button", { name: "Download .zip" }));
  expect(zip.name).toMatch(/\.zip$/);
  execFileSync("unzip", ["-tqq", zip.path]);
  const names = execFileSync("unzip", ["-Z1", zip.path], { encoding: "utf8" }).trim().split("\n");
  expect(names.map((name) => name.split("/").at(-1) ?? "").toSorted((a, b) => a.localeCompare(b))).toEqual([
    "0001.png",
    "0002.png",
    "0003.png",
    "0006.png",
  ]);
  for (const name of names) {
    const picture = execFileSync("unzip", ["-p", zip.path, name]);
    expect(picture.subarray(0, 8).toString("hex")).toBe(PNG);
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([160, 90]);
  }

  await job.tile(2).click();
  await expect(job.panel).toHaveAccessibleName("Frame 2");
  await expect(job.panel).toContainText("ember");
  const one = await job.download(job.panel.getByRole("button", { name: "Download" }));
  expect(one.name).toBe("0002.png");

  await studio.getByRole("link", { name: "Facts" }).click();
  await expect(studio.getByRole("heading", { name: "Contact sheet" })).toBeVisible();
  await expect(studio.getByRole("listitem").getByRole("img")).toHaveCount(4);
  await studio.getByLabel("How Energy consumed is reckoned").click();
  const formula = studio.getByRole("region", { name: "Figures" }).getByRole("paragraph");
  await expect(formula).toHaveText(/Computation × [\d.]+ W a core .* × PUE 1\./);
  await studio
    .getByRole("link", { name: /^frame \d+$/ })
    .first()
    .click();
  await expect(job.panel).toBeVisible();
});

test("what can't be rendered is told at its field, and nothing is submitted", async ({ studio, artist }) => {
  const form = new NewJobPage(studio);
  await form.open();
  await form.choose(scene("tiny"));
  await form.settingsAreThere();
  for (const [label, value, words] of [
    ["Frames", "9-1", "Did you mean 1-9?"],
    ["Frames", "", "Name at least one frame"],
    ["Samples", "0", "at least 1"],
    ["Width", "-5", "at least 4"],
    ["Percentage", "1000", "at most 400"],
  ] as const) {
    const before = await form.field(label).inputValue();
    await form.field(label).fill(value);
    await form.submitButton.click();
    await expect(studio.getByText(words)).toBeVisible();
    await form.field(label).fill(before);
  }
  expect(await artist.farm.jobs.list({ query: {} })).toEqual([]);
});

test("the sample scene renders at one click", async ({ studio }) => {
  await expect(async () => {
    await studio.goto("/");
    await studio.getByRole("button", { name: "Render the sample scene" }).click();
    await studio.waitForURL(/\/jobs\/new\?project=/, { timeout: 3000 });
  }).toPass();
  const form = new NewJobPage(studio);
  await form.settingsAreThere();
  await form.field("Frames").fill("1-2");
  await form.field("Percentage").fill("10");
  await form.field("Samples").fill("1");
  await form.submit();
  const job = new JobPage(studio);
  await job.thumbnailIsPainted(1);
  await job.thumbnailIsPainted(2);
});
