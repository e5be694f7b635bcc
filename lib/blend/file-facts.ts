/** What a file says of itself as a whole: versions, the scene that is open, its thumbnail. */
import { bytesAt } from "./content.ts";
import type { BlendReader } from "./reader.ts";
import type { Thumbnail } from "./summary.ts";

export interface FileFacts {
  version: number;
  subversion: number;
  minVersion: { version: number; subversion: number } | null;
  activeSceneBlock: number | null;
}

/** Units: pixels. Blender writes 128; other programs up to 256. */
const MAX_SIDE = 256;

export async function readFileFacts(reader: BlendReader): Promise<FileFacts> {
  const { version } = reader.opened.header;
  const block = reader.coded("GLOB")[0];
  const first = reader.coded("SC")[0] ?? null;
  if (block === undefined) return { version, subversion: 0, minVersion: null, activeSceneBlock: first };
  const global = await reader.view(block);
  const minVersion = global.number("minversion", 0);
  const scene = global.pointer("curscene");
  let active = scene === null ? null : reader.findId(scene);
  if (active === null) {
    // Before 2.41 only the screen knew its scene.
    const screen = global.pointer("curscreen");
    const screenBlock = screen === null ? null : reader.findId(screen);
    const ofScreen = screenBlock === null ? null : (await reader.view(screenBlock)).pointer("scene");
    active = ofScreen === null ? null : reader.findId(ofScreen);
  }
  if (active !== null && reader.opened.blocks.code(active) !== "SC") active = null;
  return {
    version,
    subversion: global.number("subversion", 0),
    minVersion:
      minVersion > 0 ? { version: minVersion, subversion: global.number("minsubversion", 0) } : null,
    activeSceneBlock: active ?? first,
  };
}

export async function readThumbnail(reader: BlendReader): Promise<Thumbnail | null> {
  const block = reader.coded("TEST")[0];
  if (block === undefined) return null;
  const { blocks, content, header } = reader.opened;
  const [offset, length] = [blocks.offset(block), blocks.size(block)];
  const head = await bytesAt(content, offset, Math.min(8, length));
  if (head.length < 8) return null;
  const view = new DataView(head.buffer, head.byteOffset, 8);
  const isLittle = header.endian === "little";
  const [width, height] = [view.getInt32(0, isLittle), view.getInt32(4, isLittle)];
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) return null;
  const row = width * 4;
  if (8 + row * height > length) return null;
  const stored = await bytesAt(content, offset + 8, row * height);
  if (stored.length < row * height) return null;
  // Stored from the bottom up.
  const pixels = new Uint8Array(row * height);
  for (let y = 0; y < height; y++)
    pixels.set(stored.subarray((height - 1 - y) * row, (height - y) * row), y * row);
  return { width, height, pixels };
}
