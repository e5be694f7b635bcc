/**
 * Every file that a .blend names: what it needs beside it, and whether a copy is inside.
 * Data blocks first (images, libraries, sounds, …), then what hides inside them: strips, modifiers, caches, nodes.
 */
import { MAX_ITEMS } from "./budget.ts";
import { type Found, PLAIN } from "./found.ts";
import { hiddenFiles } from "./hidden-files.ts";
import type { BlendReader } from "./reader.ts";
import { readStripFiles } from "./strips.ts";
import type { StructView } from "./struct-view.ts";
import type { ExternalFile, ExternalKind } from "./summary.ts";

/** Image.source and MovieClip.source. Source: DNA_image_types.h, DNA_movieclip_types.h. */
const IMAGE = { file: 1, sequence: 2, movie: 3, generated: 4, viewer: 5, tiled: 6 } as const;
const CLIP_SEQUENCE = 1;
/** Library.flag: its data is inside this file (5.0). */
const ARCHIVE = 1;
const BUILT_IN_FONT = "<builtin>";

const KINDS: readonly { code: string; kind: ExternalKind; path: readonly string[] }[] = [
  { code: "IM", kind: "image", path: ["name"] },
  // `filepath` beside `name` is the absolute path of the one who saved it, and nobody else's business.
  { code: "LI", kind: "library", path: ["name", "filepath"] },
  { code: "SO", kind: "sound", path: ["name"] },
  { code: "VF", kind: "font", path: ["name"] },
  { code: "MC", kind: "movieClip", path: ["name"] },
  { code: "CF", kind: "cacheFile", path: ["filepath"] },
  { code: "VO", kind: "volume", path: ["filepath"] },
];

export async function readExternalFiles(reader: BlendReader, name: string): Promise<ExternalFile[]> {
  const found: Found[] = [];
  for (const { code, kind, path } of KINDS)
    for (const block of reader.coded(code)) {
      const file = await fileOf(reader, await reader.view(block), kind, path);
      if (file !== null) found.push(file);
      if (found.length >= MAX_ITEMS) break;
    }
  for (const strip of await readStripFiles(reader)) {
    const dataBlock = (await reader.view(strip.owner)).text("id.name");
    found.push({ ...PLAIN, kind: "strip", path: strip.path, dataBlock, isSequence: strip.isSequence });
  }
  found.push(...(await hiddenFiles(reader, name)));
  return found.map((file) => ({ ...file, relativeTo: name }));
}

/** Null for what names no file: made by Blender itself, without a path, or of a library. */
async function fileOf(
  reader: BlendReader,
  view: StructView,
  kind: ExternalKind,
  paths: readonly string[],
): Promise<Found | null> {
  const path = view.text(paths.find((field) => view.has(field)) ?? "");
  if (path === "" || path === BUILT_IN_FONT || view.pointer("id.lib") !== null) return null;
  const source = view.number("source", IMAGE.file);
  if (kind === "image" && (source === IMAGE.generated || source === IMAGE.viewer)) return null;
  const isTiled = kind === "image" && source === IMAGE.tiled;
  return {
    ...PLAIN,
    kind,
    path,
    dataBlock: view.text("id.name"),
    isPacked:
      view.pointer("packedfile") !== null ||
      view.pointer("packedfiles.first") !== null ||
      (kind === "library" && view.has("archive_parent_library") && (view.number("flag", 0) & ARCHIVE) !== 0),
    isSequence:
      (kind === "image" && source === IMAGE.sequence) ||
      (kind === "movieClip" && source === CLIP_SEQUENCE) ||
      view.number("is_sequence", 0) !== 0,
    tiles: isTiled ? await tilesOf(reader, view) : [],
    isIndirect: kind === "library" && view.pointer("parent") !== null,
  };
}

async function tilesOf(reader: BlendReader, image: StructView): Promise<number[]> {
  return (await reader.list(image, "tiles")).map((tile) => tile.number("tile_number", 1001));
}
