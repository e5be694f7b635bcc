/** Chunks that came and are not yet written, in order. */
import type { FileHandle } from "node:fs/promises";

export interface ChunkQueue {
  push(chunk: Buffer): void;
  /** Units: bytes. */
  held(): number;
  /** Fills it from the front; so many must be held. */
  takeInto(target: Buffer): void;
  /** What is held. */
  chunks(): Buffer[];
  /** Everything that is held when it is called. */
  writeAll(file: FileHandle, position: number): Promise<void>;
}

export function createChunkQueue(freesChunks: boolean): ChunkQueue {
  let chunks: Buffer[] = [];
  let held = 0;
  /** Of the first chunk so many were taken. */
  let taken = 0;
  const rest = () => chunks.map((chunk, i) => (i === 0 ? chunk.subarray(taken) : chunk));
  return {
    push: (chunk) => {
      chunks.push(chunk);
      held += chunk.length;
    },
    held: () => held,
    takeInto: (target) => {
      let done = 0;
      let full = 0;
      for (const chunk of chunks) {
        const copied = chunk.copy(target, done, taken);
        done += copied;
        taken += copied;
        if (taken < chunk.length) break;
        taken = 0;
        full += 1;
        if (freesChunks) free(chunk);
      }
      chunks.splice(0, full);
      held -= done;
    },
    chunks: rest,
    writeAll: async (file, position) => {
      if (chunks.length === 0) return;
      const all = rest();
      const [whole, total] = [chunks, held];
      chunks = [];
      held = 0;
      taken = 0;
      const { bytesWritten } = await file.writev(all, position);
      // A disk that fills up takes a part first; the rest then says why.
      if (bytesWritten < total)
        await writeRest(file, Buffer.concat(all).subarray(bytesWritten), position + bytesWritten);
      if (freesChunks) whole.forEach(free);
    },
  };
}

export async function writeRest(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const next = await file.write(bytes, done, bytes.length - done, position + done);
    done += next.bytesWritten;
  }
}

/**
 * Gives a chunk's memory back at once. Waiting for the collector costs more than the writing itself: it is driven by
 * these buffers and each time walks the whole heap. Only what is a buffer of its own: a slice may have neighbours.
 */
function free(chunk: Buffer): void {
  const { buffer } = chunk;
  if (buffer instanceof ArrayBuffer && chunk.byteOffset === 0 && chunk.length === buffer.byteLength)
    buffer.transfer(0);
}
