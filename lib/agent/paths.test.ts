import { expect, test } from "vitest";
import { pathInside, UnsafePath } from "./paths.ts";

test.each(["a.blend", 'scenes/día 🔥\'s "best".blend', "..a/b..blend"])("%s lies inside", (path) => {
  expect(pathInside("/work/p", path)).toBe(`/work/p/${path}`);
});

test.each([
  "",
  ".",
  "..",
  "../x.blend",
  "a/../../x",
  "/etc/passwd",
  "a//b",
  "a/./b",
  "a\0b",
  "a/",
  `${"x".repeat(300)}.blend`,
])("%j is refused", (path) => {
  expect(() => pathInside("/work/p", path)).toThrow(UnsafePath);
});
