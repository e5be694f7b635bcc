/** Finds out how a file is packed and opens it. */
import type { Budget } from "./budget.ts";
import type { ByteSource } from "./byte-source.ts";
import type { Content } from "./content.ts";
import { NotABlend } from "./errors.ts";
import { rawContent } from "./raw.ts";
import { SNIFF_BYTES, sniffBlend } from "./sniff.ts";
import { streamContent } from "./stream.ts";
import { unpackGzip, unpackZstd } from "./unpack.ts";
import { framesContent, readSeekTable } from "./zstd-frames.ts";

export type Compression = "none" | "gzip" | "zstd";

/** Errors: NotABlend with what it is instead. */
export async function openContainer(
  source: ByteSource,
  budget: Budget,
): Promise<{ compression: Compression; content: Content }> {
  const head = source.size === 0 ? new Uint8Array() : await source.read(0, SNIFF_BYTES);
  const startsAs = String.fromCharCode(...head.subarray(0, 7));
  if (startsAs === "BLENDER") return { compression: "none", content: rawContent(source) };
  const sniffed = sniffBlend(head, "a.blend");
  if (!sniffed.ok) throw new NotABlend(sniffed.message);
  if (sniffed.compression === "gzip")
    return { compression: "gzip", content: streamContent(() => unpackGzip(source), budget) };
  const table = await readSeekTable(source);
  if (table !== null) return { compression: "zstd", content: framesContent(source, table, budget) };
  return { compression: "zstd", content: streamContent(() => unpackZstd(source, budget), budget) };
}
