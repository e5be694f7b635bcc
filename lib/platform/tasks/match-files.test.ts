import { expect, test } from "vitest";
import { checkPattern, PatternError, takenBy } from "./match-files.ts";

const names = ["0001.png", "a/0002.exr", "log.txt"];

test.each([
  [{ whitelist: null, blacklist: null }, names],
  [{ whitelist: "\\.png$", blacklist: null }, ["0001.png"]],
  [{ whitelist: null, blacklist: "\\.txt$" }, ["0001.png", "a/0002.exr"]],
  [{ whitelist: "000", blacklist: "exr" }, ["0001.png"]],
])("%j takes %j", (filter, taken) => expect(takenBy(filter, names)).toEqual(taken));

test("what is no expression, or would never come to an end, is refused instead of waited for", () => {
  expect(() => checkPattern("(")).toThrow(PatternError);
  const hostile = { whitelist: "^(a+)+$", blacklist: null };
  expect(() => takenBy(hostile, [`${"a".repeat(60)}!`])).toThrow(PatternError);
  expect(takenBy({ whitelist: "png", blacklist: null }, names)).toEqual(["0001.png"]);
});
