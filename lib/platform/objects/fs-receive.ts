/** Takes a stream into an open-ended file at its place, summed on the way. */
import { type FileHandle, open } from "node:fs/promises";
import { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { DIRECT_BLOCK, DIRECT_WRITE_BYTES, openDirect, slotMemory } from "./fs-direct.ts";
import { writeStream } from "./fs-write.ts";
import { createSums, type SumName, type Sums } from "./sums.ts";
import { createThreadSums } from "./thread-sums.ts";

export interface Receiving {
  /** Begins the file anew; otherwise it is there. */
  isNew: boolean;
  position: number;
  /** At most, and what is expected. */
  sizeBytes: number;
  sums: readonly SumName[];
  /** Nobody reads the bytes again soon: they need not pass the kernel's memory. For a file that is there. */
  isDirect: boolean;
}

/** Answers how many bytes came. Errors: those of writeStream. */
export async function receiveInto(
  path: string,
  body: Readable,
  { isNew, position, sizeBytes, sums: names, isDirect }: Receiving,
): Promise<{ came: number; sums: Sums }> {
  const opened: FileHandle[] = [];
  const options = { position, maxBytes: sizeBytes, freesChunks: body instanceof IncomingMessage };
  try {
    const file = await open(path, isNew ? "w" : "r+", 0o600);
    opened.push(file);
    const isWorthIt = isDirect && position % DIRECT_BLOCK === 0 && sizeBytes >= DIRECT_WRITE_BYTES;
    const direct = isWorthIt ? await openDirect(path) : null;
    if (direct !== null) opened.push(direct);
    if (direct === null) {
      const sums = createSums(names);
      const came = await writeStream(file, body, { ...options, sums });
      if (isNew) await file.sync();
      return { came, sums: await sums.digest() };
    }
    const sums = createThreadSums(names, slotMemory());
    try {
      const came = await writeStream(file, body, { ...options, direct: { file: direct, sums } });
      return { came, sums: await sums.digest() };
    } finally {
      sums.end();
    }
  } finally {
    await Promise.all(opened.map((file) => file.close()));
  }
}
