/**
 * A .zip that is written while it is read: stored, not compressed (pictures are), so its length is known before the first
 * byte; one file open at a time; zip64 where sizes ask for it.
 */
import type { Readable } from "node:stream";
import { ZipFile } from "yazl";

export interface ZipEntry {
  name: string;
  sizeBytes: number;
  modifiedAt: Date;
  open: () => Promise<Readable>;
}

export interface ZipStream {
  stream: NodeJS.ReadableStream;
  /** Units: bytes. */
  sizeBytes: number;
  /** Nobody reads on: closes the file that is open and opens no more. */
  stop: () => void;
}

/** `failed`: a file could not be read; the archive is incomplete and must not end well. */
export function zipOf(entries: readonly ZipEntry[], failed: (error: unknown) => void): Promise<ZipStream> {
  const zip = new ZipFile();
  zip.on("error", failed);
  let isStopped = false;
  let current: Readable | undefined;
  const stop = () => {
    isStopped = true;
    current?.destroy();
  };
  for (const { name, sizeBytes, modifiedAt, open } of entries) {
    const options = { compress: false, size: sizeBytes, mtime: modifiedAt, mode: 0o100644 };
    zip.addReadStreamLazy(name, options, (done) => {
      open()
        .then((stream) => {
          current = stream;
          stream.on("error", failed);
          if (isStopped) stream.destroy();
          else done(null, stream);
        })
        .catch(failed);
    });
  }
  return new Promise((resolve, reject) => {
    // The types leave the size out; yazl hands it over (-1 when it cannot know).
    const known = (sizeBytes: number) =>
      sizeBytes < 0
        ? reject(new Error("The archive's size is not known."))
        : resolve({ stream: zip.outputStream, sizeBytes, stop });
    zip.end({ forceZip64Format: false, comment: "" }, known as () => void);
  });
}
