/** Following a job by its events, and the sums that must hold whatever happened to the farm. */
import { expect } from "vitest";
import type { LedgerEntry } from "#lib/contract/farm/accounts.ts";
import { isEnded } from "#lib/domain/job.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { followJob } from "#lib/cli/follow-job.ts";
import type { JobView } from "#lib/cli/job-view.ts";
import type { Person } from "../../../e2e/support/people.ts";
import type { TestFarm } from "./farm.ts";

const follow = (farm: TestFarm, { farm: client, token }: Person, jobId: JobId) =>
  followJob(
    { farm: client, baseUrl: farm.place.api, credential: token },
    jobId,
    new AbortController().signal,
  );

/** The first view of the job that fits. Lost connections are taken up again. Errors: the job ended before. */
export async function untilJob(
  farm: TestFarm,
  person: Person,
  jobId: JobId,
  fits: (view: JobView) => boolean,
): Promise<JobView> {
  let last: JobView | null = null;
  for await (const view of follow(farm, person, jobId)) {
    last = view ?? last;
    if (view !== null && fits(view)) return view;
  }
  throw new Error(`The job ended before: ${JSON.stringify(last?.job)}`);
}

/** The job as it is in the end, its frames too: their last events may follow the job's. */
export async function untilEnded(farm: TestFarm, person: Person, jobId: JobId): Promise<JobView> {
  let last: JobView | null = null;
  for await (const view of follow(farm, person, jobId)) last = view ?? last;
  if (last === null) throw new Error("The job was never seen.");
  return last;
}

/** A frame whose samples are being counted: Blender is in the middle of it. */
export const midFrame = (view: JobView): number | undefined =>
  [...view.progress.values()].find((one) => one.phase === "rendering" && one.done > 0)?.frame;

async function allEntries({ farm }: Person): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (;;) {
    const before = entries.at(-1)?.id;
    const page = await farm.credits.entries({ query: { limit: 500, ...(before && { before }) } });
    entries.push(...page);
    if (page.length < 500) return entries;
  }
}

/**
 * Nothing was lost, delivered twice or charged twice: each completed frame has one delivered attempt, a picture that can
 * be fetched and one charge; no other frame has any; the account is the sum of its ledger.
 */
export async function expectNothingLost(person: Person, jobId: JobId): Promise<void> {
  const [{ frames }, job, me, entries] = await Promise.all([
    person.farm.jobs.frames({ params: { jobId }, query: {} }),
    person.farm.jobs.get({ params: { jobId } }),
    person.farm.accounts.me(),
    allEntries(person),
  ]);
  const ofJob = entries.filter((e) => e.jobId === jobId);
  const charges = ofJob.filter((e) => e.kind === "charge");
  for (const { frame, state, sizeBytes } of frames) {
    const detail = await person.farm.jobs.frame({ params: { jobId, frame } });
    const delivered = detail.attempts.filter((a) => a.outcome === "delivered");
    const times = state === "completed" ? 1 : 0;
    expect({ frame, delivered: delivered.length }).toEqual({ frame, delivered: times });
    const note = `${job.name}: frame ${frame}`;
    expect({ frame, charges: charges.filter((e) => e.note === note).length }).toEqual({
      frame,
      charges: times,
    });
    if (state !== "completed") continue;
    const picture = Buffer.from(await (await fetch(detail.outputUrl ?? "")).arrayBuffer());
    expect(picture.length).toBe(sizeBytes);
    expect(picture.subarray(1, 4).toString()).toBe("PNG");
    expect(picture.subarray(-8, -4).toString()).toBe("IEND");
  }
  const sum = (list: readonly LedgerEntry[], ...kinds: string[]) =>
    list.filter((e) => kinds.includes(e.kind)).reduce((total, e) => total + e.amount, 0);
  // A whole number of credits once the job is over: the rounding is a charge without a frame.
  expect(0 - sum(ofJob, "charge", "refund")).toBe(job.charged);
  expect(0 - sum(ofJob, "hold", "release")).toBe(job.held);
  expect(me.balance).toBe(entries.reduce((total, e) => total + e.amount, 0));
  expect(0 - sum(entries, "hold", "release")).toBe(me.held);
  if (isEnded(job.state)) {
    expect(job.held).toBe(0);
    const computed = frames.reduce(
      (total, f) => total + (f.state === "completed" ? (f.coreSeconds ?? 0) : 0),
      0,
    );
    expect(job.charged).toBe(Math.max(0, Math.ceil(computed / 60 - 1e-6)) * 1e6);
  }
}
