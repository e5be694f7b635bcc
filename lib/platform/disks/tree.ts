/** disks.tree, disks.root and disks.folder: what lies in a disk. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { DiskFile } from "#lib/contract/qarnot/disks.ts";
import type { BucketRow } from "../buckets/rows.ts";
import type { Ctx } from "../context.ts";
import { readNotes } from "../objects/notes.ts";
import { diskFor, keyOfPath, noSuchFile } from "./find.ts";
import { noteWithSha1 } from "./hash-file.ts";
import { presentFile, presentFolder } from "./present.ts";

/** Every file, its name from the root with a slash before it; no folders: old clients would download them. */
export async function listTree(ctx: Ctx, { params }: ParsedOf<Api["disks"]["tree"]>): Promise<DiskFile[]> {
  const { folder } = await diskFor(ctx, "read", params.diskId);
  const notes = await readNotes(ctx.db, folder);
  const files: DiskFile[] = [];
  for await (const object of ctx.objects.list(folder)) {
    const note = await noteWithSha1(ctx, folder, object, notes.get(object.key));
    files.push(presentFile(`/${object.key}`, object, note));
  }
  return files;
}

/** One level, names relative. Errors: not_found `No such file` when nothing lies under that path. */
async function listOneLevel(ctx: Ctx, { folder }: BucketRow, path: string): Promise<DiskFile[]> {
  const prefix = path === "" ? "" : `${path}/`;
  const notes = await readNotes(ctx.db, folder);
  const files: DiskFile[] = [];
  const folders = new Map<string, Date>();
  for await (const object of ctx.objects.list(folder, prefix)) {
    const name = object.key.slice(prefix.length);
    const slash = name.indexOf("/");
    if (slash < 0) {
      files.push(presentFile(name, object, await noteWithSha1(ctx, folder, object, notes.get(object.key))));
      continue;
    }
    const inner = name.slice(0, slash);
    const newest = folders.get(inner);
    if (newest === undefined || newest < object.lastModified) folders.set(inner, object.lastModified);
  }
  if (path !== "" && files.length + folders.size === 0) throw noSuchFile();
  return [...files, ...[...folders].map(([name, newest]) => presentFolder(name, newest))];
}

export const listRoot = async (ctx: Ctx, { params }: ParsedOf<Api["disks"]["root"]>): Promise<DiskFile[]> =>
  listOneLevel(ctx, await diskFor(ctx, "read", params.diskId), "");

export const listFolder = async (
  ctx: Ctx,
  { params }: ParsedOf<Api["disks"]["folder"]>,
): Promise<DiskFile[]> =>
  listOneLevel(ctx, await diskFor(ctx, "read", params.diskId), keyOfPath(params.path));
