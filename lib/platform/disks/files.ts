/** disks.setFile and disks.removeFile. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { touchBucket } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { removeNote, writeNote } from "../objects/notes.ts";
import { diskFor, keyOfPath, noSuchFile } from "./find.ts";

export async function setFile(ctx: Ctx, { params, body }: ParsedOf<Api["disks"]["setFile"]>): Promise<void> {
  const { folder } = await diskFor(ctx, "change", params.diskId);
  const key = keyOfPath(params.path);
  const head = key === "" ? null : await ctx.objects.head(folder, key);
  if (head === null) throw noSuchFile();
  await writeNote(ctx.db, folder, { key, etag: head.etag, isExecutable: body.executable ?? undefined });
}

/** A file's key, or those of all that lies in the folder of that name. */
export async function keysAt(ctx: Ctx, folder: string, key: string): Promise<string[]> {
  if (key === "") return [];
  if ((await ctx.objects.head(folder, key)) !== null) return [key];
  const keys: string[] = [];
  for await (const object of ctx.objects.list(folder, `${key}/`)) keys.push(object.key);
  return keys;
}

export async function removeFile(ctx: Ctx, { params }: ParsedOf<Api["disks"]["removeFile"]>): Promise<void> {
  const { folder } = await diskFor(ctx, "change", params.diskId);
  const keys = await keysAt(ctx, folder, keyOfPath(params.path));
  if (keys.length === 0) throw noSuchFile();
  for (const key of keys) {
    await ctx.objects.remove(folder, key);
    await removeNote(ctx.db, folder, key);
  }
  await touchBucket(ctx.db, folder, new Date(ctx.clock.now()));
}
