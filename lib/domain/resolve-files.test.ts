/** Found, packed, generated, missing, written otherwise, elsewhere, outside. */
import { expect, it } from "vitest";
import { broughtTree, type NamedFile, placeOf, resolveFile, unresolved } from "./resolve-files.ts";

const tree = broughtTree([
  "shots/a.blend",
  "tex/Wood.png",
  "tex/skin.1001.png",
  "tex/skin.1002.png",
  "plates/f_0001.exr",
  "cache/smoke/fluid_1.vdb",
  "two/x.png",
  "three/x.png",
  "über.png",
  "hdr/dome.1001.exr",
  "hdr/dome.1002.exr",
]);
const named = (path: string, more: Partial<NamedFile> = {}): NamedFile => ({
  kind: "image",
  path,
  isPacked: false,
  isSequence: false,
  tiles: [],
  isFolder: false,
  relativeTo: "shots/a.blend",
  dataBlock: "IMa",
  ...more,
});

it("paths are read from the folder of their .blend, with either slash", () => {
  expect(placeOf("shots/a.blend", "//../tex\\wood.png")).toBe("tex/wood.png");
  expect(placeOf("a.blend", "//./tex//1.png")).toBe("tex/1.png");
  expect(placeOf("shots/a.blend", "//../../else.png")).toBeNull();
  for (const outside of ["/home/ada/w.png", "C:\\tex\\w.png", "d:/w.png", "\\\\server\\share\\w.png"])
    expect(placeOf("a.blend", outside)).toBeNull();
});

it.each([
  [named("//../tex/Wood.png"), "found", "tex/Wood.png", null],
  [named("//../tex/gone.png", { isPacked: true }), "packed", null, null],
  [named(""), "generated", null, null],
  [named("//../tex/gone.png"), "missing", "tex/gone.png", null],
  [named("//../TEX/wood.png"), "wrong_case", "TEX/wood.png", "tex/Wood.png"],
  [named("//../u\u0308ber.png"), "wrong_case", "u\u0308ber.png", "über.png"],
  [named("//wood.png"), "misplaced", "shots/wood.png", "tex/Wood.png"],
  [named("//x.png"), "missing", "shots/x.png", null],
  [named("C:\\old\\wood.png"), "outside", null, "tex/Wood.png"],
  [named("/nowhere/else.png"), "outside", null, null],
  [named("//../tex/skin.<UDIM>.png", { tiles: [1001, 1002] }), "found", "tex/skin.<UDIM>.png", null],
  [named("//../tex/skin.<UDIM>.png", { tiles: [1001, 1003] }), "missing", "tex/skin.<UDIM>.png", null],
  [named("//../plates/f_0100.exr", { isSequence: true }), "found", "plates/f_0100.exr", null],
  [named("//../plates/g_0100.exr", { isSequence: true }), "missing", "plates/g_0100.exr", null],
  [named("//../cache/smoke/", { isFolder: true }), "found", "cache/smoke", null],
  [named("//../cache/fire", { isFolder: true }), "missing", "cache/fire", null],
  [named("C:\\old\\Smoke\\", { isFolder: true }), "outside", null, "cache/smoke"],
  [named("/x/dome.<UDIM>.exr", { tiles: [1001, 1002] }), "outside", null, "hdr/dome.<UDIM>.exr"],
  [named("/x/dome.<UDIM>.exr", { tiles: [1001, 1003] }), "outside", null, null],
  [named("/x/f_0100.exr", { isSequence: true }), "outside", null, "plates/f_0100.exr"],
  [named("//f_0007.exr", { isSequence: true }), "misplaced", "shots/f_0007.exr", "plates/f_0007.exr"],
] as const)("%o is told to be where it is", (file, state, wanted, instead) => {
  expect(resolveFile(file, tree)).toEqual({ file, state, wanted, instead });
});

it("what is unresolved is told once, and what is fine is not", () => {
  const files = [named("//../tex/Wood.png"), named("//gone.png"), named("//gone.png"), named("")];
  expect(unresolved(files, tree).map((one) => one.wanted)).toEqual(["shots/gone.png"]);
});
