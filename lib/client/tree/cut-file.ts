/** One file's bytes cut into chunks, each with its SHA-256: what is asked of the farm before anything is sent. */
import { chunksOf } from "#lib/domain/chunks.ts";
import type { LocalFile } from "./local-file.ts";

/** SHA-256 in hex, and length. */
export type CutChunk = [sha256: string, sizeBytes: number];

export interface CutTools {
  hash: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
  onBytes: (bytes: number) => void;
  signal: AbortSignal;
}

/** Errors: when other bytes come than were announced; the signal's reason; what the disk says. */
export async function cutFile(
  file: Pick<LocalFile, "path" | "sizeBytes" | "stream">,
  { hash, onBytes, signal }: CutTools,
): Promise<CutChunk[]> {
  const chunks: CutChunk[] = [];
  let seen = 0;
  for await (const chunk of chunksOf(file.stream())) {
    signal.throwIfAborted();
    seen += chunk.length;
    if (seen > file.sizeBytes) break;
    chunks.push([await hash(chunk), chunk.length]);
    onBytes(chunk.length);
  }
  if (seen !== file.sizeBytes)
    throw new Error(`"${file.path}" has not the ${file.sizeBytes} bytes that it should have.`);
  return chunks;
}
