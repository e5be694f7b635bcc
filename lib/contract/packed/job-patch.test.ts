import { expect, it } from "vitest";
import type { Job } from "../farm/jobs.ts";
import { applyPatch, patchOf } from "./job-patch.ts";

const aJob = (change: Partial<Job> = {}): Job =>
  ({
    id: "j",
    name: "shot",
    state: "active",
    waiting: null,
    counts: { queued: 5, active: 1, completed: 4, failed: 0, canceled: 0 },
    totalFrames: 10,
    delivered: 0.4,
    activeCores: 2,
    coreSeconds: 100.5,
    charged: 1000,
    held: 500,
    revision: 7,
    ...change,
  }) as Job;

it("a patch makes the old job the new one", () => {
  const after = aJob({
    state: "paused",
    waiting: { code: "no_credits", text: "No credits." },
    counts: { queued: 4, active: 0, completed: 6, failed: 0, canceled: 0 },
    delivered: 0.6,
    activeCores: 0,
    coreSeconds: 120.1,
    charged: 1200,
    held: 300,
    revision: 9,
  });
  expect(applyPatch(aJob(), patchOf(aJob(), after), 9)).toEqual(after);
});

it("one more frame is a line of figures", () => {
  const after = aJob({
    counts: { ...aJob().counts, active: 0, completed: 5 },
    delivered: 0.5,
    charged: 1100,
  });
  expect(patchOf(aJob(), after)).toEqual({ a: 0, c: 5, e: 1100 });
});

it("what changed back to null is told too", () => {
  const before = aJob({ waiting: { code: "busy", text: "Others first." } });
  expect(patchOf(before, aJob())).toEqual({ rest: { waiting: null } });
});
