import { expect, it } from "vitest";
import type { FrameLine } from "#lib/contract/packed/frames.ts";
import { createFrameMap } from "./frame-map.ts";

const line = (frame: number, state: FrameLine["state"]): FrameLine => ({
  frame,
  state,
  hasPicture: state === "completed",
  attempt: 1,
  seconds: null,
  peakMemoryBytes: null,
  failure: null,
  resultCount: 0,
  sizeBytes: null,
});
const aMap = () => createFrameMap({ frames: "-3,1-2,10", states: "q4", seconds: [], memory: [] }, 5);

it("a change lands in its place and leaves the others untouched", () => {
  const map = aMap();
  const other = map.at(0);
  map.take([line(2, "completed")], 6);
  expect(map.at(map.placeOf(2))).toMatchObject({ frame: 2, state: "completed", revision: 6 });
  expect(map.at(0)).toBe(other);
  expect([map.count("queued"), map.count("completed")]).toEqual([3, 1]);
});

it("an older word about a frame never replaces a newer one", () => {
  const map = aMap();
  map.take([line(2, "completed")], 8);
  map.take([line(2, "active"), line(1, "active")], 7);
  expect(map.at(map.placeOf(2))?.state).toBe("completed");
  expect(map.at(map.placeOf(1))?.state).toBe("active");
});

it("only who shows a changed frame, or all of them, is told", () => {
  const map = aMap();
  const told: string[] = [];
  map.subscribe(map.placeOf(1), () => told.push("1"));
  const stop = map.subscribe(map.placeOf(2), () => told.push("2"));
  map.subscribe(null, () => told.push("any"));
  map.take([line(2, "active")], 6);
  stop();
  map.take([line(2, "completed")], 7);
  expect(told).toEqual(["2", "any", "any"]);
});

it("a picture keeps its address from begin to end of one attempt", () => {
  const map = aMap();
  map.take([line(2, "active")], 6);
  map.take([line(2, "completed")], 9);
  expect(map.at(map.placeOf(2))).toMatchObject({ revision: 9, pictureRevision: 6 });
  map.take([{ ...line(2, "active"), attempt: 2 }], 10);
  map.take([{ ...line(2, "completed"), attempt: 3 }], 12);
  expect(map.at(map.placeOf(2))?.pictureRevision).toBe(12);
});

it("a frame that the job has not is passed by", () => {
  const map = aMap();
  map.take([line(99, "active")], 6);
  expect(map.version()).toBe(0);
});
