/** Ranges of instances as Qarnot's clients write and read them. Pure. */
import { expandFrameRange } from "#lib/domain/frame-range.ts";

/**
 * What clients of any year write, as our own range text. Both ends of `[1-25]` are included, whatever the manual of
 * 2015 said: who reads `[1-25]` expects 25 frames.
 * Shape: "[1-25]" → "1-25" · "[1-5] [8-9]" → "1-5,8-9" · " 1-3 , 7 " → "1-3 , 7"
 */
export const rangeText = (written: string): string =>
  written
    .replaceAll("[", "")
    .replaceAll("]", ",")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join(",");

/**
 * Frames as Qarnot's clients parse them: single numbers and spans, no steps and no spaces.
 * Shape: [1, 2, 3, 7, 9] (ascending) → "1-3,7,9"; [] → ""
 */
export function spansOf(frames: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < frames.length; ) {
    const first = frames[at] as number;
    let end = at;
    while (end + 1 < frames.length && frames[end + 1] === (frames[end] as number) + 1) end++;
    parts.push(end === at ? `${first}` : `${first}-${frames[end]}`);
    at = end + 1;
  }
  return parts.join(",");
}

/** Our canonical range text in Qarnot's writing. Shape: "1-3, 9" → "1-3,9" · "1-5x2" → "1,3,5" */
export const spansOfText = (frames: string): string =>
  frames.includes("x") ? spansOf(expandFrameRange(frames)) : frames.replaceAll(" ", "");
