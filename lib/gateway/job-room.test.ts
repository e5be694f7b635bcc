import { expect, it } from "vitest";
import type { Frame, FrameProgress, Job } from "#lib/contract/farm/jobs.ts";
import { unpackDelta } from "#lib/contract/packed/delta.ts";
import { createJobRoom, type Happening, MANY_FRAMES } from "./job-room.ts";

const aFrame = (frame: number, state: Frame["state"] = "completed") =>
  ({
    frame,
    state,
    attempt: state === "queued" ? 0 : 1,
    seconds: state === "completed" ? 2 : null,
    peakMemoryBytes: null,
    failure: null,
    resultCount: 0,
    sizeBytes: null,
    thumbnailUrl: state === "completed" ? "http://storage/a-long-signed-address" : null,
  }) as Frame;
const aJob = (completed: number, active = 1) =>
  ({ name: "shot", charged: completed, counts: { completed, active } }) as Job;
const change = (
  since: number,
  revision: number,
  frames: Frame[] | "many",
  job = aJob(revision),
): Happening => ({
  kind: "change",
  since,
  revision,
  job,
  frames,
});
const progress = (frame: number, done: number): FrameProgress => ({
  frame,
  phase: "rendering",
  done,
  total: 100,
  memoryBytes: null,
});
const told = (room: ReturnType<typeof createJobRoom>, ...happenings: Happening[]) => {
  const delta = room.pack(happenings);
  if (delta === null) throw new Error("Nothing was told.");
  return unpackDelta(delta);
};

it("several changes are one: first since, last revision, last word of each frame, and no addresses", () => {
  const room = createJobRoom();
  const delta = room.pack([
    change(1, 2, [aFrame(2, "active")]),
    change(2, 3, [aFrame(2), aFrame(1)]),
    change(3, 4, []),
  ]);
  expect(JSON.stringify(delta)).not.toContain("http");
  const all = unpackDelta(delta ?? [0]);
  expect(all).toMatchObject({ since: 1, revision: 4 });
  expect(all.frames).toMatchObject([
    { frame: 1, state: "completed", hasPicture: true, seconds: 2 },
    { frame: 2, state: "completed" },
  ]);
});

it("the first message says the whole job, the next only what changed", () => {
  const room = createJobRoom();
  expect(told(room, change(0, 1, [])).patch).toMatchObject({ c: 1, e: 1, rest: { name: "shot" } });
  expect(told(room, change(1, 2, [])).patch).toEqual({ c: 2, e: 2 });
});

it("too many frames to send become “many”", () => {
  const half = (from: number) => Array.from({ length: MANY_FRAMES }, (_, i) => aFrame(from + i));
  const room = createJobRoom();
  expect(told(room, change(1, 2, half(0)), change(2, 3, half(MANY_FRAMES))).frames).toBe("many");
  expect(told(room, change(3, 4, "many"), change(4, 5, [aFrame(1)])).frames).toBe("many");
});

it("progress is told when it is a step further, and never of a frame that ended", () => {
  const room = createJobRoom();
  room.pack([change(0, 1, [], aJob(0, 100))]);
  expect(told(room, { kind: "progress", frames: [progress(1, 14)] }).progress[0]?.done).toBe(12.5);
  expect(room.pack([{ kind: "progress", frames: [progress(1, 20)] }])).toBeNull();
  expect(told(room, { kind: "progress", frames: [progress(1, 26)] }).progress[0]?.done).toBe(25);
  const ended = told(room, { kind: "progress", frames: [progress(1, 90)] }, change(1, 2, [aFrame(1)]));
  expect(ended.progress).toEqual([]);
});
