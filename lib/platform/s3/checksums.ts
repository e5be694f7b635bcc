/** Which checksums a request announces of its body, and whether what came has them. Pure. */
import type { IncomingHttpHeaders } from "node:http";
import { ChecksumMismatch } from "../objects/object-store.ts";
import { SUM_NAMES, type SumName, type Sums } from "../objects/sums.ts";
import { StorageError } from "./errors.ts";

const LENGTHS: Record<SumName, number> = { md5: 16, sha1: 20, sha256: 32, crc32: 4, crc32c: 4, crc64nvme: 8 };
/** MD5 has a header of its own. */
const CHECKSUM_NAMES = SUM_NAMES.filter((name) => name !== "md5");
const CHECKSUM_HEADER = "x-amz-checksum-";

function isSum(name: SumName, text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text, "base64").length === LENGTHS[name];
}

/** The checksum of that header or trailer, when it is one. Errors: InvalidRequest for what is no such sum. */
export function checksumIn(header: string, text: string): [SumName, string] | null {
  const name = CHECKSUM_NAMES.find((sum) => header === CHECKSUM_HEADER + sum);
  if (name === undefined) return null;
  if (!isSum(name, text))
    throw new StorageError(400, "InvalidRequest", `Value for ${header} header is invalid.`);
  return [name, text];
}

/** Shape: {"content-md5": "…", "x-amz-checksum-crc32": "…"} → md5 and crc32 */
export function announcedSums(headers: IncomingHttpHeaders): Map<SumName, string> {
  const sums = new Map<SumName, string>();
  const md5 = headers["content-md5"];
  if (md5 !== undefined) {
    if (typeof md5 !== "string" || !isSum("md5", md5))
      throw new StorageError(400, "InvalidDigest", "Content-MD5 is the Base64 of 16 bytes.");
    sums.set("md5", md5);
  }
  for (const [header, value] of Object.entries(headers)) {
    const found = typeof value === "string" ? checksumIn(header, value) : null;
    if (found !== null) sums.set(...found);
  }
  return sums;
}

/** Errors: ChecksumMismatch. */
export function checkSums(expected: ReadonlyMap<SumName, string>, found: Sums, what: string): void {
  for (const [name, value] of expected)
    if (found.get(name)?.toString("base64") !== value) throw new ChecksumMismatch(what);
}

/** What the object is answered with later. Shape: {crc32: "…"} → {"x-amz-checksum-crc32": "…"} */
export function checksumHeaders(sums: ReadonlyMap<SumName, string>): Record<string, string> {
  return Object.fromEntries(
    [...sums].filter(([name]) => name !== "md5").map(([name, value]) => [CHECKSUM_HEADER + name, value]),
  );
}

/** The checksum that comes behind the body. Errors: InvalidRequest for one that nobody knows. */
export function checksumTrailer(header: string | string[] | undefined): SumName | null {
  if (header === undefined) return null;
  const name = CHECKSUM_NAMES.find((sum) => String(header).trim().toLowerCase() === CHECKSUM_HEADER + sum);
  if (name === undefined)
    throw new StorageError(
      400,
      "InvalidRequest",
      "The value specified in the x-amz-trailer header is not supported",
    );
  return name;
}
