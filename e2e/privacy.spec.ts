/** Two accounts see nothing of each other; what is not yours does not exist. */
import { FarmError } from "#lib/client/index.ts";
import { submitByApi } from "./support/jobs.ts";
import { anArtist } from "./support/people.ts";
import { scene, thePlace } from "./support/place.ts";
import { expect, signedIn, test } from "./support/test.ts";

test("another's job, project and frames answer 404, on pages and in the API", async ({ artist, browser }) => {
  const jobId = await submitByApi(artist, scene("tiny"), { frames: "1" });
  const projectId = (await artist.farm.jobs.get({ params: { jobId } })).projectId ?? "";
  const stranger = await anArtist(thePlace(), "stranger");
  const { farm } = stranger;
  for (const ask of [
    () => farm.jobs.get({ params: { jobId } }),
    () => farm.jobs.frames({ params: { jobId }, query: {} }),
    () => farm.jobs.frame({ params: { jobId, frame: 1 } }),
    () => farm.jobs.retry({ params: { jobId }, body: { frames: "failed" } }),
    () => farm.jobs.archive({ params: { jobId }, body: {} }),
    () => farm.tasks.get({ params: { jobId } }),
    () => farm.tasks.abort({ params: { jobId } }),
    () => farm.tasks.remove({ params: { jobId } }),
    () => farm.projects.get({ params: { projectId } }),
  ]) {
    const error = await ask().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(FarmError);
    expect((error as FarmError).status).toBe(404);
  }
  expect(await farm.jobs.list({ query: {} })).toEqual([]);
  expect(await farm.projects.list()).toEqual([]);

  const page = await signedIn(browser, stranger);
  const isNowhere = page.getByRole("heading", { name: "There is nothing here" });
  for (const path of [
    `/jobs/${jobId}`,
    "/jobs/00000000-0000-7000-8000-000000000000",
    "/jobs/new?project=00000000-0000-7000-8000-000000000000",
    "/admin/farm",
    "/admin/people",
    "/no/such/page",
  ]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(isNowhere).toBeVisible();
  }
  await page.goto("/");
  await expect(page.getByText("tiny.blend")).toHaveCount(0);
  await page.context().close();
});
