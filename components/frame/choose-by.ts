/** Frames chosen by what they are: a range as people write it, a state, or slower than the others. Pure; places. */
import type { FrameLine } from "#lib/contract/packed/frames.ts";
import { expandFrameRange, FrameRangeError } from "#lib/domain/frame-range.ts";
import type { FrameState } from "#lib/domain/frame.ts";

/** What is needed of a frame map. */
export interface Lines {
  readonly length: number;
  at(place: number): Pick<FrameLine, "frame" | "state" | "seconds"> | undefined;
  placeOf(frame: number): number;
}

export type Criterion = FrameState | "slow" | "all" | "rest";

export const CRITERIA = {
  failed: "Failed",
  slow: "Slower than twice the median",
  completed: "Completed",
  active: "Rendering",
  queued: "Queued",
  canceled: "Canceled",
  all: "All",
  rest: "All others",
} as const satisfies Record<Criterion, string>;

/** Times the median. */
const SLOW = 2;

/** Of the finished frames; null without any. Units: seconds. */
export function medianSeconds(lines: Lines): number | null {
  const seconds: number[] = [];
  for (let place = 0; place < lines.length; place++) {
    const line = lines.at(place);
    if (line?.state === "completed" && line.seconds !== null) seconds.push(line.seconds);
  }
  if (seconds.length === 0) return null;
  seconds.sort((a, b) => a - b);
  const middle = seconds.length >> 1;
  const upper = seconds[middle] ?? 0;
  return seconds.length % 2 === 1 ? upper : ((seconds[middle - 1] ?? upper) + upper) / 2;
}

/** `chosen`: what is chosen now, for "all others". */
export function placesBy(lines: Lines, criterion: Criterion, chosen: ReadonlySet<number>): Set<number> {
  const limit = criterion === "slow" ? (medianSeconds(lines) ?? Infinity) * SLOW : 0;
  const fits = (place: number): boolean => {
    const line = lines.at(place);
    if (line === undefined) return false;
    if (criterion === "all") return true;
    if (criterion === "rest") return !chosen.has(place);
    if (criterion === "slow") return line.state === "completed" && (line.seconds ?? 0) > limit;
    return line.state === criterion;
  };
  const places = new Set<number>();
  for (let place = 0; place < lines.length; place++) if (fits(place)) places.add(place);
  return places;
}

/** Places of a range text that the job has; or what is wrong with it, in words. */
export function placesOfRange(lines: Lines, text: string): Set<number> | string {
  try {
    const places = expandFrameRange(text)
      .map((frame) => lines.placeOf(frame))
      .filter((place) => place >= 0);
    return places.length > 0 ? new Set(places) : "The job has none of these frames.";
  } catch (error) {
    if (error instanceof FrameRangeError) return error.message;
    throw error;
  }
}
