/** A folder to the farm as the portal sends one: what the account has there already is not sent again. */
import { createHash } from "node:crypto";
import type { Farm } from "#lib/client/index.ts";
import { cutFile } from "#lib/client/tree/cut-file.ts";
import { sendTree, type TreeProgress } from "#lib/client/tree/send-tree.ts";
import type { Project } from "#lib/contract/farm/projects.ts";
import { mayPass, persist } from "./persist.ts";
import { formatBytes, formatSeconds, type ProgressLine } from "./progress.ts";
import type { ProjectFolder } from "./read-folder.ts";
import { putBytes, TransferError } from "./transfer.ts";

const hash = (bytes: Uint8Array) => Promise.resolve(createHash("sha256").update(bytes).digest("hex"));

/** Errors: FarmError, TransferError and CliError; the signal's reason when it fires (what was sent is kept). */
export async function uploadFolder(
  farm: Farm,
  { name, files, blendFile, sizeBytes, leftOut }: ProjectFolder,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<Project> {
  const began = Date.now();
  for (const { path, why } of leftOut) progress.line(`Left out: ${path} (${why}).`);
  let sentBytes = 0;
  const show = (now: TreeProgress) => {
    sentBytes = now.sentBytes;
    if (now.phase === "reading")
      progress.status(now.readBytes / Math.max(1, sizeBytes), `reading ${name}, ${formatBytes(sizeBytes)}`);
    else
      progress.status(
        now.sentBytes / Math.max(1, now.missingBytes),
        `sending ${formatBytes(now.missingBytes)} that the farm has not`,
      );
  };
  const project = await sendTree(
    { files, blendFile, name },
    {
      farm,
      cut: (file, onBytes) => cutFile(file, { hash, onBytes, signal }),
      put: (url, bytes) =>
        persist(
          () => putBytes(url, bytes, signal),
          signal,
          (error) => mayPass(error) || (error instanceof TransferError && error.status !== 507),
        ),
      signal,
      onProgress: show,
    },
  );
  progress.end();
  const seconds = formatSeconds((Date.now() - began) / 1000);
  const count = `${files.length} file${files.length === 1 ? "" : "s"}, ${formatBytes(sizeBytes)}`;
  progress.line(`${name} is uploaded: ${count}, of which ${formatBytes(sentBytes)} were new, in ${seconds}.`);
  return project;
}
