/**
 * One file of a source from storage to the node's disk: resumed where it broke off, its content checked while it arrives.
 */
import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rm, writeFile } from "node:fs/promises";
import type { SourceFile } from "#lib/contract/farm/nodes.ts";
import { pause } from "#lib/time.ts";
import { BlenderFailure } from "./blender/failure.ts";
import { countIn } from "./traffic.ts";
import { TransferError } from "./transfer.ts";

const TRIES = 6;
const RETRY_MS = 500;

/**
 * What the bytes must come to; null where storage gave the content only a name of its own.
 * Shape: "md5-90af…" → {algorithm: "md5", hex: "90af…"}
 */
export function checkOf(content: string): { algorithm: "sha256" | "md5"; hex: string } | null {
  const match = /^(sha256|md5)-([0-9a-f]+)$/.exec(content);
  return match === null ? null : { algorithm: match[1] as "sha256" | "md5", hex: match[2] ?? "" };
}

/** Errors: BlenderFailure source_damaged or disk_full; TransferError; the signal's own. */
export async function download(file: SourceFile, path: string, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await downloadOnce(file, path, signal);
      return;
    } catch (error) {
      const passing = error instanceof TransferError && error.isPassing;
      if (signal.aborted || !passing || attempt === TRIES) throw error;
      await pause(RETRY_MS * attempt, signal);
    }
  }
}

async function hashOf(path: string, algorithm: string): Promise<{ hash: Hash; sizeBytes: number }> {
  const hash = createHash(algorithm);
  let sizeBytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return { hash, sizeBytes };
}

/** Goes on after what is already there. */
async function downloadOnce(file: SourceFile, path: string, signal: AbortSignal): Promise<void> {
  const check = checkOf(file.content);
  if (file.sizeBytes === 0) await writeFile(path, "");
  const algorithm = check?.algorithm ?? "md5";
  let { hash, sizeBytes } = await hashOf(path, algorithm);
  if (sizeBytes > file.sizeBytes) {
    await rm(path);
    return downloadOnce(file, path, signal);
  }
  if (sizeBytes < file.sizeBytes) {
    const headers: Record<string, string> = sizeBytes > 0 ? { range: `bytes=${sizeBytes}-` } : {};
    let response: Response;
    try {
      response = await fetch(file.url, { headers, signal });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new TransferError("Download", 0, error);
    }
    if (!response.ok || response.body === null) throw new TransferError("Download", response.status);
    const resumed = response.status === 206 && sizeBytes > 0;
    if (!resumed) {
      hash = createHash(algorithm);
      sizeBytes = 0;
    }
    const handle = await open(path, resumed ? "a" : "w");
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        hash.update(chunk);
        countIn(chunk.length);
        await handle.write(chunk);
        sizeBytes += chunk.length;
      }
    } catch (error) {
      if (signal.aborted) throw error;
      if ((error as NodeJS.ErrnoException).code === "ENOSPC")
        throw new BlenderFailure("disk_full", "The node's disk is full.", error);
      throw new TransferError("Download", 0, error);
    } finally {
      await handle.close();
    }
    if (sizeBytes < file.sizeBytes) throw new TransferError("Download", 0);
  }
  if (sizeBytes === file.sizeBytes && (check === null || hash.digest("hex") === check.hex)) return;
  await rm(path, { force: true });
  throw new BlenderFailure(
    "source_damaged",
    `The file “${file.path}” of the project arrived with another checksum than it was uploaded with.`,
  );
}
