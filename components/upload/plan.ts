/** Which bytes go where, how fast it goes, and when to try again. Pure. */
import type { Upload, UploadPart } from "#lib/contract/farm/projects.ts";

/** More only queue behind each other on one connection. */
export const PARTS_AT_ONCE = 4;

/** Shape: part 3 of 16 MiB parts → {first: 33554432, end: 50331648}. `end` is exclusive. */
export function bytesOf(upload: Upload, part: UploadPart): { first: number; end: number } {
  const first = (part.number - 1) * upload.partSizeBytes;
  return { first, end: first + part.sizeBytes };
}

export const missingParts = (upload: Upload): UploadPart[] => upload.parts.filter((p) => !p.isDone);

/** Bytes that storage has. */
export const storedBytes = (upload: Upload): number =>
  upload.parts.reduce((sum, p) => sum + (p.isDone ? p.sizeBytes : 0), 0);

/** Whether a chosen file is the one the upload began with, as far as name and size tell. */
export const isSameFile = (upload: Upload, file: { name: string; size: number }): boolean =>
  upload.sizeBytes === file.size && upload.name.normalize("NFC") === file.name.normalize("NFC");

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Doubles, with a quarter of chance so that many browsers do not come back at once. Units: milliseconds. */
export function retryPause(failures: number, chance: number = Math.random()): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
  return pause * (0.75 + chance * 0.25);
}

/** Speed over this much of the past: long enough to be calm, short enough to be true. Units: milliseconds. */
const WINDOW_MS = 8000;

export interface Speedometer {
  /** Bytes so far at a time. Answers bytes a second, 0 until it can be told. */
  at(now: number, bytes: number): number;
}

export function createSpeedometer(): Speedometer {
  let samples: { now: number; bytes: number }[] = [];
  return {
    at(now, bytes) {
      samples = [...samples.filter((s) => now - s.now <= WINDOW_MS), { now, bytes }];
      const first = samples[0];
      if (first === undefined || now - first.now < 250) return 0;
      return Math.max(0, ((bytes - first.bytes) / (now - first.now)) * 1000);
    },
  };
}

/** Units: seconds; null while the speed is not known. */
export function timeLeft(leftBytes: number, bytesPerSecond: number): number | null {
  return bytesPerSecond <= 0 ? null : Math.ceil(leftBytes / bytesPerSecond);
}
