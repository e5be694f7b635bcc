import { expect, it } from "vitest";
import { noFrames } from "#lib/domain/job.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";
import { jobMark, titlesOf } from "./job-words.ts";

const job = (counts: Partial<ReturnType<typeof noFrames>>) => ({
  state: "active" as const,
  counts: { ...noFrames(), ...counts },
});

it("a job whose first frames a node only reserved is next, not rendering", () => {
  expect(jobMark(job({ active: 2, queued: 4 }), 0)).toBe("next");
  expect(jobMark(job({ active: 2, queued: 4 }), 1)).toBe("active");
});

it("between two of its frames a job goes on rendering", () => {
  expect(jobMark(job({ active: 1, completed: 3 }), 0)).toBe("active");
});

it("what nothing is known of is what the platform says", () => {
  expect(jobMark(job({ active: 2 }), null)).toBe("active");
  expect(jobMark({ ...job({ queued: 3 }), state: "queued" }, 0)).toBe("queued");
});

it("a job's titles say nothing twice", () => {
  const settings = renderSettings.parse({ blendFile: "shots/01e.blend", frames: "1" });
  expect(titlesOf({ name: "Hero", projectName: "caminandes", settings })).toEqual([
    "Hero",
    "caminandes",
    "shots/01e.blend",
  ]);
  expect(titlesOf({ name: "shots/01e.blend", projectName: "shots/01e.blend", settings })).toEqual([
    "shots/01e.blend",
  ]);
});
