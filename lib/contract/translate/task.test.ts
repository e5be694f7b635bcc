import { expect, it } from "vitest";
import { newId } from "#lib/domain/ids.ts";
import { taskCreation } from "../qarnot/task.ts";
import { taskFacts } from "../qarnot/task-output.ts";
import { taskStatus } from "../qarnot/task-status.ts";
import { rangeText, spansOf, spansOfText } from "./ranges.ts";
import { completedInstanceOf, runningInstanceOf } from "./task-instances.ts";
import { shownState, taskStateOf } from "./task-state.ts";
import { taskStatusOf } from "./task-status.ts";
import { taskFactsOf, type TaskSource, taskSummaryOf } from "./task.ts";
import { keptConstants, qarnotDate, secondsOf, shownConstants, timeSpanOf } from "./words.ts";

const task = taskCreation.parse({
  name: "shot",
  profile: "blender",
  advancedRanges: "1-4",
  resourceBuckets: ["b"],
  constants: [
    { key: "BLEND_FILE", value: "a.blend" },
    { key: "SOMETHING_ELSE", value: 7 },
    { key: "QARNOT_SECRET__KEY", value: "hush" },
  ],
});
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second, 500));
const source: TaskSource = {
  id: newId(),
  name: "shot",
  shortname: null,
  task,
  frames: "1-4",
  jobState: "active",
  counts: { queued: 1, active: 1, completed: 1, failed: 1, canceled: 0 },
  totalFrames: 4,
  activeCores: 2,
  frameSeconds: 30,
  state: "PartiallyExecuting",
  previousState: "PartiallyDispatched",
  stateAt: at(12),
  previousStateAt: at(10),
  modifiedAt: at(40),
  createdAt: at(0),
  startedAt: at(10),
  endedAt: null,
  charged: 1_500_000,
  problem: null,
  resultBucket: "out",
  resultDisk: null,
  resultsCount: 1,
  snapshotInterval: 0,
  snapshots: null,
  tags: ["t"],
};
const machine = { specificationKey: "8c", cpuModel: "M", cores: 8, memoryBytes: 2e9, clockGHz: 2 };

it("a running job reads as Qarnot's clients expect it, with nothing null that they go through", () => {
  const live = { now: at(70), partial: 0.5, runningSeconds: 31, state: source.state };
  const facts = { ...taskSummaryOf(source, live), ...taskFactsOf(source, "2") };
  expect(taskFacts.parse(facts)).toEqual(facts);
  expect(facts).toMatchObject({
    shortname: source.id,
    progress: 37.5,
    wallTime: "00:01:00",
    executionTime: "00:01:01",
    endDate: "0001-01-01T00:00:00Z",
    creationDate: "2026-01-01T00:00:00Z",
    resultBucket: "out",
    errors: [],
    credits: 1.5,
    constants: [
      { key: "BLEND_FILE", value: "a.blend" },
      { key: "SOMETHING_ELSE", value: "7" },
      { key: "QARNOT_SECRET__KEY", value: "[SECRET]" },
    ],
  });
});

it("an ended job tells which instances failed", () => {
  expect(taskFactsOf({ ...source, jobState: "failed" }, "2").errors).toEqual([
    { code: "InstancesFailed", message: "Instances 2 failed.", debug: null },
  ]);
});

