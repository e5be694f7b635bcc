/** disks.link and disks.move: files under further or other names, without their bytes being sent again. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { touchBucket } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { readNotes, removeNote, writeNote } from "../objects/notes.ts";
import { diskFor, keyOfPath, noSuchFile } from "./find.ts";
import { keysAt } from "./files.ts";

interface Step {
  from: string;
  to: string;
}

/** What is known of a file is known of its copy. */
async function copyAll(ctx: Ctx, folder: string, steps: readonly Step[]): Promise<void> {
  const notes = await readNotes(ctx.db, folder);
  for (const { from, to } of steps) {
    const before = await ctx.objects.head(folder, from);
    const head = await ctx.objects.copy({ bucket: folder, key: from }, { bucket: folder, key: to });
    const note = notes.get(from);
    if (note !== undefined && note.etag === before?.etag)
      await writeNote(ctx.db, folder, { ...note, key: to, etag: head.etag });
  }
  await touchBucket(ctx.db, folder, new Date(ctx.clock.now()));
}

const named = (path: string): string => {
  const key = keyOfPath(path);
  if (key === "") throw new PlatformError("invalid", "Name a file.");
  return key;
};

/** Errors: not_found `No such file`, before anything is linked. */
export async function linkFiles(ctx: Ctx, { params, body }: ParsedOf<Api["disks"]["link"]>): Promise<void> {
  const { folder } = await diskFor(ctx, "change", params.diskId);
  const steps = body.map(({ target, linkName }) => ({ from: named(target), to: named(linkName) }));
  for (const { from } of steps) if ((await ctx.objects.head(folder, from)) === null) throw noSuchFile();
  await copyAll(ctx, folder, steps);
}

/** Errors: not_found `No such file`, conflict when there is something of the new name; before anything is moved. */
export async function moveFiles(ctx: Ctx, { params, body }: ParsedOf<Api["disks"]["move"]>): Promise<void> {
  const { folder } = await diskFor(ctx, "change", params.diskId);
  const steps: Step[] = [];
  for (const { source, dest } of body) {
    const [from, to] = [named(source), named(dest)];
    const keys = await keysAt(ctx, folder, from);
    if (keys.length === 0) throw noSuchFile();
    if ((await keysAt(ctx, folder, to)).length > 0 || to.startsWith(`${from}/`))
      throw new PlatformError("conflict", `"${dest}" is there already, or inside what is moved.`);
    steps.push(...keys.map((key) => ({ from: key, to: to + key.slice(from.length) })));
  }
  await copyAll(ctx, folder, steps);
  for (const { from } of steps) {
    await ctx.objects.remove(folder, from);
    await removeNote(ctx.db, folder, from);
  }
}
