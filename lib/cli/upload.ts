/**
 * A file in parts to storage, several at once. Its SHA-256 is made once here and once there, and compared at the end: sums
 * of the parts besides cost a quarter of the speed and found nothing that this does not find. Goes on where an interrupted upload of the same file stopped.
 */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { type Farm, FarmError } from "#lib/client/index.ts";
import type { Project, Upload, UploadPart } from "#lib/contract/farm/projects.ts";
import { MIN_PART_BYTES, safeFileName } from "#lib/domain/project.ts";
import { CliError } from "./cli-error.ts";
import { mayPass, persist } from "./persist.ts";
import { putBytes, TransferError } from "./transfer.ts";

/** Enough to fill a line with latency, little enough to hold in memory (part size times this). */
const PARTS_AT_ONCE = 4;

export interface UploadFacts {
  farm: Farm;
  path: string;
  name: string;
  sizeBytes: number;
  signal: AbortSignal;
  /** Units: bytes that are in storage now. */
  onProgress: (doneBytes: number) => void;
}

/** Errors: FarmError and CliError; the signal's reason when it fires (what was uploaded is kept). */
export async function uploadFile(facts: UploadFacts): Promise<Project> {
  const unfinished = facts.sizeBytes > MIN_PART_BYTES ? await findUnfinished(facts) : undefined;
  const upload = unfinished ?? (await begin(facts));
  const sha256 = await sendParts(facts, upload);
  try {
    return await complete(facts, upload, sha256);
  } catch (error) {
    if (!(error instanceof FarmError) || error.code !== "hash_mismatch") throw error;
    // Damaged on the way, or what was there is of an older save of the file, with the same name and size.
    await facts.farm.uploads.cancel({ params: { uploadId: upload.id } });
    const fresh = await begin(facts);
    return complete(facts, fresh, await sendParts(facts, fresh));
  }
}

const begin = ({ farm, name, sizeBytes, signal }: UploadFacts): Promise<Upload> =>
  farm.uploads.begin({ body: { name, sizeBytes }, signal });

async function findUnfinished({ farm, name, sizeBytes, signal }: UploadFacts): Promise<Upload | undefined> {
  const uploads = await farm.uploads.list({ signal });
  return uploads.find((u) => u.name === safeFileName(name) && u.sizeBytes === sizeBytes);
}

const complete = (facts: UploadFacts, upload: Upload, sha256: string): Promise<Project> =>
  persist(
    () =>
      facts.farm.uploads.complete({
        params: { uploadId: upload.id },
        body: { sha256 },
        signal: facts.signal,
      }),
    facts.signal,
  );

/** Sends what is missing; answers the SHA-256 (hex) of the whole file. */
async function sendParts(facts: UploadFacts, upload: Upload): Promise<string> {
  const stop = new AbortController();
  const signal = AbortSignal.any([facts.signal, stop.signal]);
  const file = await open(facts.path);
  try {
    const whole = createHash("sha256");
    const sending = new Set<Promise<void>>();
    const spare: Buffer[] = [];
    let doneBytes = 0;
    const done = (part: UploadPart) => facts.onProgress((doneBytes += part.sizeBytes));
    for (const part of [...upload.parts].sort((a, b) => a.number - b.number)) {
      // In order, because the whole file's hash needs its bytes in order; the sending overlaps.
      const buffer = spare.pop() ?? Buffer.allocUnsafe(upload.partSizeBytes);
      const bytes = await readPart(file, facts.path, buffer, upload, part);
      whole.update(bytes);
      if (part.isDone) {
        done(part);
        spare.push(buffer);
        continue;
      }
      const sent = sendPart(facts, upload, part, bytes, signal).then(() => {
        done(part);
        spare.push(buffer);
        sending.delete(sent);
      });
      sending.add(sent);
      if (sending.size >= PARTS_AT_ONCE) await Promise.race(sending);
    }
    await Promise.all(sending);
    return whole.digest("hex");
  } catch (error) {
    stop.abort();
    throw error;
  } finally {
    await file.close();
  }
}

async function readPart(
  file: FileHandle,
  path: string,
  buffer: Buffer,
  upload: Upload,
  part: UploadPart,
): Promise<Buffer> {
  const start = (part.number - 1) * upload.partSizeBytes;
  let filled = 0;
  while (filled < part.sizeBytes) {
    const { bytesRead } = await file.read(buffer, filled, part.sizeBytes - filled, start + filled);
    if (bytesRead === 0) throw new CliError(`${path} became shorter while it was uploaded. Try again.`);
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function sendPart(
  { farm }: UploadFacts,
  upload: Upload,
  part: UploadPart,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<void> {
  let url = part.url;
  await persist(
    async () => {
      // Addresses expire, and a part may have arrived though its answer did not: ask before each new try.
      if (url === null) {
        const fresh = await farm.uploads.get({ params: { uploadId: upload.id }, signal });
        const now = fresh.parts.find((p) => p.number === part.number);
        if (now?.isDone) return;
        url = now?.url ?? null;
        if (url === null) throw new CliError("The farm has lost this upload. Try again.");
      }
      const target = url;
      url = null;
      await putBytes(target, bytes, signal);
    },
    signal,
    (error) => mayPass(error) || (error instanceof TransferError && error.status !== 507),
  );
}