it("instances carry the figures of their frames", () => {
  const running = runningInstanceOf(
    { frame: 3, attempt: 2, startedAt: at(40), cores: 4, machine },
    { frame: 3, phase: "rendering", done: 3, total: 8, memoryBytes: 1e9, busyCores: 3 },
    at(70),
  );
  expect(running).toMatchObject({
    phase: "execution",
    progress: 37.5,
    cpuUsage: 75,
    memoryUsage: 0.5,
    executionTimeSec: 30,
    executionTimeGHz: 60,
    coreCount: 4,
    executionAttemptCount: 2,
  });
  const ended = completedInstanceOf({
    frame: 2,
    state: "failed",
    attempt: 3,
    seconds: 5,
    wallSeconds: 7,
    peakMemoryBytes: 2 * 1024 ** 2,
    failure: "no_camera",
    results: [],
    machine,
  });
  expect(ended).toMatchObject({
    state: "Failure",
    peakMemoryMB: 2,
    execTimeSecGHz: 10,
    error: { code: "no_camera" },
  });
  const status = {
    ...taskStatusOf({
      executionProgress: 37.5,
      uploadProgress: 25,
      hasStarted: true,
      instanceCount: 4,
      executionSeconds: 61,
      overheadSeconds: 2,
      wallSeconds: 60,
      byModel: [{ model: "M", cores: 8, clockGHz: 2, specificationKey: "8c", seconds: 30 }],
      ranges: { succeeded: "1", failed: "2", executed: "1-2", cancelled: "", startedOnce: "1-3" },
      running: [running],
      timestamp: qarnotDate(at(70)),
      lastUpdate: qarnotDate(at(70)),
    }),
    executionTimeByInstanceId: [],
  };
  expect(taskStatus.parse(status)).toEqual(status);
  expect(status.runningInstancesInfo).toMatchObject({ averageCpuUsage: 75, maxFrequencyGHz: 2 });
});

const counts = { queued: 0, active: 0, completed: 0, failed: 0, canceled: 0 };
it.each([
  ["queued", { queued: 3 }, false, "Submitted"],
  ["active", { queued: 2, active: 1 }, false, "PartiallyDispatched"],
  ["active", { active: 1 }, false, "FullyDispatched"],
  ["active", { queued: 2, active: 1 }, true, "PartiallyExecuting"],
  ["active", { queued: 2, completed: 1 }, true, "PartiallyExecuting"],
  ["active", { active: 1, completed: 1 }, false, "FullyExecuting"],
  ["completed", { completed: 1 }, true, "Success"],
  ["failed", { failed: 1 }, true, "Failure"],
  ["canceled", { canceled: 1 }, true, "Cancelled"],
] as const)("a %s job of %j, rendering: %j, is %s", (state, some, isRendering, word) => {
  expect(taskStateOf({ ...counts, ...some, state, isRendering })).toBe(word);
});

it("the last frames on their way have their own state, under an old name for clients of old", () => {
  expect(shownState("FullyExecuting", ["uploading", "uploading"], false)).toBe("UploadingResults");
  expect(shownState("FullyExecuting", ["uploading"], true)).toBe("DownloadingResults");
  expect(shownState("FullyExecuting", ["uploading", "rendering"], false)).toBe("FullyExecuting");
  expect(shownState("PartiallyExecuting", ["uploading"], false)).toBe("PartiallyExecuting");
});

it.each([
  ["[1-25]", "1-25"],
  ["[1-5] [8-9]", "1-5,8-9"],
  [" 1-3 , 7 ", "1-3,7"],
])("the range %s is %s", (written, read) => expect(rangeText(written)).toBe(read));

it("ranges are written without steps or spaces, which C# does not parse", () => {
  expect(spansOf([1, 2, 3, 7, 9])).toBe("1-3,7,9");
  expect(spansOf([])).toBe("");
  expect(spansOfText("1-5x2, 9")).toBe("1,3,5,9");
  expect(spansOfText("1-3, 9")).toBe("1-3,9");
});

it("days, dates and the unknown are written as .NET does, and read", () => {
  expect(timeSpanOf(90_061)).toBe("1.01:01:01");
  expect(secondsOf("1.01:01:01")).toBe(90_061);
  expect(secondsOf("00:30:00")).toBe(1800);
  expect(qarnotDate(new Date("2026-02-03T04:05:06.789Z"))).toBe("2026-02-03T04:05:06Z");
  expect(qarnotDate(null)).toBe("0001-01-01T00:00:00Z");
});

it("a secret that comes back as it was told stays what it was", () => {
  const shown = shownConstants(task.constants);
  expect(keptConstants(task.constants, shown)).toEqual(task.constants);
});
