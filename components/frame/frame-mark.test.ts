/** A frame that a node only holds in advance must not look as if it rendered. */
import { expect, it } from "vitest";
import type { FrameProgress } from "#lib/contract/farm/jobs.ts";
import { markOf } from "./frame-mark.ts";

const at = (phase: FrameProgress["phase"]): FrameProgress => ({
  frame: 1,
  phase,
  done: 0,
  total: 0,
  memoryBytes: null,
});

it("a leased frame is a node's next until a Blender begins it", () => {
  expect(markOf({ state: "active" }, undefined)).toBe("next");
  expect(markOf({ state: "active" }, at("fetching"))).toBe("active");
  expect(markOf({ state: "active" }, at("rendering"))).toBe("active");
  expect(markOf({ state: "active" }, at("uploading"))).toBe("uploading");
});

it("what ended is what it is, whatever was heard before", () => {
  expect(markOf({ state: "completed" }, at("uploading"))).toBe("completed");
  expect(markOf({ state: "queued" }, undefined)).toBe("queued");
});
