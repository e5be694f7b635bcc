/**
 * Measures: what a job is charged that has a cap of half of what it costs in full: the same frames are rendered once without a
 *           cap, then with half of that; then the cap is raised to the whole, and the rest must come.
 * Against:  the cap, in credits.
 */
import { join } from "node:path";
import { MICRO } from "#lib/domain/credits.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { submitByApi } from "../e2e/support/jobs.ts";
import { jobEnds } from "./job-ends.ts";
import type { Row } from "./figure.ts";

const FRAMES = "1-24";
/** Enough credits that half of them is a cap to speak of. */
const SETTINGS = { frames: FRAMES, samples: 12, width: 480, height: 270, percentage: 100 };

export const cap: Row = async (bench) => {
  const { artist } = await bench.farm();
  const file = join(await bench.scenes(), "light.blend");
  const { farm } = artist;
  const ended = (jobId: JobId, isThere: (job: Job) => boolean) => jobEnds(farm, jobId, isThere);
  const whole = await ended(await submitByApi(artist, file, SETTINGS), (job) => job.state === "completed");
  const credits = Math.max(1, Math.floor(whole.charged / MICRO / 2));
  bench.tell(`  in full: ${whole.charged / MICRO} credits; the cap is ${credits}`);
  const jobId = await submitByApi(artist, file, SETTINGS, { credits, atCap: "pause" });
  const held = await ended(jobId, (job) => job.state === "paused" || job.state === "completed");
  const charged = held.charged / MICRO;
  bench.tell(`  ${held.state} with ${charged} credits and ${held.counts.completed} frames`);
  await farm.jobs.setCap({ params: { jobId }, body: { credits: credits * 4 } });
  const done = await ended(jobId, (job) => job.state === "completed");
  const isAtCap = held.state === "paused" && held.waiting?.code === "cap" && charged <= credits;
  // One frame more is expected to lead past it; frames differ a little.
  const twoFrames = (2 * whole.charged) / whole.totalFrames / MICRO;
  return [
    {
      figure: "Charged of a job with a cap of half its cost, when it pauses",
      must: `at most the cap, and not two frames (${twoFrames.toFixed(2)} credits) below it`,
      seen: `${charged.toFixed(3)} of ${credits} credits, ${held.counts.completed} of ${held.totalFrames} frames; raised, ${done.counts.completed}`,
      comparedWith: "the cap",
      isMet: isAtCap && charged > credits - twoFrames && done.counts.completed === done.totalFrames,
      samples: { wholeCredits: whole.charged / MICRO, cap: credits, charged, state: held.state },
    },
  ];
};
