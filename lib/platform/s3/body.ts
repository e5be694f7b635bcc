/** The body of a request: plain or aws-chunked, its announced length, and every checksum that it must have. */
import type { IncomingMessage } from "node:http";
import { pipeline, type Readable } from "node:stream";
import type { Announced } from "../objects/fs-multipart.ts";
import { ChecksumMismatch } from "../objects/object-store.ts";
import type { SumName, Sums } from "../objects/sums.ts";
import type { Caller } from "./authenticate.ts";
import { AwsChunkedDecoder } from "./aws-chunked.ts";
import { announcedSums, checksumHeaders, checksumIn, checksumTrailer, checkSums } from "./checksums.ts";
import { StorageError } from "./errors.ts";

/** S3's most for one PUT. Units: bytes. */
const MAX_PUT_BYTES = 5 * 1024 ** 3;

export interface Body {
  stream: Readable;
  announced: Announced;
  /** Checksum headers of what arrived, for the answer and the object. Complete when `announced.check` was asked. */
  checksums: Record<string, string>;
}

/** Errors: StorageError for lengths and words that are not right; ChecksumMismatch later, from `announced.check`. */
export function bodyOf(request: IncomingMessage, caller: Caller, what: string): Body {
  const { payload } = caller;
  const chunked = /^STREAMING-(UNSIGNED-PAYLOAD|AWS4-HMAC-SHA256-PAYLOAD)(-TRAILER)?$/.exec(payload);
  const expected = announcedSums(request.headers);
  const sizeBytes = lengthOf(request, chunked !== null);
  const checksums = checksumHeaders(expected);
  if (chunked === null) {
    const signed = signedSum(payload);
    const check = (found: Sums) => {
      checkSums(expected, found, what);
      if (signed !== null && found.get("sha256")?.toString("hex") !== signed) throw contentMismatch();
    };
    const sums = signed === null ? [...expected.keys()] : [...expected.keys(), "sha256" as const];
    return { stream: request, announced: { sizeBytes, sums, check }, checksums };
  }
  const trailer = checksumTrailer(request.headers["x-amz-trailer"]);
  const signer = chunked[1] === "UNSIGNED-PAYLOAD" ? null : caller.chunks;
  const decoder = new AwsChunkedDecoder({ signer, hasTrailer: chunked[2] !== undefined });
  // What breaks the one breaks the other; who reads the decoder hears of it.
  pipeline(request, decoder, () => {});
  const check = (found: Sums) => {
    const all = new Map(expected);
    if (trailer !== null) {
      const sum = checksumIn(
        `x-amz-checksum-${trailer}`,
        decoder.trailers.get(`x-amz-checksum-${trailer}`) ?? "",
      );
      if (sum !== null) all.set(...sum);
    }
    checkSums(all, found, what);
    Object.assign(checksums, checksumHeaders(all));
  };
  const sums: SumName[] = [...expected.keys(), ...(trailer === null ? [] : [trailer])];
  return { stream: decoder, announced: { sizeBytes, sums, check }, checksums };
}

/** The SHA-256 (hex) that the signature covers; null when the body is not signed. */
function signedSum(payload: string): string | null {
  if (payload === "UNSIGNED-PAYLOAD") return null;
  if (/^[0-9a-f]{64}$/.test(payload)) return payload;
  throw new StorageError(
    400,
    "InvalidArgument",
    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or a valid sha256 value.",
  );
}

const contentMismatch = () =>
  new StorageError(
    400,
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );

function lengthOf(request: IncomingMessage, isChunked: boolean): number {
  const name = isChunked ? "x-amz-decoded-content-length" : "content-length";
  const text = request.headers[name];
  if (typeof text !== "string" || !/^\d{1,16}$/.test(text))
    throw new StorageError(411, "MissingContentLength", `Say how many bytes come: ${name}.`);
  const sizeBytes = Number(text);
  if (sizeBytes > MAX_PUT_BYTES)
    throw new StorageError(400, "EntityTooLarge", `One PUT takes ${MAX_PUT_BYTES} bytes at most.`);
  return sizeBytes;
}

/** A small body as text, with its checksums checked. Units: bytes. Errors: EntityTooLarge, ChecksumMismatch. */
export async function textOf(
  { stream, announced }: Body,
  createSums: (names: readonly SumName[]) => { update(chunk: Buffer): void; digest(): Promise<Sums> },
  mostBytes: number,
): Promise<string> {
  if (announced.sizeBytes > mostBytes)
    throw new StorageError(400, "EntityTooLarge", `This takes ${mostBytes} bytes at most.`);
  const sums = createSums(announced.sums);
  const chunks: Buffer[] = [];
  let came = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    came += chunk.length;
    if (came > mostBytes)
      throw new StorageError(400, "EntityTooLarge", `This takes ${mostBytes} bytes at most.`);
    sums.update(chunk);
    chunks.push(chunk);
  }
  if (came !== announced.sizeBytes) throw new ChecksumMismatch("The request");
  announced.check(await sums.digest());
  return Buffer.concat(chunks).toString("utf8");
}
