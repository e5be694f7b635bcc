/**
 * Writes a stream's bytes into an open file: summed while they come, several chunks a write, one write under way while the
 * next chunks arrive. The stream is left undestroyed on errors, so that an HTTP answer can still be sent.
 */
import type { FileHandle } from "node:fs/promises";
import { finished, type Readable } from "node:stream";
import { StoreFull } from "./object-store.ts";
import type { Summing } from "./sums.ts";

/** Bytes of one write: each wakes a thread, so fewer cost less (64 KiB: 5.0 CPU-seconds for 2 GiB, this: 3.7); more hold more memory. */
const WRITE_BYTES = 256 * 1024;

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
 * Answers how many came. Errors: StoreFull, TooManyBytes, and what the stream throws. Units: bytes.
 */
export async function writeStream(
  file: FileHandle,
  body: Readable,
  options: { position: number; maxBytes?: number; sums?: Summing; freesChunks?: boolean },
): Promise<number> {
  const maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY;
  let sizeBytes = 0;
  let position = options.position;
  let chunks: Buffer[] = [];
  let held = 0;
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;

  const flush = (): undefined => {
    const mine = chunks;
    isWriting = true;
    writing = writeAll(file, mine, position, held).then(() => {
      isWriting = false;
      if (options.freesChunks) mine.forEach(free);
    });
    // Awaited below; until then nobody else may call it unhandled.
    writing.catch(() => {});
    position += held;
    chunks = [];
    held = 0;
  };

  try {
    await eachChunk(body, (chunk) => {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw new TooManyBytes(maxBytes);
      options.sums?.update(chunk);
      chunks.push(chunk);
      held += chunk.length;
      if (held < WRITE_BYTES) return undefined;
      return isWriting ? writing.then(flush) : flush();
    });
    await writing;
    flush();
    await writing;
  } catch (error) {
    await writing.catch(() => {});
    throw storeError(error);
  }
  return sizeBytes;
}

/**
 * Hands over chunk after chunk; the stream rests while a promise that was answered is open. The stream's own iterator does
 * the same with a promise for every chunk, which was a tenth of the server's work. Errors: the stream's, and what `take` throws.
 */
function eachChunk(body: Readable, take: (chunk: Buffer) => Promise<unknown> | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (error: unknown) => {
      body.off("data", onData).pause();
      finish();
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      try {
        const busy = take(chunk);
        if (busy === undefined) return;
        body.pause();
        busy.then(() => body.resume(), stop);
      } catch (error) {
        stop(error);
      }
    };
    const finish = finished(body, { writable: false }, (error) => {
      body.off("data", onData);
      if (error) reject(error);
      else resolve();
    });
    body.on("data", onData);
  });
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
