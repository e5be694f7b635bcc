/** The only thing the reader needs of a file: its size, and some of its bytes. */

export interface ByteSource {
  /** Units: bytes. */
  readonly size: number;
  /** Fewer bytes than asked only where the file ends. An answer at once (no promise) saves a turn of the event loop. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array>;
}

/** Bytes in memory, for tests and small files. */
export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** A dropped File, or fs.openAsBlob(). */
export function sourceOfBlob(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  };
}
