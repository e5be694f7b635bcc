/** Disks and their files as the API of 2015 shows them. */
import type { Disk, DiskFile } from "#lib/contract/qarnot/disks.ts";
import { qarnotDate } from "#lib/contract/translate/words.ts";
import { usageOf } from "../buckets/list.ts";
import type { BucketRow } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import type { ObjectNote } from "../objects/notes.ts";
import type { ObjectHead } from "../objects/object-store.ts";

export async function presentDisk(ctx: Ctx, bucket: BucketRow): Promise<Disk> {
  const { objectCount, sizeBytes } = await usageOf(ctx.objects, bucket);
  return {
    id: bucket.id,
    uuid: bucket.id,
    description: bucket.description === "" ? bucket.name : bucket.description,
    fileCount: objectCount,
    usedSpaceBytes: sizeBytes,
    locked: bucket.isLocked,
    global: false,
    readOnly: false,
    creationDate: qarnotDate(bucket.createdAt),
  };
}

export const presentFile = (
  name: string,
  head: ObjectHead,
  note: Pick<ObjectNote, "sha1" | "isExecutable">,
): DiskFile => ({
  lastChange: qarnotDate(head.lastModified),
  name,
  size: head.sizeBytes,
  fileFlags: note.isExecutable ? "executableFile" : "file",
  sha1Sum: note.sha1 ?? "",
});

/** `lastChange`: of the newest file in it. */
export const presentFolder = (name: string, lastChange: Date): DiskFile => ({
  lastChange: qarnotDate(lastChange),
  name,
  size: 0,
  fileFlags: "directory",
  sha1Sum: "",
});
