/** Changing one's mind: stop a job, render frames again. */
import { JobPage } from "./pages/job-page.ts";
import { NewJobPage } from "./pages/new-job-page.ts";
import { submitByApi } from "./support/jobs.ts";
import { scene } from "./support/place.ts";
import { expect, test } from "./support/test.ts";

test("a stopped job ends at once, and what did not finish is not charged", async ({ studio, artist }) => {
  const jobId = await new NewJobPage(studio).render(scene("slow"), { Frames: "1-6" });
  const job = new JobPage(studio);
  await expect(job.grid.getByRole("option", { name: /: rendering/ }).first()).toBeVisible();
  await job.stop();
  await job.stateIs("Canceled");
  await expect(job.grid.getByRole("option", { name: /: rendering/ })).toHaveCount(0);

  const ended = await artist.farm.jobs.get({ params: { jobId } });
  expect(ended.counts.active + ended.counts.queued).toBe(0);
  expect(ended.held).toBe(0);
  // Whatever was delivered is a whole number of credits; what was not is free.
  const account = await artist.farm.accounts.me();
  expect(account.balance + ended.charged).toBe(1000 * 1e6);
  expect(account.held).toBe(0);
});

test("a frame that a node took in advance is its next, and only begun ones render", async ({
  studio,
  artist,
}) => {
  const jobId = await submitByApi(artist, scene("slow"), { frames: "1-8" });
  const job = new JobPage(studio);
  await job.open(jobId);
  const are = (state: string) => job.grid.getByRole("option", { name: new RegExp(`: ${state}$`) });
  // Each Blender has a frame; the next is in the node's hands already.
  await expect(are("next").first()).toBeVisible();
  await expect(are("rendering").first()).toBeVisible();
  const states = studio.getByRole("list", { name: "Frames by state" });
  await expect(states).toContainText("next");
  const { frames, progress } = await artist.farm.jobs.frames({ params: { jobId }, query: {} });
  expect(progress.length).toBeLessThan(frames.filter((f) => f.state === "active").length);
  await artist.farm.tasks.abort({ params: { jobId } });
  await expect(are("next")).toHaveCount(0);
});

test("frames are rendered again: one, a selection, all that did not finish", async ({ studio }) => {
  await new NewJobPage(studio).render(scene("tiny"), { Frames: "1-4" });
  const job = new JobPage(studio);
  await job.stateIs("Completed");
  const attempts = job.panel.locator("dl > div", { hasText: "Attempts" }).locator("dd");

  await job.tile(2).click();
  await expect(attempts).toHaveText("1");
  await job.panel.getByRole("button", { name: "Retry" }).click();
  await expect(attempts).toHaveText("2");
  await job.stateIs("Completed");

  await job.tile(3).click();
  await job.tile(4).click({ modifiers: ["Shift"] });
  await expect(studio.getByText("2 chosen")).toBeVisible();
  await studio.getByRole("button", { name: "Retry 2" }).click();
  await studio.getByRole("button", { name: "Clear" }).click();
  await job.tile(4).click();
  await expect(attempts).toHaveText("2");
  await job.stateIs("Completed");
  for (const frame of [1, 2, 3, 4]) await job.thumbnailIsPainted(frame);
});
