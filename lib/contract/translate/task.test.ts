import { expect, it } from "vitest";
import { newId, type AccountId, type JobId } from "#lib/domain/ids.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";
import type { Frame, Job } from "../farm/jobs.ts";
import { taskCreation, taskOutput } from "../qarnot/task.ts";
import { qarnotDate, taskFromJob, taskStateOf, timeSpanOf } from "./task.ts";

const job: Job = {
  id: newId<JobId>(),
  name: "shot",
  accountId: newId<AccountId>(),
  projectId: null,
  projectName: "a.blend",
  state: "active",
  waiting: null,
  problem: null,
  settings: renderSettings.parse({ blendFile: "a.blend", frames: "1-4" }),
  effective: { engine: "CYCLES", samples: 8, width: 64, height: 64, fps: 24, skipsDenoising: false },
  blenderVersion: "3.4.1",
  counts: { queued: 1, active: 1, completed: 1, failed: 1, canceled: 0 },
  totalFrames: 4,
  delivered: 0.25,
  activeCores: 2,
  createdAt: "2026-01-01T00:00:00.500Z",
  startedAt: "2026-01-01T00:00:10.000Z",
  endedAt: null,
  coreSeconds: 61,
  charged: 0,
  held: 0,
  revision: 3,
};
const frame = (n: number, state: Frame["state"]): Frame => ({
  frame: n,
  state,
  attempt: 1,
  nodeName: "n",
  seconds: 30,
  coreSeconds: 61,
  peakMemoryBytes: 2 * 1024 ** 2,
  failure: state === "failed" ? "no_camera" : null,
  fileName: state === "completed" ? "0001.png" : null,
  sizeBytes: null,
  thumbnailUrl: null,
});
const task = taskCreation.parse({
  name: "shot",
  profile: "blender",
  advancedRanges: "1-4",
  resourceBuckets: ["b"],
  constants: [
    { key: "BLEND_FILE", value: "a.blend" },
    { key: "SOMETHING_ELSE", value: 7 },
  ],
});

it("a running job reads as Qarnot's clients expect it", () => {
  const output = taskFromJob({
    job,
    frames: [frame(1, "completed"), frame(2, "failed"), frame(3, "active"), frame(4, "queued")],
    progress: [{ frame: 3, phase: "rendering", done: 4, total: 8, memoryBytes: null }],
    task,
    resultBucket: "job-1",
    now: "2026-01-01T00:01:10.900Z",
  });
  expect(taskOutput.parse(output)).toEqual(output);
  expect(output).toMatchObject({
    state: "PartiallyExecuting",
    progress: 37.5,
    wallTime: "00:01:00",
    executionTime: "00:01:01",
    endDate: "0001-01-01T00:00:00Z",
    creationDate: "2026-01-01T00:00:00Z",
    resultBucket: "job-1",
    constants: [
      { key: "BLEND_FILE", value: "a.blend" },
      { key: "SOMETHING_ELSE", value: "7" },
    ],
  });
  expect(output.status).toMatchObject({ succeededRange: "1", failedRange: "2", executedRange: "1-2" });
  expect(output.completedInstances.map((i) => i.state)).toEqual(["Success", "Failure"]);
});

it.each([
  ["queued", "Submitted"],
  ["paused", "Submitted"],
  ["completed", "Success"],
  ["failed", "Failure"],
  ["canceled", "Cancelled"],
] as const)("a %s job is %s", (state, word) => {
  expect(taskStateOf({ ...job, state })).toBe(word);
});

it("a job whose frames all run is FullyExecuting", () => {
  expect(taskStateOf({ ...job, counts: { ...job.counts, queued: 0 } })).toBe("FullyExecuting");
});

it("days, dates and the unknown are written as .NET does", () => {
  expect(timeSpanOf(90_061)).toBe("1.01:01:01");
  expect(qarnotDate("2026-02-03T04:05:06.789Z")).toBe("2026-02-03T04:05:06Z");
  expect(qarnotDate(null)).toBe("0001-01-01T00:00:00Z");
});
