/** What a job may cost and will cost: said in the form, decided on the farm, raised on the job's page. */
import { JobPage } from "./pages/job-page.ts";
import { NewJobPage } from "./pages/new-job-page.ts";
import { fits, isForEverybody } from "./support/everybody.ts";
import { scene } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

/** A core-minute has to be rendered before a credit is spent. Units: milliseconds. */
const MINUTES_MS = 240_000;

test("a job pauses at its cap, says so on the page, and goes on when the cap is raised", async ({
  studio,
  artist,
}) => {
  const form = new NewJobPage(studio);
  await form.open();
  await form.choose(scene("slow"));
  await form.settingsAreThere();
  await form.field("Cap").fill("none");
  await expect(studio.getByText("The cap must be a number of credits.")).toBeVisible();
  await form.field("Cap").fill("1");
  await expect(form.field("At the cap")).toHaveValue("pause");
  // Two thirds of a credit a frame, more or less by machine: after one or two of them no other fits.
  await form.field("Samples").fill("10000");
  const jobId = await form.submit();
  const stateOf = async () => (await artist.farm.jobs.get({ params: { jobId } })).state;
  await expect.poll(stateOf, { timeout: MINUTES_MS }).toBe("paused");
  const job = new JobPage(studio);
  await job.stateIs("Paused");
  await expect(studio.getByText(/^Paused at its cap of 1 credit:/)).toBeVisible();
  // A toast is also read out, as a second text for a moment.
  const toasts = studio.getByRole("region", { name: /^Notifications/ });
  await expect(toasts.getByText(/is at its cap of 1 credit: nothing more of it is rendered/)).toBeVisible();
  const paused = await artist.farm.jobs.get({ params: { jobId } });
  expect(paused.charged).toBeLessThanOrEqual(1_000_000);
  await studio.getByRole("button", { name: "Raise the cap" }).click();
  await studio.getByRole("dialog").getByLabel("Cap", { exact: true }).fill("100");
  await studio.getByRole("button", { name: "Set the cap" }).click();
  await job.stateIs("Rendering");
  await job.stop();
  await job.stateIs("Canceled");
});

test("the price shows with the probes; told to, the job starts by itself with the page closed", async ({
  studio,
  artist,
}) => {
  const form = new NewJobPage(studio);
  await form.open();
  await form.choose(scene("tiny"));
  await form.settingsAreThere();
  const quote = studio.getByRole("region", { name: "Quote" });
  await quote.getByRole("button", { name: "What will it cost?" }).click();
  await expect(studio.getByTestId("quote")).toHaveText(/^(?:\d+ to )?\d+ credits?$/);
  await expect(quote.getByRole("img", { name: "Probe of frame 1" })).toBeVisible();
  await expect(quote.getByText(/^Only delivered frames are charged/)).toBeVisible();
  await quote.getByLabel("Start by itself if the price is right").check();
  await quote.getByLabel("It may cost").fill("50");
  await isForEverybody(studio, "a quote");
  await fits(studio, "a quote");
  await quote.getByRole("button", { name: "Ask for the price, then start" }).click();
  await expect(quote.getByText(/starts by itself when|was started by itself/)).toBeVisible();
  await studio.goto("about:blank");
  const jobs = () => artist.farm.jobs.list({ query: {} });
  await expect.poll(async () => (await jobs()).length).toBe(1);
  expect((await jobs())[0]).toMatchObject({ totalFrames: 6, ceiling: { cap: 50_000_000, atCap: "pause" } });
});

test("every frame of the range is seen small before it is rendered in full", async ({ studio, artist }) => {
  const form = new NewJobPage(studio);
  await form.open();
  await form.choose(scene("tiny"));
  await form.settingsAreThere();
  const preview = studio.getByRole("region", { name: "Preview" });
  await preview.getByRole("button", { name: "Preview every frame" }).click();
  await expect(preview.getByText("6 of 6 frames are there")).toBeVisible();
  await expect(preview.getByRole("img", { name: "Frame 6", exact: true })).toBeVisible();
  await isForEverybody(studio, "a preview of the range");
  await fits(studio, "a preview of the range");
  // What was asked for has its place in the address: a reload loses nothing.
  await studio.reload();
  await expect(preview.getByText("6 of 6 frames are there")).toBeVisible();
  await preview.getByRole("button", { name: "Render in full" }).click();
  await new JobPage(studio).stateIs("Completed");
  const sizes = (await artist.farm.jobs.list({ query: {} })).map(({ effective }) => effective.width);
  expect(sizes.sort((a, b) => a - b)).toEqual([160, 160]);
});
