/**
 * What an account has stored already, by SHA-256, and how the rest is sent: many chunks in one pack, straight to storage.
 * Nobody learns what another account has: each account's contents are its own.
 */
import { z } from "zod";
import { MOST_CHUNK } from "#lib/domain/chunks.ts";
import { endpoint } from "../endpoint.ts";
import { count, packId, sha256 } from "../scalars.ts";

/** One request to storage carries this much: few round trips, little lost when one breaks. Units: bytes. */
export const MAX_PACK_BYTES = 64 * 1024 ** 2;
/** With their hashes, below the megabyte that the portal passes on. */
export const MAX_CHUNKS_A_CALL = 8000;

export const chunk = z.object({ sha256, sizeBytes: z.number().int().min(1).max(MOST_CHUNK) });
export type Chunk = z.infer<typeof chunk>;

/** A file of a project that is being put together: where it lies, and what it is made of. Short names: there may be many. */
export const treeFile = z.object({
  path: z.string().min(1),
  /** [SHA-256, bytes] of each chunk, in order; none for an empty file. */
  chunks: z.array(z.tuple([sha256, z.number().int().min(1).max(MOST_CHUNK)])),
});
export type TreeFile = z.infer<typeof treeFile>;
/** Sent to storage as JSON in a pack of its own: 10,000 files are more than a call carries. */
export const treeList = z.array(treeFile);

export const contents = {
  missing: endpoint({
    method: "POST",
    path: "/farm/v1/contents/missing",
    who: ["account"],
    summary: "Which of these chunks, by SHA-256, the caller's own store lacks.",
    body: z.object({ chunks: z.array(sha256).max(MAX_CHUNKS_A_CALL) }),
    reply: z.object({ missing: z.array(sha256) }),
  }),
  pack: endpoint({
    method: "POST",
    path: "/farm/v1/contents/packs",
    who: ["account"],
    summary: "Where to PUT many chunks, one after the other, as one body. 507 when the disk is full.",
    body: z.object({ sizeBytes: z.number().int().min(1).max(MAX_PACK_BYTES) }),
    reply: z.object({ packId, url: z.string() }),
  }),
  take: endpoint({
    method: "POST",
    path: "/farm/v1/contents/packs/:packId/take",
    who: ["account"],
    summary:
      "What the pack that was PUT holds, in order. Every chunk is hashed again; 400 hash_mismatch when one differs. Safe to repeat.",
    params: z.object({ packId }),
    body: z.object({ chunks: z.array(chunk).min(1).max(MAX_CHUNKS_A_CALL) }),
    reply: z.object({ takenBytes: count }),
  }),
};
