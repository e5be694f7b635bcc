/** What is laid where. */
import { expect, it } from "vitest";
import type { LocalFile } from "#lib/client/tree/local-file.ts";
import { broughtTree, type NamedFile, unresolved } from "#lib/domain/resolve-files.ts";
import { laidOut } from "./lay-files.ts";

const file = (path: string): LocalFile => ({ path, sizeBytes: 1, async *stream() {} });
const named = (path: string): NamedFile => ({
  kind: "image",
  path,
  isPacked: false,
  isSequence: false,
  tiles: [],
  isFolder: false,
  relativeTo: "a.blend",
  dataBlock: "IMa",
});
const files = ["a.blend", "tex/Wood.png"].map(file);
const open = unresolved(
  [named("//tex/wood.png"), named("//maps/wood.png"), named("//gone/Skin.png"), named("/abs/x.png")],
  broughtTree(files.map((f) => f.path)),
);

it("a file in another place or writing is laid where it is looked for, and stays where it is", () => {
  expect(laidOut(files, open).map((f) => f.path)).toEqual([
    "a.blend",
    "tex/Wood.png",
    "tex/wood.png",
    "maps/wood.png",
  ]);
});
