import { describe, expect, test } from "vitest";
import { checkTree, SourcePathError, sourcePathOf } from "./source.ts";

describe("a key becomes a path of the project", () => {
  test.each([
    ["scene.blend", "", "", "scene.blend"],
    ["textures/wood.png", "", "", "textures/wood.png"],
    ["/Intro.blend", "", "", "Intro.blend"],
    ["a//b.png", "", "", "a/b.png"],
    ["shots/a/tex/1.png", "shots/", "shots/a/", "tex/1.png"],
    ["shots/a.blend", "shots/", "", "shots/a.blend"],
    ["other/a.blend", "", "shots/", "other/a.blend"],
    ["ünï 🎬 #1 50%.png", "", "", "ünï 🎬 #1 50%.png"],
    ["other/a.blend", "shots/", "", null],
    ["textures/", "", "", null],
    ["shots/", "", "shots/", null],
  ])("%s with prefix %j and strip %j", (key, prefix, stripPrefix, path) => {
    expect(sourcePathOf(key, { prefix, stripPrefix })).toBe(path);
  });

  test.each(["../x", "a/../../x", "./x", "a/.", "a\0b", "x".repeat(256), "a/".repeat(1100) + "x"])(
    "a path that leads out, or that no disk takes, is refused: %j",
    (key) => {
      expect(() => sourcePathOf(key)).toThrow(SourcePathError);
    },
  );
});

test("two files can't lie in one place, nor a file where a folder must be", () => {
  expect(() => checkTree(["a/b", "a/c", "ab"])).not.toThrow();
  expect(() => checkTree(["a", "a"])).toThrow(/called "a"/);
  expect(() => checkTree(["a/b/c", "a/b"])).toThrow(/"a\/b" is a file and a folder/);
});
