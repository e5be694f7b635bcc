/** What is missing, and where it goes when it is added. */
import { expect, it } from "vitest";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import type { NamedFile } from "#lib/domain/resolve-files.ts";
import { additionOf, deepEnough, missingFrom, missingOnFarm } from "./missing.ts";

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
const added = (names: string[], paths: string[], blend: string | null = "shot.blend") => {
  const addition = additionOf(
    names.map(brought),
    missingOnFarm(paths, "shot.blend"),
    "shot.blend",
    blend === null ? null : brought(blend),
  );
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

it("an added file goes where one of its name is missed; what nobody misses stays out", () => {
  expect(added(["skin.PNG", "other.png"], ["//gone/Skin.png", "//x.png"])).toEqual({
    files: ["gone/Skin.png"],
    paths: ["//gone/Skin.png"],
    blendFile: null,
  });
});

it("a lone .blend that looks above its own folder is laid deep enough for what it looks for", () => {
  expect(deepEnough("shot.blend", missingOnFarm(["//..\\..\\tex\\a.png"], "shot.blend"))).toBe(
    "scenes/scenes/shot.blend",
  );
  expect(added(["a.png", "b.png"], ["//../tex/a.png", "//b.png"])).toEqual({
    files: ["tex/a.png", "scenes/b.png", "scenes/shot.blend"],
    paths: ["//../tex/a.png", "//b.png"],
    blendFile: "scenes/shot.blend",
  });
});

it("without the .blend at hand, or for a path of one computer alone, nothing can be laid", () => {
  expect(added(["a.png"], ["//../tex/a.png"], null).files).toEqual([]);
  expect(added(["a.png"], ["C:\\tex\\a.png"]).files).toEqual([]);
});
