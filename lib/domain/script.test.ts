import { expect, it } from "vitest";
import { resultPath, scriptEnvironment } from "./script.ts";
import { patternProblem, progressReader, shareOfText } from "./script-progress.ts";

it.each<[string, boolean, number | null]>([
  ["42", false, 0.42],
  ["42%", true, 0.42],
  ["0.42", false, 0.42],
  [".5", false, 0.5],
  ["1.0", false, 1],
  ["1", false, 0.01],
  ["0.5", true, 0.005],
  ["99.5", false, 0.995],
  ["3/12", false, 0.25],
  ["3 / 0", false, null],
  ["250", false, 1],
  ["done", false, null],
])("a match of %s (percent sign: %s) is a share of %s", (text, isPercent, share) => {
  expect(shareOfText(text, isPercent)).toBe(share);
});

it.each<[string, string, number | null]>([
  ["progress: ([\\d.]+)", "progress: 0.25", 0.25],
  ["(\\d+) %", "at 7 % of it", 0.07],
  ["\\d+/\\d+", "epoch 5/20", 0.25],
  ["step (\\d+) of 10", "step 3 of 10", 0.03],
  ["(?i)done (\\d+)|finished", "FINISHED", null],
  ["progress: ([\\d.]+)", "loading data", null],
])("%s on “%s” tells %s", (pattern, line, share) => {
  expect(progressReader(pattern)(line)).toBe(share);
});

it("an expression that would hang a backtracking matcher answers", () => {
  expect(progressReader("(a+)+$")(`${"a".repeat(5000)}!`)).toBeNull();
  expect(progressReader("(.*a){12}x")("a".repeat(5000))).toBeNull();
});

it.each(["(", "a(?=b)", "(a)\\1", "((a{100}){100}){100}"])("%s is refused, with a reason", (pattern) => {
  expect(patternProblem(pattern)).toMatch(/\w/);
});

it("each run finds the secrets it may know, every constant, and which of how many it is", () => {
  const constants = [
    { key: "SEED", value: "1" },
    { key: "SCRIPT_CMD", value: "python3 a.py" },
    { key: "SEED", value: "2" },
    { key: "data.year-2", value: "2025" },
    { key: "A_B", value: "called so" },
    { key: "A.B", value: "not" },
  ];
  const secrets = [
    { key: "db/password", value: "swordfish" },
    { key: "SEED", value: "a constant's" },
    { key: "IFS", value: "the shell's" },
    { key: "binary", value: "\0" },
  ];
  expect(scriptEnvironment({ secrets, constants }, 7, 20)).toEqual({
    SEED: "2",
    SCRIPT_CMD: "python3 a.py",
    data_year_2: "2025",
    db_password: "swordfish",
    A_B: "called so",
    INSTANCE_ID: "7",
    INSTANCE_COUNT: "20",
  });
});

it.each(["../x", "a/../b", "/a", "a//b", "a/", ".", "a\nb", "a\u0000", "", "ü".repeat(451)])(
  "%j is no result's path",
  (path) => {
    expect(resultPath.safeParse(path).success).toBe(false);
  },
);
it.each(["a.csv", "out/sub dir/ü 🎬.json", "..a", "-rf", "a\\b"])("%j is a result's path", (path) => {
  expect(resultPath.safeParse(path).success).toBe(true);
});
