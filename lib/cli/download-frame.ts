/** One finished frame into a folder, whole or not at all: to a temporary name first, checked, then renamed. */
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Farm } from "#lib/client/index.ts";
import type { Frame } from "#lib/contract/farm/jobs.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { CliError } from "./cli-error.ts";
import { mayPass, persist } from "./persist.ts";
import { getStream, TransferError } from "./transfer.ts";

/**
 * Answers the file's path. `keepSame`: a file of that name and size is left as it is.
 * Errors: CliError when the disk refuses; TransferError or FarmError when the farm does, after several tries.
 */
export async function downloadFrame(facts: {
  farm: Farm;
  jobId: JobId;
  frame: Frame;
  folder: string;
  keepSame: boolean;
  signal: AbortSignal;
}): Promise<string> {
  const { farm, jobId, folder, signal } = facts;
  // The farm names the file; only its last part is taken, so that it can't lead out of the folder.
  const name = basename(facts.frame.fileName ?? "");
  if (name === "" || name === "." || name === "..")
    throw new CliError(`The farm gave frame ${facts.frame.frame} no file name.`);
  const path = join(folder, name);
  const expected = facts.frame.sizeBytes;
  if (facts.keepSame && expected !== null && (await sizeOf(path)) === expected) return path;
  const draft = join(folder, `.${name}.part`);
  await persist(
    async () => {
      const params = { jobId, frame: facts.frame.frame };
      const { outputUrl, sizeBytes } = await farm.jobs.frame({ params, signal });
      if (outputUrl === null)
        throw new TransferError(404, `The farm has no file of frame ${params.frame} now.`);
      try {
        await pipeline(await getStream(outputUrl, signal), createWriteStream(draft), { signal });
        const got = await sizeOf(draft);
        if (sizeBytes !== null && got !== sizeBytes)
          throw new TransferError(0, `${name} arrived with ${got} of ${sizeBytes} bytes.`);
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw wordsForDisk(error, folder);
      }
    },
    signal,
    (error) =>
      mayPass(error) || (error instanceof TransferError && error.status !== 404) || isBrokenStream(error),
  );
  return path;
}

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    (s) => s.size,
    () => null,
  );

const isBrokenStream = (error: unknown): boolean =>
  ["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "EPIPE"].includes(String((error as { code?: unknown }).code));

function wordsForDisk(error: unknown, folder: string): unknown {
  const { code } = error as { code?: unknown };
  if (code === "ENOSPC") return new CliError(`The disk of ${folder} is full.`, error);
  if (code === "EACCES" || code === "EROFS")
    return new CliError(`${folder} can't be written by this user.`, error);
  return error;
}
