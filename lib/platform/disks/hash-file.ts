/** Hashes of files on their way into storage, or of those that came another way and are asked for. */
import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import type { Ctx } from "../context.ts";
import { type ObjectNote, writeNote } from "../objects/notes.ts";
import type { ObjectHead } from "../objects/object-store.ts";

/** Passes bytes on and hashes them; ask for the hashes when they are all through. */
export function hashingStream(): { stream: Transform; hashes: () => { sha1: string; sha256: string } } {
  const [sha1, sha256] = [createHash("sha1"), createHash("sha256")];
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      sha1.update(chunk);
      sha256.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, hashes: () => ({ sha1: sha1.digest("hex"), sha256: sha256.digest("hex") }) };
}

/**
 * What is known of an object, with its SHA-1: from the notes, or read now and noted. An object of another way in (a frame
 * that a node delivered, an upload over S3) is read once.
 */
export async function noteWithSha1(
  ctx: Ctx,
  folder: string,
  object: { key: string } & ObjectHead,
  known: ObjectNote | undefined,
): Promise<Pick<ObjectNote, "sha1" | "isExecutable">> {
  const isFresh = known?.etag === object.etag;
  if (isFresh && known.sha1 !== null) return known;
  const sha1 = createHash("sha1");
  for await (const chunk of await ctx.objects.get(folder, object.key)) sha1.update(chunk as Buffer);
  const note = { key: object.key, etag: object.etag, sha1: sha1.digest("hex") };
  await writeNote(ctx.db, folder, note);
  return { sha1: note.sha1, isExecutable: isFresh && known.isExecutable };
}
