/**
 * The disks of Qarnot's API of 2014 to 2017: a bucket under other words, whose files go through the API itself.
 * Source: the requests of qapy 0.8.0 (2015-10) to qarnot 1.x. Every answer is exactly 200; a 404 says `No such disk` or
 * `No such file`.
 */
import { z } from "zod";
import { endpoint } from "../endpoint.ts";

/** Any text: what is no id of a disk is `No such disk`, as for any other id. */
const aDisk = z.object({ diskId: z.string() });
/** The rest of the path as it came: old clients write `/disks/ID//dir/file`. */
const aFile = aDisk.extend({ path: z.string() });

export const disk = z.object({
  id: z.string(),
  /** The same, for clients since 2016. */
  uuid: z.string(),
  description: z.string(),
  fileCount: z.number().int(),
  usedSpaceBytes: z.number().int(),
  /** Kept when room is made, and when its task is deleted. */
  locked: z.boolean(),
  global: z.boolean(),
  readOnly: z.boolean(),
  creationDate: z.string(),
});
export type Disk = z.infer<typeof disk>;

/** Exactly these five keys: old clients know no other, and stop over one. */
export const diskFile = z.strictObject({
  /** No fractional seconds. */
  lastChange: z.string(),
  /** With a slash before it, from the disk's root; of `list`, relative to the folder that was asked. */
  name: z.string(),
  size: z.number().int(),
  fileFlags: z.enum(["file", "executableFile", "directory"]),
  /** In hex; empty for a folder. */
  sha1Sum: z.string(),
});
export type DiskFile = z.infer<typeof diskFile>;

const diskBody = z.object({
  description: z.string().max(2048).nullish(),
  locked: z.boolean().nullish(),
  global: z.boolean().nullish(),
});
const created = z.object({ guid: z.string(), uuid: z.string() });

export const disks = {
  list: endpoint({
    method: "GET",
    path: "/disks",
    who: ["account"],
    summary:
      "The caller's disks: resource disks first, the one used last before the others, then disks of results. Empty when there is no resource disk: scripts take the first and overwrite it.",
    reply: z.array(disk),
  }),
  global: endpoint({
    method: "GET",
    path: "/disks/global",
    who: ["account"],
    summary: "Disks that everybody reads. Hearth has none: nothing of one account is seen by another.",
    reply: z.array(disk),
  }),
  create: endpoint({
    method: "POST",
    path: "/disks",
    who: ["account"],
    summary: "Make a disk. 403 `Maximum number of disks reached`.",
    body: diskBody,
    reply: created,
  }),
  createForced: endpoint({
    method: "POST",
    path: "/disks/force",
    who: ["account"],
    summary:
      "Make a disk; where there are too many, the one that was not used for longest and is not locked goes.",
    body: diskBody,
    reply: created,
  }),
  get: endpoint({
    method: "GET",
    path: "/disks/:diskId",
    who: ["account"],
    summary: "One disk.",
    params: aDisk,
    reply: disk,
  }),
  update: endpoint({
    method: "PUT",
    path: "/disks/:diskId",
    who: ["account"],
    summary: "Change description and lock.",
    params: aDisk,
    body: diskBody,
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/disks/:diskId",
    who: ["account"],
    summary: "Delete the disk and its files. Tasks that were submitted keep what they render.",
    params: aDisk,
  }),
  tree: endpoint({
    method: "GET",
    path: "/disks/tree/:diskId",
    who: ["account"],
    summary: "Every file, without folders.",
    params: aDisk,
    reply: z.array(diskFile),
  }),
  root: endpoint({
    method: "GET",
    path: "/disks/list/:diskId",
    who: ["account"],
    summary: "Files and folders of the root.",
    params: aDisk,
    reply: z.array(diskFile),
  }),
  folder: endpoint({
    method: "GET",
    path: "/disks/list/:diskId/*path",
    who: ["account"],
    summary: "Files and folders of one folder.",
    params: aFile,
    reply: z.array(diskFile),
  }),
  link: endpoint({
    method: "POST",
    path: "/disks/link/:diskId",
    who: ["account"],
    summary: "Put files under further names; nothing is sent again.",
    params: aDisk,
    body: z.array(z.object({ target: z.string(), linkName: z.string() })).max(10_000),
  }),
  move: endpoint({
    method: "POST",
    path: "/disks/move/:diskId",
    who: ["account"],
    summary: "Give files or folders another name. 409 when there is something of that name.",
    params: aDisk,
    body: z.array(z.object({ source: z.string(), dest: z.string() })).max(10_000),
  }),
  archive: endpoint({
    method: "GET",
    path: "/disks/archive/:file",
    who: ["account"],
    summary: "All files as ID.zip, ID.tar or ID.tgz, with Content-Length. 400 for another ending.",
    params: z.object({ file: z.string() }),
    bytes: "out",
  }),
  upload: endpoint({
    method: "POST",
    path: "/disks/:diskId/*path",
    who: ["account"],
    summary: "Put a file into a folder: multipart/form-data with a part `filedata` that has a file name.",
    params: aFile,
    bytes: "in",
  }),
  setFile: endpoint({
    method: "PUT",
    path: "/disks/:diskId/*path",
    who: ["account"],
    summary: "Say whether a file may be executed.",
    params: aFile,
    body: z.object({ executable: z.boolean().nullish() }),
  }),
  download: endpoint({
    method: "GET",
    path: "/disks/:diskId/*path",
    who: ["account"],
    summary: "A file's bytes, with Content-Length.",
    params: aFile,
    bytes: "out",
  }),
  removeFile: endpoint({
    method: "DELETE",
    path: "/disks/:diskId/*path",
    who: ["account"],
    summary: "Delete a file, or a folder with all that is in it.",
    params: aFile,
  }),
};
