import { expect, it } from "vitest";
import type { FarmEvent } from "#lib/contract/events.ts";
import type { Frame, Job } from "#lib/contract/farm/jobs.ts";
import { newId } from "#lib/domain/ids.ts";
import { COALESCE_MS, createCoalescer, MANY_FRAMES, mergeEvents } from "./coalesce.ts";

const jobId = newId<Job["id"]>();
const frame = (number: number, state: Frame["state"] = "completed") => ({ frame: number, state }) as Frame;
const frames = (since: number, revision: number, list: Frame[] | "many"): FarmEvent => ({
  type: "frames.changed",
  jobId,
  since,
  revision,
  frames: list,
});
const job = (since: number, revision: number): FarmEvent => ({
  type: "job.changed",
  jobId,
  since,
  revision,
  job: { revision } as Job,
});

/** A clock that the test turns by hand. */
function held() {
  const sent: { topic: string; events: FarmEvent[] }[] = [];
  let due: (() => void)[] = [];
  const coalescer = createCoalescer(
    (topic, events) => sent.push({ topic, events }),
    (run, ms) => {
      expect(ms).toBe(COALESCE_MS);
      due.push(run);
      return () => {
        due = due.filter((d) => d !== run);
      };
    },
  );
  const pass = () => {
    const now = due;
    due = [];
    for (const run of now) run();
  };
  return { sent, coalescer, pass, waits: () => due.length };
}

it("the first event of a quiet topic goes at once", () => {
  const { sent, coalescer } = held();
  coalescer.add("job:1", frames(1, 2, [frame(1)]));
  expect(sent).toEqual([{ topic: "job:1", events: [frames(1, 2, [frame(1)])] }]);
});

it("what follows is merged: first since, last revision, last word of each frame", () => {
  const { sent, coalescer, pass } = held();
  coalescer.add("t", frames(1, 2, [frame(1)]));
  coalescer.add("t", frames(2, 3, [frame(2, "active")]));
  coalescer.add("t", job(2, 3));
  coalescer.add("t", frames(3, 4, [frame(2), frame(3)]));
  coalescer.add("t", job(3, 4));
  expect(sent).toHaveLength(1);
  pass();
  expect(sent[1]?.events).toEqual([frames(2, 4, [frame(2), frame(3)]), job(2, 4)]);
});

it("after a silence the next event goes at once again, and no timer is left behind", () => {
  const { sent, coalescer, pass, waits } = held();
  coalescer.add("t", job(1, 2));
  pass();
  expect(waits()).toBe(0);
  coalescer.add("t", job(2, 3));
  expect(sent).toHaveLength(2);
});

it("a finished picture does not wait behind progress, but progress waits behind it", () => {
  const { sent, coalescer, pass, waits } = held();
  const progress: FarmEvent = { type: "frame.progress", jobId, frames: [] };
  coalescer.add("t", progress);
  coalescer.add("t", progress);
  coalescer.add("t", frames(1, 2, [frame(1)]));
  expect(sent[1]?.events).toEqual([progress, frames(1, 2, [frame(1)])]);
  coalescer.add("t", progress);
  coalescer.add("t", frames(2, 3, [frame(2)]));
  expect(sent).toHaveLength(2);
  expect(waits()).toBe(1);
  pass();
  expect(sent[2]?.events).toEqual([progress, frames(2, 3, [frame(2)])]);
});

it("topics do not wait for each other", () => {
  const { sent, coalescer } = held();
  coalescer.add("a", job(1, 2));
  coalescer.add("b", job(1, 2));
  expect(sent.map((s) => s.topic)).toEqual(["a", "b"]);
});

it("closing sends what waits", () => {
  const { sent, coalescer, waits } = held();
  coalescer.add("t", job(1, 2));
  coalescer.add("t", job(2, 3));
  coalescer.close();
  expect(sent).toHaveLength(2);
  expect(waits()).toBe(0);
});

it("too many frames to send become “many”", () => {
  const half = Array.from({ length: MANY_FRAMES }, (_, i) => frame(i));
  const other = Array.from({ length: MANY_FRAMES }, (_, i) => frame(MANY_FRAMES + i));
  expect(mergeEvents([frames(1, 2, half), frames(2, 3, other)])).toEqual([frames(1, 3, "many")]);
  expect(mergeEvents([frames(1, 2, "many"), frames(2, 3, half)])).toEqual([frames(1, 3, "many")]);
});

it("progress keeps the last word of each frame", () => {
  const progress = (number: number, done: number) => ({
    frame: number,
    phase: "rendering" as const,
    done,
    total: 10,
    memoryBytes: null,
  });
  const told = (list: ReturnType<typeof progress>[]): FarmEvent => ({
    type: "frame.progress",
    jobId,
    frames: list,
  });
  expect(mergeEvents([told([progress(1, 1), progress(2, 1)]), told([progress(1, 5)])])).toEqual([
    told([progress(1, 5), progress(2, 1)]),
  ]);
});

it("events of different jobs are never mixed", () => {
  const other = newId<Job["id"]>();
  const mine = frames(1, 2, [frame(1)]);
  const theirs = { ...frames(1, 2, [frame(1)]), jobId: other } as FarmEvent;
  expect(mergeEvents([mine, theirs])).toEqual([mine, theirs]);
});
