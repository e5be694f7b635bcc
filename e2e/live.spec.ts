/** Live means live: the same on every screen, and caught up after the network was away. */
import { JobPage } from "./pages/job-page.ts";
import { submitByApi } from "./support/jobs.ts";
import { layCable } from "./support/cable.ts";
import { scene, thePlace } from "./support/place.ts";
import { expect, signedIn, test } from "./support/test.ts";

test("two browsers on one job show the same", async ({ studio, browser, artist }) => {
  const jobId = await submitByApi(artist, scene("tiny"), { frames: "1-6" });
  const other = await signedIn(browser, artist);
  const pages = [new JobPage(studio), new JobPage(other)];
  await Promise.all(pages.map((page) => page.open(jobId)));
  for (const page of pages) {
    for (let frame = 1; frame <= 6; frame++) await page.thumbnailIsPainted(frame);
    await page.stateIs("Completed");
  }
  const [ours, theirs] = await Promise.all(
    pages.map((page) =>
      page.grid
        .getByRole("img")
        .evaluateAll((all) => all.map((img) => new URL((img as HTMLImageElement).src).pathname)),
    ),
  );
  expect(theirs).toEqual(ours);
  await other.context().close();
});

test("a page whose network was cut catches up by itself", async ({ studio, artist }) => {
  const cable = await layCable(thePlace().portal);
  try {
    const jobId = await submitByApi(artist, scene("slow"), { frames: "1-4" });
    await studio.goto(`${cable.origin}/jobs/${jobId}`);
    const job = new JobPage(studio);
    await expect(job.grid.getByRole("option", { name: /: rendering/ }).first()).toBeVisible();
    cable.cut();
    await expect(studio.getByText("Connection lost.")).toBeVisible();
    // The job ends while the page can't hear of it.
    await expect
      .poll(async () => (await artist.farm.jobs.get({ params: { jobId } })).state)
      .toBe("completed");
    await expect(job.thumbnail(4)).toHaveCount(0);
    cable.mend();
    for (const frame of [1, 2, 3, 4]) await job.thumbnailIsPainted(frame);
    await job.stateIs("Completed");
    await expect(studio.getByText("Connection lost.")).toHaveCount(0);
  } finally {
    await cable.close();
  }
});
