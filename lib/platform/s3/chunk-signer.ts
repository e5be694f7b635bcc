/** Signatures of chunks, each of which builds on the one before; the first on the request's. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { ChunkSigner } from "./aws-chunked.ts";
import { hmac, type Signature, signingKey } from "./sigv4.ts";

const EMPTY = createHash("sha256").digest("hex");

export function chunkSigner(secretKey: string, { date, scope, signature }: Signature): ChunkSigner {
  const key = signingKey(secretKey, scope);
  let previous = signature;
  return {
    isNext: (kind, given, sha256) => {
      const lines =
        kind === "chunk"
          ? ["AWS4-HMAC-SHA256-PAYLOAD", date, scope, previous, EMPTY, sha256]
          : ["AWS4-HMAC-SHA256-TRAILER", date, scope, previous, sha256];
      const expected = hmac(key, lines.join("\n")).toString("hex");
      previous = expected;
      return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
    },
  };
}
