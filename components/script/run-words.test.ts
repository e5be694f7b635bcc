import { expect, it } from "vitest";
import type { Frame, FrameProgress } from "#lib/contract/farm/jobs.ts";
import { percentOf, runInWords, unitOf } from "./run-words.ts";

const frame = (state: Frame["state"], resultCount = 0): Frame => ({
  frame: 3,
  state,
  attempt: 1,
  nodeName: "ember",
  seconds: null,
  coreSeconds: null,
  peakMemoryBytes: null,
  failure: state === "failed" ? "script_failed" : null,
  fileName: null,
  sizeBytes: null,
  resultCount,
  thumbnailUrl: null,
});
const at = (phase: FrameProgress["phase"], done = 0, total = 100): FrameProgress => ({
  frame: 3,
  phase,
  done,
  total,
  memoryBytes: null,
});

it("a job counts frames or runs", () => {
  const script = { command: "true", progress: null };
  expect([unitOf({ script: null }, 1), unitOf({ script }, 1), unitOf({ script }, 2)]).toEqual([
    "frame",
    "run",
    "runs",
  ]);
});

it("a run's progress is told only where it tells one", () => {
  expect(percentOf(frame("active"), at("rendering", 42))).toBe(42);
  expect(percentOf(frame("active"), at("rendering", 0, 0))).toBeNull();
  expect(percentOf(frame("active"), undefined)).toBeNull();
  expect(percentOf(frame("completed"), undefined)).toBe(100);
  expect(percentOf(frame("failed"), undefined)).toBeNull();
});

it("a run says what it does, and a failed one why", () => {
  expect(runInWords(frame("active"), at("fetching"))).toBe("fetching its files");
  expect(runInWords(frame("active"), at("rendering"))).toBe("running");
  expect(runInWords(frame("completed"), undefined)).toBe("done, no files");
  expect(runInWords(frame("completed", 2), undefined)).toBe("done");
  expect(runInWords(frame("failed"), undefined)).toMatch(/ended with an error/);
});
