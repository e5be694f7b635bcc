/** A project's bucket shows its newest version: links to contents, only where something changed. */
import type { SourceFile } from "#lib/domain/source.ts";
import type { Ctx } from "../context.ts";
import { inLanes } from "../objects/in-lanes.ts";
import { writeNotes } from "../objects/notes.ts";

const AT_ONCE = 16;
/** So many links are one message. */
const A_GO = 2000;

export interface Filling {
  bucket: string;
  /** Folder of the contents. */
  from: string;
  before: readonly SourceFile[];
  after: readonly SourceFile[];
}

export async function receiveFiles(ctx: Ctx, { bucket, from, before, after }: Filling): Promise<void> {
  const old = new Map(before.map((file) => [file.path, file.content]));
  const wanted = new Set(after.map((file) => file.path));
  const gone = before.filter((file) => !wanted.has(file.path));
  const changed = after.filter((file) => old.get(file.path) !== file.content);
  await inLanes(gone, AT_ONCE, ({ path }) => ctx.objects.remove(bucket, path));
  const notes: { key: string; etag: string; sha256: string }[] = [];
  for (let at = 0; at < changed.length; at += A_GO) {
    const some = changed
      .slice(at, at + A_GO)
      .map(({ path, content }) => ({ path, sha256: content.replace("sha256-", "") }));
    const pairs = some.map(({ path, sha256 }) => ({
      from: { bucket: from, key: sha256 },
      to: { bucket, key: path },
    }));
    const heads = await ctx.objects.copyMany(pairs);
    for (const [place, { path, sha256 }] of some.entries())
      notes.push({ key: path, etag: heads[place]?.etag ?? "", sha256 });
  }
  await writeNotes(ctx.db, bucket, notes);
}
