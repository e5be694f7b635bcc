/** What is missing, and where it goes when it is added. */
import { expect, it } from "vitest";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import type { NamedFile } from "#lib/domain/resolve-files.ts";
import { additionOf, missingFrom, missingOnFarm } from "./missing.ts";

const named = (path: string, change: Partial<NamedFile> = {}): NamedFile => ({
  kind: "image",
  path,
  isPacked: false,
  isSequence: false,
  tiles: [],
  isFolder: false,
  relativeTo: "shot.blend",
  dataBlock: "IMa",
  ...change,
});
const brought = (name: string) => ({
  name,
  at: (path: string): LocalFile => ({ path, sizeBytes: 1, async *stream() {} }),
});
const added = (names: string[], paths: string[]) => {
  const addition = additionOf(names.map(brought), missingOnFarm(paths, "shot.blend"));
  return { ...addition, files: addition.files.map((file) => file.path) };
};

it("packed files, those that came along and caches that rendering makes are not missing", () => {
  const all = [
    named("//tex/a.png"),
    named("//tex/b.png"),
    named("/abs/c.png"),
    named("//d.png", { isPacked: true }),
    named("//cache", { kind: "simulation", isFolder: true }),
  ];
  expect(missingFrom(all, ["shot.blend", "tex/b.png"])).toEqual([
    { path: "//tex/a.png", wanted: "tex/a.png" },
    { path: "/abs/c.png", wanted: null },
  ]);
});

it("what is found elsewhere, by a path of another computer too, is not missing", () => {
  const all = [named("//tex/a.png"), named("C:\\old\\b.png"), named("//TEX/c.png")];
  expect(missingFrom(all, ["shot.blend", "x/a.png", "y/b.png", "tex/c.png"])).toEqual([]);
});

it("an added file goes where one of its name is missed; what nobody misses stays out", () => {
  expect(added(["skin.PNG", "other.png"], ["//gone/Skin.png", "//x.png"])).toEqual({
    files: ["gone/Skin.png"],
    paths: ["//gone/Skin.png"],
  });
});

it("what is looked for outside of the project lies beside it, from where the node takes it", () => {
  expect(added(["a.png", "b.png"], ["//../tex/a.png", "C:\\tex\\b.png"])).toEqual({
    files: ["added/a.png", "added/b.png"],
    paths: ["//../tex/a.png", "C:\\tex\\b.png"],
  });
});

it("all tiles of a picture are added by its one name", () => {
  expect(added(["dome.1001.exr", "dome.1002.exr", "dome.exr"], ["//hdr/dome.<UDIM>.exr"])).toEqual({
    files: ["hdr/dome.1001.exr", "hdr/dome.1002.exr"],
    paths: ["//hdr/dome.<UDIM>.exr"],
  });
});
