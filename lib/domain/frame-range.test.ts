import { describe, expect, it } from "vitest";
import { expandFrameRange, FrameRangeError, formatFrameRange } from "./frame-range.ts";

describe("frame ranges", () => {
  it.each([
    ["1-3", [1, 2, 3]],
    ["1016 - 1021", [1016, 1017, 1018, 1019, 1020, 1021]],
    ["1-10, 15, 20-30x2", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 22, 24, 26, 28, 30]],
    ["-5--1", [-5, -4, -3, -2, -1]],
    ["-2-1", [-2, -1, 0, 1]],
    ["3,1,2,2", [1, 2, 3]],
    ["1-6X2", [1, 3, 5]],
    ["7", [7]],
  ])("%s is read", (text, frames) => {
    expect(expandFrameRange(text)).toEqual(frames);
  });

  it.each([
    ["", "empty"],
    [" , ", "empty"],
    ["10-1", "reversed"],
    ["a-b", "malformed"],
    ["1..5", "malformed"],
    ["1-5x0", "step"],
    ["1-5x-2", "step"],
    ["1-100001", "too_many"],
    ["1-2000000", "bounds"],
    ["1-9999999999", "bounds"],
    ["1.5", "malformed"],
    ["1-2-3", "malformed"],
  ])("%j is refused as %s, with what to do", (text, problem) => {
    try {
      expandFrameRange(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(FrameRangeError);
      expect((error as FrameRangeError).problem).toBe(problem);
      expect((error as FrameRangeError).message.length).toBeGreaterThan(20);
    }
  });

  it("counts a hundred thousand frames as allowed", () => {
    expect(expandFrameRange("1-100000")).toHaveLength(100_000);
  });

  it.each([
    [[1, 2, 3], "1-3"],
    [[1, 3, 5, 9], "1-5x2, 9"],
    [[-5, -4, -3], "-5--3"],
    [[1, 9], "1, 9"],
    [[4, 4, 5], "4-5"],
    [[], ""],
  ])("%j is written as %s", (frames, text) => {
    expect(formatFrameRange(frames)).toBe(text);
    if (text !== "") expect(expandFrameRange(text)).toEqual([...new Set(frames)]);
  });
});
