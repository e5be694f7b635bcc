/**
 * Strips of the video sequencer. All of them, however deep in meta strips: each is a block of its own, so the nesting
 * need not be followed. Structs keep the names they had before 5.0: Sequence is a strip, Strip its data.
 */
import { MAX_ITEMS } from "./budget.ts";
import type { BlendReader } from "./reader.ts";

/** Source: SEQ_TYPE_… in DNA_sequence_types.h. */
const [IMAGE, MOVIE, SOUND_RAM, SOUND_HD] = [0, 3, 4, 5] as const;
/** Each is looked into; an edited film has some thousands. */
const MAX_STRIPS = 5 * MAX_ITEMS;
const WITH_FILES: ReadonlySet<number> = new Set([IMAGE, MOVIE, SOUND_RAM, SOUND_HD]);

export interface StripFile {
  /** The scene's block. */
  owner: number;
  path: string;
  isSequence: boolean;
  isSound: boolean;
}

export function countStrips(reader: BlendReader, scene: number): number {
  let count = 0;
  for (const block of reader.dataOf(["Sequence"]))
    if (reader.opened.blocks.owner(block) === scene) count += 1;
  return count;
}

export async function readStripFiles(reader: BlendReader): Promise<StripFile[]> {
  const found: StripFile[] = [];
  let seen = 0;
  for (const block of reader.dataOf(["Sequence"])) {
    if (++seen > MAX_STRIPS) break;
    const strip = await reader.view(block);
    const type = strip.number("type", -1);
    if (!WITH_FILES.has(type) || reader.opened.blocks.code(strip.owner) !== "SC") continue;
    const data = await reader.follow(strip.pointer("strip"), strip.owner);
    const elements = data === null ? null : await reader.follow(data.pointer("stripdata"), strip.owner);
    if (data === null || elements === null) continue;
    const [folder, file] = [data.text("dir"), elements.text("name")];
    if (folder === "" && file === "") continue;
    const isSound = type === SOUND_RAM || type === SOUND_HD;
    found.push({ owner: strip.owner, path: joined(folder, file), isSequence: type === IMAGE, isSound });
    if (found.length >= MAX_ITEMS) break;
  }
  return found;
}

/** Folders are stored with their last slash, but for some old ones. */
const joined = (folder: string, file: string): string =>
  folder === "" || /[\\/]$/.test(folder) || file === "" ? folder + file : `${folder}/${file}`;
