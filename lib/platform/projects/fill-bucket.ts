/** A project's bucket shows its newest version: links to contents, only where something changed. */
import type { SourceFile } from "#lib/domain/source.ts";
import type { Ctx } from "../context.ts";
import { writeNotes } from "../objects/notes.ts";

const AT_ONCE = 16;

export interface Filling {
  bucket: string;
  /** Folder of the contents. */
  from: string;
  before: readonly SourceFile[];
  after: readonly SourceFile[];
}

export async function fillBucket(ctx: Ctx, { bucket, from, before, after }: Filling): Promise<void> {
  const old = new Map(before.map((file) => [file.path, file.content]));
  const wanted = new Set(after.map((file) => file.path));
  const gone = before.filter((file) => !wanted.has(file.path)).values();
  const changed = after.filter((file) => old.get(file.path) !== file.content).values();
  const notes: { key: string; etag: string; sha256: string }[] = [];
  const lane = async () => {
    for (const { path } of gone) await ctx.objects.remove(bucket, path);
    for (const { path, content } of changed) {
      const sha256 = content.replace("sha256-", "");
      const head = await ctx.objects.copy({ bucket: from, key: sha256 }, { bucket, key: path });
      notes.push({ key: path, etag: head.etag, sha256 });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await writeNotes(ctx.db, bucket, notes);
}
