/**
 * Carries one upload to its end: parts several at once, fresh addresses when old ones are refused, patience while the
 * network or the farm is away. No React in here.
 */
import { FarmError } from "#lib/client/farm-error.ts";
import type { Farm } from "#lib/client/index.ts";
import type { Project, Upload, UploadPart } from "#lib/contract/farm/projects.ts";
import { pause } from "#lib/time.ts";
import { bytesOf, missingParts, PARTS_AT_ONCE, retryPause, storedBytes } from "./plan.ts";
import { PartRefused, sendPart } from "./send-part.ts";

export interface UploadRun {
  farm: Farm;
  upload: Upload;
  file: Blob;
  signal: AbortSignal;
  /** Bytes that are there or on their way. */
  onBytes: (bytes: number) => void;
  /** In words, while it waits for the network or the farm; null when it goes on. */
  onTrouble: (words: string | null) => void;
}

/** A part that storage refuses this often although it is there is a problem that waiting does not mend. */
const MAX_REFUSALS = 6;

const isAway = (error: unknown): boolean =>
  (error instanceof FarmError && (error.status === 0 || error.status >= 500) && error.code !== "disk_full") ||
  (error instanceof PartRefused && (error.status === 0 || error.status >= 500) && error.status !== 507);

/** Tries until it works or the signal fires; only for being away, not for being refused. */
export async function patiently<T>(
  run: Pick<UploadRun, "signal" | "onTrouble">,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      const answer = await attempt();
      if (failures > 0) run.onTrouble(null);
      return answer;
    } catch (error) {
      run.signal.throwIfAborted();
      if (!isAway(error)) throw error;
      run.onTrouble("The farm can't be reached. The upload goes on by itself when it is back.");
      await pause(retryPause(failures), run.signal);
      run.signal.throwIfAborted();
    }
  }
}

/** Sends what is missing once; answers whether some part needs a fresh address. */
async function sendMissing(
  run: UploadRun,
  upload: Upload,
  onRefused: (status: number) => void,
): Promise<void> {
  const queue = missingParts(upload);
  const onWay = new Map<number, number>();
  let stored = storedBytes(upload);
  const tell = () => run.onBytes(stored + [...onWay.values()].reduce((sum, n) => sum + n, 0));
  const sendOne = async (part: UploadPart) => {
    const { first, end } = bytesOf(upload, part);
    const send = () =>
      sendPart({
        url: part.url ?? "",
        bytes: run.file.slice(first, end),
        signal: run.signal,
        onBytes: (sent) => {
          onWay.set(part.number, Math.min(sent, part.sizeBytes));
          tell();
        },
      });
    await patiently(run, send);
    stored += part.sizeBytes;
  };
  const lane = async () => {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
      try {
        await sendOne(part);
      } catch (error) {
        // An address that is too old, or a part that arrived damaged: asked for again in the next round.
        if (!(error instanceof PartRefused) || error.status === 507) throw error;
        onRefused(error.status);
      } finally {
        onWay.delete(part.number);
        tell();
      }
    }
  };
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, lane));
}

/**
 * Answers the project that the file became.
 * Errors: FarmError (not_a_blend, hash_mismatch, disk_full, …), PartRefused, the signal's reason, NotReadableError.
 */
export async function runUpload(run: UploadRun): Promise<Project> {
  const params = { uploadId: run.upload.id };
  let upload = run.upload;
  for (let refusals = 0; missingParts(upload).length > 0; ) {
    await sendMissing(run, upload, (status) => {
      refusals += 1;
      if (refusals > MAX_REFUSALS) throw new PartRefused(status);
    });
    upload = await patiently(run, () => run.farm.uploads.get({ params, signal: run.signal }));
  }
  run.onBytes(upload.sizeBytes);
  return patiently(run, () => run.farm.uploads.complete({ params, body: {}, signal: run.signal }));
}
