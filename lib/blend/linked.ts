/** Data blocks that live in another .blend: in this one they are only names, behind the library that they come from. */
import type { BlendReader } from "./reader.ts";

/** Path of the library of a placeholder, as stored; null for a data block of this file. */
export async function libraryOf(reader: BlendReader, block: number): Promise<string | null> {
  const { blocks } = reader.opened;
  if (blocks.code(block) !== "ID") return null;
  let library: number | null = null;
  for (const candidate of reader.coded("LI")) if (candidate < block) library = candidate;
  return library === null ? "" : (await reader.view(library)).text("name");
}
