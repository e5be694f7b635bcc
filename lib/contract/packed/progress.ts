/** How far running frames are, in few bytes: a code for each instead of an object. Pure. */
import { expandFrameRange, formatFrameRange } from "#lib/domain/frame-range.ts";
import type { FrameProgress } from "../farm/jobs.ts";

/** Frames as a range, and a code for each of them. */
export type PackedProgress = [frames: string, codes: number[]];

/** 0 … 100 are percents of rendering. */
const UPLOADING = 101;
const FETCHING = 102;
/** Rendering, and nobody knows how long. */
const UNKNOWN = 103;

/** `step`: percents are told in steps of this many. Units: percent. */
export function progressCode({ phase, done, total }: FrameProgress, step = 1): number {
  if (phase === "uploading") return UPLOADING;
  if (phase === "fetching") return FETCHING;
  if (total === 0) return UNKNOWN;
  return Math.min(100, Math.floor((100 * done) / total / step) * step);
}

export const packProgress = (codes: ReadonlyMap<number, number>): PackedProgress => {
  const frames = [...codes.keys()].sort((a, b) => a - b);
  return [formatFrameRange(frames).replaceAll(" ", ""), frames.map((frame) => codes.get(frame) ?? 0)];
};

export function unpackProgress([frames, codes]: PackedProgress): FrameProgress[] {
  return expandFrameRange(frames).map((frame, at) => {
    const code = codes[at] ?? UNKNOWN;
    const phase = code === UPLOADING ? "uploading" : code === FETCHING ? "fetching" : "rendering";
    return { frame, phase, done: code <= 100 ? code : 0, total: code <= 100 ? 100 : 0, memoryBytes: null };
  });
}
