/** What becomes of a dropped folder. */
import { expect, it } from "vitest";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { sharedFolder, tidyTree } from "./tidy.ts";

const file = (path: string): LocalFile => ({ path, sizeBytes: 0, async *stream() {} });

it("the folder that was dropped gives its name and is no part of the paths", () => {
  const tree = tidyTree("project", ["film/shots/01.blend", "film/main.blend", "film/tex/a.png"].map(file));
  expect(tree.name).toBe("film");
  expect(tree.files.map((f) => f.path)).toEqual(["shots/01.blend", "main.blend", "tex/a.png"]);
  expect(tree.blends).toEqual(["main.blend", "shots/01.blend"]);
});

it("files without a folder of their own keep their paths", () => {
  expect(sharedFolder(["a.blend", "tex/a.png"])).toBe("");
  expect(sharedFolder(["ab/a.blend", "a/a.png"])).toBe("");
  expect(sharedFolder([])).toBe("");
});

it("a path longer than disks take, or through a parent folder, is told and not sent", () => {
  const tree = tidyTree(
    "p",
    ["a.blend", `${"ü".repeat(128)}.png`, `${"d/".repeat(1500)}x`, "a/../b"].map(file),
  );
  expect(tree.files.map((f) => f.path)).toEqual(["a.blend"]);
  expect(tree.leftOut).toHaveLength(3);
});
