/** Every call about disks and the verb behind it. The type makes the compiler name what is missing. */
import type { Api } from "#lib/contract/index.ts";
import type { Verb } from "../http/verb.ts";
import { sendDiskArchive } from "./archive.ts";
import { removeDisk, updateDisk } from "./change.ts";
import { createDisk, createDiskForced } from "./create.ts";
import { removeFile, setFile } from "./files.ts";
import { linkFiles, moveFiles } from "./link.ts";
import { getDisk, listDisks, listGlobalDisks } from "./list.ts";
import { sendFile } from "./send-file.ts";
import { listFolder, listRoot, listTree } from "./tree.ts";
import { uploadFiles } from "./upload.ts";

export const diskHandlers: { [V in keyof Api["disks"]]: Verb<Api["disks"][V]> } = {
  list: listDisks,
  global: listGlobalDisks,
  create: createDisk,
  createForced: createDiskForced,
  get: getDisk,
  update: updateDisk,
  remove: removeDisk,
  tree: listTree,
  root: listRoot,
  folder: listFolder,
  link: linkFiles,
  move: moveFiles,
  archive: sendDiskArchive,
  upload: uploadFiles,
  setFile,
  download: sendFile,
  removeFile,
};
