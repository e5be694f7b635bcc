/**
 * Files that came otherwise (an upload in parts, a bucket) become contents with chunks too, so that the next version of their
 * project sends what changed and no more. They are read once; the bytes stay where they are, under one name more.
 */
import { createHash } from "node:crypto";
import type { TreeFile } from "#lib/contract/farm/contents.ts";
import { chunksOf } from "#lib/domain/chunks.ts";
import type { SourceFile } from "#lib/domain/source.ts";
import type { Ctx } from "../context.ts";
import { allSourceFiles, keyIn, readSource, type SourceRow } from "../sources/rows.ts";
import { awaitRemovals } from "./await-removals.ts";
import { contentFolderOf } from "./places.ts";
import { contentsOfHashes, insertContents, moveChunks } from "./rows.ts";
import { recipeOf } from "./store.ts";

/** The stream's chunks may share memory with what comes next: a copy each. */
async function* piecesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const piece of stream) yield Uint8Array.from(piece);
}

async function adoptFile(ctx: Ctx, source: SourceRow, file: SourceFile): Promise<SourceFile> {
  const from = { bucket: source.folder, key: keyIn(source, file) };
  const whole = createHash("sha256");
  const chunks: TreeFile["chunks"] = [];
  const stream = await ctx.objects.get(from.bucket, from.key);
  for await (const chunk of chunksOf(piecesOf(stream as AsyncIterable<Buffer>))) {
    whole.update(chunk);
    chunks.push([createHash("sha256").update(chunk).digest("hex"), chunk.length]);
  }
  const sha256 = whole.digest("hex");
  const folder = contentFolderOf(source.accountId);
  await awaitRemovals(ctx, source.accountId, [sha256]);
  await ctx.objects.copy(from, { bucket: folder, key: sha256 });
  let position = 0;
  const places = chunks.map(([hash, sizeBytes]) => {
    const place = { sha256: hash, sizeBytes, content: sha256, position };
    position += sizeBytes;
    return place;
  });
  const content = { sha256, recipe: recipeOf(chunks), sizeBytes: file.sizeBytes };
  await ctx.db.transaction(async (tx) => {
    await insertContents(tx, source.accountId, [content], new Date(ctx.clock.now()));
    await moveChunks(tx, source.accountId, places);
  });
  return { ...file, content: `sha256-${sha256}` };
}

/** The source's files, each now a content of the account's. Safe to repeat. */
export async function adoptSource(ctx: Ctx, sourceId: string): Promise<SourceFile[]> {
  const source = await readSource(ctx.db, sourceId);
  if (source === undefined) return [];
  const files = await allSourceFiles(ctx.db, source.id);
  if (source.isAddressed) return files;
  const hashes = files.map((file) => file.content.replace("sha256-", ""));
  const at = new Date(ctx.clock.now());
  const rows = await contentsOfHashes(ctx.db, source.accountId, hashes, at);
  const known = new Set(rows.map((row) => row.sha256));
  const adopted: SourceFile[] = [];
  for (const file of files)
    adopted.push(known.has(file.content.replace("sha256-", "")) ? file : await adoptFile(ctx, source, file));
  return adopted;
}
