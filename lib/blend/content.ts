/** The file as Blender sees it, unpacked: what every container (raw, gzip, zstd) offers. */
export interface Content {
  /** Units: bytes, unpacked; null where that is only known at the end. */
  readonly size: number | null;
  /** The bytes if they are at hand, else null. Saves a promise for each of 48,000 blocks. */
  peek(offset: number, length: number): Uint8Array | null;
  /** Fewer than asked only where the content ends. Errors: BlendFileError. */
  load(offset: number, length: number): Promise<Uint8Array>;
  /** A hint: nobody will ask for what lies between. */
  skip?(from: number, to: number): void;
}

export async function bytesAt(content: Content, offset: number, length: number): Promise<Uint8Array> {
  return content.peek(offset, length) ?? content.load(offset, length);
}
