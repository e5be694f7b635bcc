/** Checksums of bytes that stream by, several at once, under the names that S3's headers give them. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Crc32c } from "@aws-crypto/crc32c";
import { Crc64Nvme } from "@aws-sdk/crc64-nvme";

export const SUM_NAMES = ["md5", "sha1", "sha256", "crc32", "crc32c", "crc64nvme"] as const;
export type SumName = (typeof SUM_NAMES)[number];
/** Those that were asked for. */
export type Sums = ReadonlyMap<SumName, Buffer>;

export interface Summing {
  update(chunk: Uint8Array): void;
  /** Once, at the end. */
  digest(): Promise<Sums>;
}

interface Sum {
  update(chunk: Uint8Array): void;
  digest(): Buffer | Promise<Buffer>;
}

function hashSum(name: "md5" | "sha1" | "sha256"): Sum {
  const hash = createHash(name);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** Zlib's own: the cheapest of all, three times as fast as SHA-256 with the processor's help. */
function crc32Sum(): Sum {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    digest: () => uint32(value),
  };
}

function crc32cSum(): Sum {
  const sum = new Crc32c();
  return { update: (chunk) => void sum.update(chunk), digest: () => uint32(sum.digest()) };
}

function crc64Sum(): Sum {
  const sum = new Crc64Nvme();
  return { update: (chunk) => sum.update(chunk), digest: async () => Buffer.from(await sum.digest()) };
}

function sumOf(name: SumName): Sum {
  switch (name) {
    case "md5":
    case "sha1":
    case "sha256":
      return hashSum(name);
    case "crc32":
      return crc32Sum();
    case "crc32c":
      return crc32cSum();
    case "crc64nvme":
      return crc64Sum();
    default:
      return name satisfies never;
  }
}

export function createSums(names: Iterable<SumName>): Summing {
  const sums = [...new Set(names)].map((name) => [name, sumOf(name)] as const);
  return {
    update: (chunk) => {
      for (const [, sum] of sums) sum.update(chunk);
    },
    digest: async () => {
      const done = new Map<SumName, Buffer>();
      for (const [name, sum] of sums) done.set(name, await sum.digest());
      return done;
    },
  };
}
