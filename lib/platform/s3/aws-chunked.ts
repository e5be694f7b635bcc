/**
 * Takes `aws-chunked` apart: bodies in chunks that may each be signed, with checksums behind them ("trailers").
 * Source: docs.aws.amazon.com, "Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks".
 */
import { createHash, type Hash } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import { StorageError } from "./errors.ts";

/** Makes and checks the signatures of chunks; null where chunks are not signed. */
export interface ChunkSigner {
  /** Whether that is the signature of the next chunk, or of the trailer. Later ones build on it. */
  isNext(kind: "chunk" | "trailer", signature: string, sha256: string): boolean;
}

/** A chunk's first line, or a trailer's. Units: bytes. */
const MAX_LINE = 4096;
const MAX_TRAILER = 16_384;

export class AwsChunkedDecoder extends Transform {
  readonly trailers = new Map<string, string>();
  #signer: ChunkSigner | null;
  #hasTrailer: boolean;
  #rest: Buffer = Buffer.alloc(0);
  #state: "size" | "data" | "data end" | "trailers" | "end" = "size";
  #left = 0;
  #signature = "";
  #hash: Hash | null = null;
  #trailerText = "";

  constructor(options: { signer: ChunkSigner | null; hasTrailer: boolean }) {
    super();
    this.#signer = options.signer;
    this.#hasTrailer = options.hasTrailer;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    try {
      this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
      while (this.#step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      // The line that ends the trailers may be left out.
      if (this.#state === "trailers") this.#endTrailers();
      if (this.#state !== "end") throw incomplete();
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  /** True when it got on. */
  #step(): boolean {
    switch (this.#state) {
      case "size":
        return this.#readSize();
      case "data":
        return this.#readData();
      case "data end":
        if (this.#rest.length < 2) return false;
        if (this.#rest[0] !== 13 || this.#rest[1] !== 10) throw malformed();
        this.#rest = this.#rest.subarray(2);
        this.#state = "size";
        return true;
      case "trailers":
        return this.#readTrailer();
      case "end":
        this.#rest = Buffer.alloc(0);
        return false;
      default:
        return this.#state satisfies never;
    }
  }

  #line(): string | null {
    const end = this.#rest.indexOf("\r\n");
    if (end > MAX_LINE || (end < 0 && this.#rest.length > MAX_LINE)) throw malformed();
    if (end < 0) return null;
    const line = this.#rest.subarray(0, end).toString("latin1");
    this.#rest = this.#rest.subarray(end + 2);
    return line;
  }

  #readSize(): boolean {
    const line = this.#line();
    if (line === null) return false;
    const [, size = "", , signature = ""] =
      /^([0-9a-fA-F]{1,10})(;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
    if (size === "") throw malformed();
    this.#left = Number.parseInt(size, 16);
    this.#signature = signature;
    this.#hash = this.#signer === null ? null : createHash("sha256");
    if (this.#left > 0) {
      this.#state = "data";
      return true;
    }
    this.#checkChunk();
    this.#state = this.#hasTrailer ? "trailers" : "end";
    return true;
  }

  #readData(): boolean {
    if (this.#rest.length === 0) return false;
    const data = this.#rest.subarray(0, this.#left);
    this.#rest = this.#rest.subarray(data.length);
    this.#left -= data.length;
    this.#hash?.update(data);
    this.push(data);
    if (this.#left > 0) return false;
    this.#checkChunk();
    this.#state = "data end";
    return true;
  }

  #checkChunk(): void {
    if (this.#signer?.isNext("chunk", this.#signature, this.#hash?.digest("hex") ?? "") === false)
      throw badSignature();
  }

  #readTrailer(): boolean {
    const line = this.#line();
    if (line === null) return false;
    if (line === "") {
      this.#endTrailers();
      return true;
    }
    const colon = line.indexOf(":");
    if (colon < 1 || this.#trailerText.length > MAX_TRAILER) throw malformed();
    const [name, value] = [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    if (name !== "x-amz-trailer-signature") this.#trailerText += `${name}:${value}\n`;
    this.trailers.set(name, value);
    return true;
  }

  #endTrailers(): void {
    const signature = this.trailers.get("x-amz-trailer-signature") ?? "";
    const sha256 = createHash("sha256").update(this.#trailerText).digest("hex");
    if (this.#signer?.isNext("trailer", signature, sha256) === false) throw badSignature();
    this.#state = "end";
  }
}

const malformed = () => new StorageError(400, "InvalidRequest", "The body is no well-formed aws-chunked.");
const incomplete = () => new StorageError(400, "IncompleteBody", "The body ended before its last chunk.");
const badSignature = () =>
  new StorageError(403, "SignatureDoesNotMatch", "The signature of a chunk does not match what came.");
