/** The reader over some bytes, with what it took; the same in the worker and in the page. */
import type { ByteSource } from "#lib/blend/byte-source.ts";
import { BlendFileError } from "#lib/blend/errors.ts";
import { summarize } from "#lib/blend/index.ts";
import type { Looked } from "./inspect-file.ts";

/** Errors: what the source throws. */
export async function lookInto(source: ByteSource, name: string): Promise<Looked> {
  const began = performance.now();
  let bytesRead = 0;
  const counting: ByteSource = {
    size: source.size,
    read(offset, length) {
      bytesRead += Math.max(0, Math.min(length, source.size - offset));
      return source.read(offset, length);
    },
  };
  try {
    const summary = await summarize(counting, name);
    return { status: "read", summary, milliseconds: performance.now() - began, bytesRead };
  } catch (error) {
    if (error instanceof BlendFileError)
      return { status: "unreadable", code: error.code, message: error.message };
    throw error;
  }
}
