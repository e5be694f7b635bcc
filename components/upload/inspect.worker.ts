/**
 * Reads a dropped .blend beside the page, so that even a large one stops nothing: a File comes in, what is in it goes out.
 * Only the pieces that it needs are read, and none of it leaves the computer.
 */
import type { ByteSource } from "#lib/blend/byte-source.ts";
import { lookInto } from "./look-into.ts";

/** Only workers have it: an answer at once, over thousands of small reads. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

function sourceOfFile(file: Blob): ByteSource {
  const reader = new FileReaderSync();
  return {
    size: file.size,
    read: (offset, length) => new Uint8Array(reader.readAsArrayBuffer(file.slice(offset, offset + length))),
  };
}

addEventListener("message", ({ data }: MessageEvent<{ file: Blob; name: string }>) => {
  lookInto(sourceOfFile(data.file), data.name).then(
    (looked) => postMessage(looked),
    // To the page's "error" event, as what it is.
    (error: unknown) => reportError(error),
  );
});
