/** Data blocks that live in another .blend: in this one they are only names, behind the library that they come from. */
import type { BlendReader } from "./reader.ts";

/** Path of the library of a placeholder, as stored; null for a data block of this file. */
export async function libraryOf(reader: BlendReader, block: number): Promise<string | null> {
  const { blocks } = reader.opened;
  if (blocks.code(block) !== "ID") return null;
  const libraries = reader.coded("LI");
  // The last one before it; there may be thousands, and as many who ask.
  let [low, high] = [0, libraries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((libraries[middle] as number) < block) low = middle + 1;
    else high = middle;
  }
  const library = libraries[low - 1];
  return library === undefined ? "" : (await reader.view(library)).text("name");
}
