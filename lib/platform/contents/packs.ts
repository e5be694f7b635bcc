/** contents.pack and contents.take: many chunks in one body, hashed again before they count as stored. */
import { createHash } from "node:crypto";
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { type AccountId, newId, type PackId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { accountOf, allowed } from "../policy.ts";
import { checkRoom } from "../uploads/room.ts";
import { packFolderOf } from "./places.ts";
import {
  deletePack,
  emptyPacks,
  insertPack,
  insertPackChunks,
  type PackRow,
  readPack,
  stalePacks,
} from "./rows.ts";

export async function beginPack(
  ctx: Ctx,
  { body }: ParsedOf<Api["contents"]["pack"]>,
): Promise<ReplyOf<Api["contents"]["pack"]>> {
  const { accountId } = accountOf(ctx.actor);
  // It lies there twice for a moment: in its pack, and where its chunks are put together.
  await checkRoom(ctx, body.sizeBytes * 2);
  const at = ctx.clock.now();
  const packId = newId<PackId>(at);
  await insertPack(ctx.db, { id: packId, accountId, sizeBytes: body.sizeBytes }, new Date(at));
  return { packId, url: await ctx.objects.signedPut(packFolderOf(accountId), packId) };
}

/** A pack's bytes. Errors: not_found, conflict when they are not there or not as many as were announced. */
export async function readPackBytes(ctx: Ctx, packId: PackId): Promise<{ pack: PackRow; bytes: Buffer }> {
  const pack = allowed(ctx.actor, "change", await readPack(ctx.db, packId), "pack");
  const folder = packFolderOf(pack.accountId);
  const head = await ctx.objects.head(folder, pack.id);
  if (head?.sizeBytes !== pack.sizeBytes)
    throw new PlatformError("conflict", "The pack is not there as it was announced. Send it again.");
  const pieces: Buffer[] = [];
  for await (const piece of await ctx.objects.get(folder, pack.id)) pieces.push(piece as Buffer);
  return { pack, bytes: Buffer.concat(pieces) };
}

export async function takePack(
  ctx: Ctx,
  { params, body }: ParsedOf<Api["contents"]["take"]>,
): Promise<ReplyOf<Api["contents"]["take"]>> {
  const { pack, bytes } = await readPackBytes(ctx, params.packId);
  let position = 0;
  const chunks = body.chunks.map(({ sha256, sizeBytes }) => {
    const chunk = { sha256, sizeBytes, position };
    position += sizeBytes;
    return chunk;
  });
  const isWhole = position === bytes.length;
  if (!isWhole || !chunks.every((chunk) => isRight(bytes, chunk)))
    throw new PlatformError(
      "hash_mismatch",
      "A chunk arrived damaged, or is not the one it was told to be. Send the pack again.",
    );
  await insertPackChunks(ctx.db, pack.accountId, pack.id, chunks);
  return { takenBytes: position };
}

const isRight = (bytes: Buffer, chunk: { sha256: string; sizeBytes: number; position: number }): boolean =>
  createHash("sha256")
    .update(bytes.subarray(chunk.position, chunk.position + chunk.sizeBytes))
    .digest("hex") === chunk.sha256;

async function removePack(ctx: Ctx, pack: PackRow): Promise<void> {
  await deletePack(ctx.db, pack.id);
  await ctx.objects.remove(packFolderOf(pack.accountId), pack.id);
}

/** Those whose chunks all lie in contents by now. */
export async function removeEmptyPacks(ctx: Ctx, ids: readonly PackId[]): Promise<void> {
  for (const pack of await emptyPacks(ctx.db, ids)) await removePack(ctx, pack);
}

/** An upload that nobody went on with. Units: milliseconds. */
const STALE_PACK_MS = 7 * 86_400_000;

export async function removeStalePacks(ctx: Ctx): Promise<void> {
  for (const pack of await stalePacks(ctx.db, new Date(ctx.clock.now() - STALE_PACK_MS)))
    await removePack(ctx, pack);
}

/** The list itself, once it was read. */
export async function dropPack(ctx: Ctx, accountId: AccountId, id: PackId): Promise<void> {
  const pack = await readPack(ctx.db, id);
  if (pack === undefined || pack.accountId !== accountId) throw notFound("pack");
  await removePack(ctx, pack);
}
