/** A file that is to be sent, wherever it lies: on the artist's disk, or inside a .zip. */
export interface LocalFile {
  /** Below the project's folder, with forward slashes. */
  path: string;
  /** Units: bytes. As announced: what comes may be told wrong. */
  sizeBytes: number;
  /** From the beginning, as often as asked. */
  stream(): AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** Absent where bytes can't be reached without all before them (compressed in a .zip). `end` is exclusive. */
  read?(first: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}
