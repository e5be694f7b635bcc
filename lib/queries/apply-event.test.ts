import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it, vi } from "vitest";
import type { Frame, FrameProgress, Job } from "#lib/contract/farm/jobs.ts";
import type { JobChange } from "#lib/contract/packed/delta.ts";
import type { FrameLine } from "#lib/contract/packed/frames.ts";
import { newId } from "#lib/domain/ids.ts";
import { applyChange, applyEvent, takePatch } from "./apply-event.ts";
import type { FrameMaps } from "./frame-maps.ts";
import { keys } from "./keys.ts";
import { createProgressStore, type ProgressStore } from "./progress-store.ts";

const id = newId<Job["id"]>();
const counts = { queued: 4, active: 1, completed: 0, failed: 0, canceled: 0 };
const aJob = (revision: number, more: Partial<Job> = {}) =>
  ({ id, revision, createdAt: "2026-01-02T00:00:00Z", counts, totalFrames: 5, ...more }) as Job;
const aLine = (frame: number, state: Frame["state"]) => ({ frame, state }) as FrameLine;
const change = (since: number, revision: number, more: Partial<JobChange> = {}): JobChange => ({
  since,
  revision,
  frames: [],
  patch: null,
  progress: [],
  ...more,
});

let client: QueryClient;
let progress: ProgressStore;
let taken: unknown[];
let invalidated: ReturnType<typeof vi.spyOn>;
const apply = (told: JobChange) => {
  const maps = { take: (_: unknown, one: unknown) => taken.push(one) } as unknown as FrameMaps;
  applyChange(client, { progress, maps }, id, told);
};
const job = () => client.getQueryData<Job>(keys.job(id));
const row = () => client.getQueryData<Job[]>(keys.jobs)?.[0];
const refetches = (key: readonly unknown[]) =>
  invalidated.mock.calls.filter(
    ([filter]: unknown[]) =>
      JSON.stringify((filter as { queryKey: unknown }).queryKey) === JSON.stringify(key),
  ).length;

beforeEach(() => {
  client = new QueryClient();
  progress = createProgressStore();
  taken = [];
  client.setQueryData<Job>(keys.job(id), aJob(5));
  client.setQueryData<Job[]>(keys.jobs, [aJob(5)]);
  invalidated = vi.spyOn(client, "invalidateQueries");
});

it("what changed reaches the job's page and its row, and its frames their maps", () => {
  const told = change(5, 6, { patch: { a: 0, c: 1 }, frames: [aLine(2, "completed")] });
  apply(told);
  expect(job()).toMatchObject({ revision: 6, delivered: 0.2, counts: { active: 0, completed: 1 } });
  expect(row()?.revision).toBe(6);
  expect(taken).toEqual([told]);
});

it("a change without figures still counts, or the next would look like a gap", () => {
  apply(change(5, 6));
  apply(change(6, 7, { patch: { c: 2 } }));
  expect(job()).toMatchObject({ revision: 7, counts: { completed: 2 } });
  expect(refetches(keys.job(id))).toBe(0);
});

it("an old change is passed by, a gap fetches again", () => {
  apply(change(3, 5, { patch: { c: 9 } }));
  expect(job()?.counts.completed).toBe(0);
  apply(change(7, 8, { patch: { c: 3 } }));
  expect(job()?.revision).toBe(5);
  expect(refetches(keys.job(id))).toBe(1);
  expect(refetches(keys.jobs)).toBe(1);
});

it("a job that the list has not comes into it by its age, once all of it is told", () => {
  const other = newId<Job["id"]>();
  takePatch(client, other, change(1, 2, { patch: { c: 1 } }));
  expect(client.getQueryData<Job[]>(keys.jobs)).toHaveLength(1);
  const rest = { name: "new", createdAt: "2026-02-01T00:00:00Z" };
  takePatch(client, other, change(0, 1, { patch: { q: 3, rest } }));
  expect(client.getQueryData<Job[]>(keys.jobs)?.map((j) => [j.id, j.counts.queued])).toEqual([
    [other, 3],
    [id, 4],
  ]);
  expect(invalidated).not.toHaveBeenCalled();
});

it("progress stays out of the cache, and ends with the frame", () => {
  const p: FrameProgress = { frame: 2, phase: "rendering", done: 32, total: 64, memoryBytes: null };
  const seen: (FrameProgress | undefined)[] = [];
  progress.subscribe(id, 2, () => seen.push(progress.get(id, 2)));
  const before = job();
  apply(change(0, 0, { progress: [p] }));
  expect(job()).toBe(before);
  expect(progress.partial(id)).toBeCloseTo(0.49);
  apply(change(5, 6, { frames: [aLine(2, "completed")] }));
  expect(seen).toEqual([p, undefined]);
});

it("of the frame that is looked at only the exact word counts", () => {
  const coarse: FrameProgress = { frame: 2, phase: "rendering", done: 50, total: 100, memoryBytes: null };
  const exact = { ...coarse, done: 33, total: 64, memoryBytes: 1024 };
  progress.look(id, 2);
  apply(change(0, 0, { progress: [coarse] }));
  expect(progress.get(id, 2)).toEqual(coarse);
  progress.putExact(id, exact);
  apply(change(0, 0, { progress: [coarse] }));
  expect(progress.get(id, 2)).toEqual(exact);
  progress.putExact(id, { ...exact, frame: 3 });
  expect(progress.get(id, 3)).toBeUndefined();
});

it("credits reach the header", () => {
  client.setQueryData(keys.me, { balance: 1, held: 0, email: "a@b.c" });
  applyEvent(client, { type: "credits.changed", accountId: newId(), balance: 7, held: 3 });
  expect(client.getQueryData(keys.me)).toEqual({ balance: 7, held: 3, email: "a@b.c" });
});
