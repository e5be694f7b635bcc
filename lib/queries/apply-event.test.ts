import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it, vi } from "vitest";
import { type FarmEvent, type Topic, topicsOf } from "#lib/contract/events.ts";
import type { Frame, FrameProgress, Job } from "#lib/contract/farm/jobs.ts";
import { newId } from "#lib/domain/ids.ts";
import { applyEvent, type CachedFrames } from "./apply-event.ts";
import { keys } from "./keys.ts";
import { createProgressStore, type ProgressStore } from "./progress-store.ts";

const id = newId<Job["id"]>();
const aJob = (revision: number, more: Partial<Job> = {}) =>
  ({ id, revision, createdAt: "2026-01-02T00:00:00Z", ...more }) as Job;
const aFrame = (frame: number, state: Frame["state"] = "queued") => ({ frame, state }) as Frame;
const changed = (since: number, revision: number, frames: Frame[] | "many"): FarmEvent => ({
  type: "frames.changed",
  jobId: id,
  since,
  revision,
  frames,
});
const jobChanged = (since: number, revision: number): FarmEvent => ({
  type: "job.changed",
  jobId: id,
  since,
  revision,
  job: aJob(revision),
});

let client: QueryClient;
let progress: ProgressStore;
let invalidated: ReturnType<typeof vi.spyOn>;
const apply = (event: FarmEvent, topic: Topic = topicsOf(event)[0] ?? "farm") =>
  applyEvent(client, progress, event, topic);
const cached = () => client.getQueryData<CachedFrames>(keys.frames(id)) as CachedFrames;
const refetches = (key: readonly unknown[]) =>
  invalidated.mock.calls.filter(
    ([filter]: unknown[]) =>
      JSON.stringify((filter as { queryKey: unknown }).queryKey) === JSON.stringify(key),
  ).length;

beforeEach(() => {
  client = new QueryClient();
  progress = createProgressStore();
  client.setQueryData<CachedFrames>(keys.frames(id), {
    revision: 5,
    framesRevision: 5,
    frames: [aFrame(-3), aFrame(1), aFrame(2), aFrame(10)],
    progress: [],
  });
  client.setQueryData<Job>(keys.job(id), aJob(5));
  client.setQueryData<Job[]>(keys.jobs, [aJob(5)]);
  invalidated = vi.spyOn(client, "invalidateQueries");
});

it("a change without a gap lands in its place and leaves the others untouched", () => {
  const before = cached().frames;
  apply(changed(5, 6, [aFrame(2, "completed")]));
  expect(cached().frames.map((f) => f.state)).toEqual(["queued", "queued", "completed", "queued"]);
  expect(cached().frames[0]).toBe(before[0]);
  expect(cached().revision).toBe(6);
});

it("an old change is ignored", () => {
  apply(changed(3, 5, [aFrame(2, "failed")]));
  expect(cached().frames[2]?.state).toBe("queued");
  expect(refetches(keys.frames(id))).toBe(0);
});

it("a gap, and “many”, fetch again", () => {
  apply(changed(7, 8, [aFrame(2, "failed")]));
  expect(refetches(keys.frames(id))).toBe(1);
  expect(cached().frames[2]?.state).toBe("queued");
  apply(changed(5, 6, "many"));
  expect(refetches(keys.frames(id))).toBe(2);
});

it("a job and its frames told under one revision both land, whichever comes first", () => {
  apply(jobChanged(5, 6));
  apply(changed(5, 6, [aFrame(1, "completed")]));
  expect(cached().frames[1]?.state).toBe("completed");
  apply(changed(6, 7, [aFrame(2, "completed")]));
  apply(jobChanged(6, 7));
  expect(cached().frames[2]?.state).toBe("completed");
  expect(refetches(keys.frames(id))).toBe(0);
});

it("a change of the job alone is no gap for its frames", () => {
  apply(jobChanged(5, 6));
  apply(changed(6, 7, [aFrame(1, "active")]));
  expect(cached().frames[1]?.state).toBe("active");
  expect(refetches(keys.frames(id))).toBe(0);
});

it("an older snapshot of a job never replaces a newer one", () => {
  apply(jobChanged(3, 4));
  expect(client.getQueryData<Job>(keys.job(id))?.revision).toBe(5);
  apply(jobChanged(5, 6));
  expect(client.getQueryData<Job>(keys.job(id))?.revision).toBe(6);
  expect(client.getQueryData<Job[]>(keys.jobs)?.[0]?.revision).toBe(6);
});

it("a new job comes into the list by its age", () => {
  const other = newId<Job["id"]>();
  const newer = aJob(1, { id: other, createdAt: "2026-02-01T00:00:00Z" });
  apply({ type: "job.changed", jobId: other, since: 0, revision: 1, job: newer });
  expect(client.getQueryData<Job[]>(keys.jobs)?.map((j) => j.id)).toEqual([other, id]);
});

it("progress stays out of the cache, and ends with the frame", () => {
  const p: FrameProgress = { frame: 2, phase: "rendering", done: 32, total: 64, memoryBytes: null };
  const seen: (FrameProgress | undefined)[] = [];
  progress.subscribe(id, 2, () => seen.push(progress.get(id, 2)));
  const before = cached();
  apply({ type: "frame.progress", jobId: id, frames: [p] });
  expect(cached()).toBe(before);
  expect(progress.partial(id)).toBeCloseTo(0.49);
  apply(changed(5, 6, [aFrame(2, "completed")]));
  expect(seen).toEqual([p, undefined]);
});

it("credits reach the header", () => {
  client.setQueryData(keys.me, { balance: 1, held: 0, email: "a@b.c" });
  apply({ type: "credits.changed", accountId: newId(), balance: 7, held: 3 });
  expect(client.getQueryData(keys.me)).toEqual({ balance: 7, held: 3, email: "a@b.c" });
});
