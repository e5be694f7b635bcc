/**
 * Writes a stream's bytes into an open file: hashed while they come, several chunks a write, one write under way while the
 * next chunks arrive. The stream is left undestroyed on errors, so that an HTTP answer can still be sent.
 */
import { createHash, type Hash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { StoreFull } from "./object-store.ts";

/** Bytes of one write: what is still in the processor's cache is written cheapest (512 KiB cost 40 % more CPU). */
const WRITE_BYTES = 64 * 1024;

export interface Written {
  sizeBytes: number;
  /** Null when no hash was asked for. */
  sha256: Buffer | null;
}

/** More bytes came than were announced. */
export class TooManyBytes extends Error {
  readonly code = "too_many_bytes";
  constructor(limit: number) {
    super(`More than the announced ${limit} bytes came.`);
    this.name = "TooManyBytes";
  }
}

/**
 * `freesChunks`: nobody else holds the stream's chunks (an HTTP request's), so they are freed when they are written.
 * Errors: StoreFull, TooManyBytes, and what the stream throws. Units: bytes.
 */
export async function writeStream(
  file: FileHandle,
  body: Readable,
  options: { position: number; maxBytes?: number; isHashed: boolean; freesChunks?: boolean },
): Promise<Written> {
  const hash: Hash | null = options.isHashed ? createHash("sha256") : null;
  const maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY;
  let sizeBytes = 0;
  let position = options.position;
  let chunks: Buffer[] = [];
  let held = 0;
  let writing: Promise<void> = Promise.resolve();

  const flush = () => {
    const mine = chunks;
    writing = writeAll(file, mine, position, held);
    if (options.freesChunks) writing = writing.then(() => mine.forEach(free));
    // Awaited below; until then nobody else may call it unhandled.
    writing.catch(() => {});
    position += held;
    chunks = [];
    held = 0;
  };

  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw new TooManyBytes(maxBytes);
      hash?.update(chunk);
      chunks.push(chunk);
      held += chunk.length;
      if (held >= WRITE_BYTES) {
        await writing;
        flush();
      }
    }
    await writing;
    flush();
    await writing;
  } catch (error) {
    await writing.catch(() => {});
    throw storeError(error);
  }
  return { sizeBytes, sha256: hash?.digest() ?? null };
}

async function writeAll(file: FileHandle, chunks: Buffer[], position: number, total: number): Promise<void> {
  if (total === 0) return;
  const { bytesWritten } = await file.writev(chunks, position);
  if (bytesWritten === total) return;
  // A disk that fills up takes a part first; the rest then says why.
  const rest = Buffer.concat(chunks).subarray(bytesWritten);
  for (let done = 0; done < rest.length; ) {
    const next = await file.write(rest, done, rest.length - done, position + bytesWritten + done);
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

const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** What the file system says when it is full, in our words; anything else as it is. */
export function storeError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code !== undefined && FULL.has(code) ? new StoreFull(error) : error;
}
