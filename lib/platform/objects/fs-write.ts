/**
 * Writes a stream's bytes into an open file: summed while they come, several chunks a write, one write under way while the
 * next chunks arrive. The stream is left undestroyed on errors, so that an HTTP answer can still be sent.
 */
import type { FileHandle } from "node:fs/promises";
import { finished, type Readable } from "node:stream";
import { type ChunkQueue, createChunkQueue, writeRest } from "./chunk-queue.ts";
import { DIRECT_BLOCK, DIRECT_WRITE_BYTES, withSlot } from "./fs-direct.ts";
import { StoreFull } from "./object-store.ts";
import type { Summing } from "./sums.ts";
import type { ThreadSumming } from "./thread-sums.ts";

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

/** The same file, opened by `openDirect`, takes the whole blocks; everything is summed from where they are written from. */
export interface Direct {
  file: FileHandle;
  sums: Pick<ThreadSumming, "update">;
}

export interface WriteOptions {
  position: number;
  maxBytes?: number;
  sums?: Summing;
  /** Nobody else holds the stream's chunks (an HTTP request's), so they are freed when they are written. */
  freesChunks?: boolean;
  /** `position` is a block's beginning then. */
  direct?: Direct | null;
}

/** Answers how many came. Errors: StoreFull, TooManyBytes, and what the stream throws. Units: bytes. */
export async function writeStream(file: FileHandle, body: Readable, options: WriteOptions): Promise<number> {
  const { maxBytes = Number.POSITIVE_INFINITY, direct = null } = options;
  const queue = createChunkQueue(options.freesChunks === true);
  let sizeBytes = 0;
  let position = options.position;
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;

  /** Whole blocks go to the disk; the rest waits for more, or for the end. */
  const flush = (): undefined => {
    const total =
      direct === null
        ? queue.held()
        : Math.min(queue.held() - (queue.held() % DIRECT_BLOCK), DIRECT_WRITE_BYTES);
    const at = position;
    position += total;
    isWriting = true;
    const step =
      direct === null ? queue.writeAll(file, at) : writeBlocks(file, direct, queue, { total, position: at });
    writing = step.then(() => {
      isWriting = false;
    });
    // Awaited below; until then nobody else may call it unhandled.
    writing.catch(() => {});
  };

  const writeBytes = direct === null ? WRITE_BYTES : DIRECT_WRITE_BYTES;
  try {
    await eachChunk(body, (chunk) => {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw new TooManyBytes(maxBytes);
      options.sums?.update(chunk);
      queue.push(chunk);
      if (queue.held() < writeBytes) return undefined;
      return isWriting ? writing.then(flush) : flush();
    });
    await writing;
    if (direct !== null) {
      while (queue.held() >= DIRECT_BLOCK) {
        flush();
        await writing;
      }
      for (const rest of queue.chunks()) await direct.sums.update(rest);
    }
    await queue.writeAll(file, position);
  } catch (error) {
    await writing.catch(() => {});
    throw storeError(error);
  }
  return sizeBytes;
}

async function writeBlocks(
  file: FileHandle,
  direct: Direct,
  queue: ChunkQueue,
  { total, position }: { total: number; position: number },
): Promise<void> {
  await withSlot(async (slot) => {
    const block = slot.subarray(0, total);
    queue.takeInto(block);
    const write = async () => {
      const { bytesWritten } = await direct.file.write(block, 0, total, position);
      // A disk that fills up takes a part first, which may be no whole blocks; the rest then says why.
      if (bytesWritten < total) await writeRest(file, block.subarray(bytesWritten), position + bytesWritten);
    };
    // Both to their end, whatever becomes of the other: only then is the slot free.
    const ended = await Promise.allSettled([write(), direct.sums.update(block)]);
    for (const one of ended) if (one.status === "rejected") throw one.reason;
  });
}

/**
 * Hands over chunk after chunk; the stream rests while a promise that was answered is open. The stream's own iterator does
 * the same with a promise for every chunk, which was a tenth of the server's work. Errors: the stream's, and what `take` throws.
 */
function eachChunk(body: Readable, take: (chunk: Buffer) => Promise<unknown> | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let busy: Promise<unknown> = Promise.resolve();
    const stop = (error: unknown) => {
      body.off("data", onData).pause();
      finish();
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      try {
        const taking = take(chunk);
        if (taking === undefined) return;
        busy = taking;
        body.pause();
        taking.then(() => body.resume(), stop);
      } catch (error) {
        stop(error);
      }
    };
    const finish = finished(body, { writable: false }, (error) => {
      body.off("data", onData);
      if (error) reject(error);
      // A stream may end behind a chunk that is still being taken.
      else busy.then(() => resolve(), reject);
    });
    body.on("data", onData);
  });
}

const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** What the file system says when it is full, in our words; anything else as it is. */
export function storeError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return code !== undefined && FULL.has(code) ? new StoreFull(error) : error;
}
