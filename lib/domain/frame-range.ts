/**
 * Frame ranges as Blender's users and farms write them: `1-250`, `1-10, 15, 20-30x2`, `1016 - 1021`, `-5--1`.
 * One parser for the form, the command line, the API and the agent.
 */
import { DomainError } from "./errors.ts";

/** More frames than any film's shot needs, few enough that a grid and a queue hold them. */
export const MAX_FRAMES = 100_000;

/** Blender's own limits of a frame number (MINAFRAME, MAXFRAME in DNA_scene_types.h). */
export const MIN_FRAME = -1_048_574;
export const MAX_FRAME = 1_048_574;

export type FrameRangeProblem = "empty" | "malformed" | "reversed" | "step" | "bounds" | "too_many";

export class FrameRangeError extends DomainError {
  readonly code = "frame_range";
  readonly problem: FrameRangeProblem;
  constructor(problem: FrameRangeProblem, message: string) {
    super(message);
    this.name = "FrameRangeError";
    this.problem = problem;
  }
}

/** Inclusive on both ends; `step` ≥ 1. */
export interface FrameSpan {
  first: number;
  last: number;
  step: number;
}

const PART = /^(-?\d+)(?:\s*-\s*(-?\d+)(?:\s*x\s*(-?\d+))?)?$/i;

function parsePart(text: string): FrameSpan {
  const match = PART.exec(text);
  if (!match) {
    throw new FrameRangeError(
      "malformed",
      `"${text.slice(0, 40)}" is not a frame range. Write it like 1-10, 15, 20-30x2.`,
    );
  }
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  const step = match[3] === undefined ? 1 : Number(match[3]);
  for (const frame of [first, last]) {
    if (frame < MIN_FRAME || frame > MAX_FRAME) {
      throw new FrameRangeError(
        "bounds",
        `Blender has frames from ${MIN_FRAME} to ${MAX_FRAME}; ${frame} is outside.`,
      );
    }
  }
  if (step < 1) throw new FrameRangeError("step", `The step of "${text}" must be 1 or more.`);
  if (last < first) {
    throw new FrameRangeError("reversed", `"${text}" ends before it starts. Did you mean ${last}-${first}?`);
  }
  return { first, last: last - ((last - first) % step), step };
}

/**
 * Spans of a range text, in the order written.
 * Shape:  "1-5x2, 9" → [{first: 1, last: 5, step: 2}, {first: 9, last: 9, step: 1}]
 * Errors: FrameRangeError with the problem's name.
 */
export function parseFrameRange(text: string): FrameSpan[] {
  if (text.length > 20_000)
    throw new FrameRangeError("malformed", "The frame range is too long to be meant.");
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length === 0) throw new FrameRangeError("empty", "Name at least one frame, for example 1-250.");
  return parts.map(parsePart);
}

/**
 * Frame numbers of a range, ascending, each once.
 * Shape:  "1-5x2, 9" → [1, 3, 5, 9]
 * Units:  Blender frame numbers; negatives allowed.
 * Errors: FrameRangeError("too_many") above MAX_FRAMES, and those of parseFrameRange.
 */
export function expandFrameRange(text: string): number[] {
  const spans = parseFrameRange(text);
  const written = spans.reduce((sum, s) => sum + (s.last - s.first) / s.step + 1, 0);
  if (written > MAX_FRAMES) {
    throw new FrameRangeError(
      "too_many",
      `${written.toLocaleString("en")} frames are more than the ${MAX_FRAMES.toLocaleString("en")} a job can have. Split the range into several jobs.`,
    );
  }
  const frames = new Set<number>();
  for (const { first, last, step } of spans) for (let f = first; f <= last; f += step) frames.add(f);
  return [...frames].sort((a, b) => a - b);
}

/**
 * The canonical text of a set of frames: what is stored and shown.
 * Shape: [1, 2, 3, 7, 9, 11] → "1-3, 7-11x2"
 */
export function formatFrameRange(frames: readonly number[]): string {
  const sorted = [...new Set(frames)].sort((a, b) => a - b);
  const parts: string[] = [];
  let at = 0;
  while (at < sorted.length) {
    const first = sorted[at] as number;
    const step = at + 1 < sorted.length ? (sorted[at + 1] as number) - first : 1;
    let end = at;
    while (end + 1 < sorted.length && (sorted[end + 1] as number) - (sorted[end] as number) === step) end++;
    const count = end - at + 1;
    // Two frames with a gap read better alone ("1, 9") than as a stepped span ("1-9x8").
    if (count === 1 || (count === 2 && step > 1)) {
      parts.push(String(first));
      at += 1;
    } else {
      parts.push(`${first}-${sorted[end]}${step > 1 ? `x${step}` : ""}`);
      at = end + 1;
    }
  }
  return parts.join(", ");
}

/** How many different frames a range names. Errors: those of expandFrameRange. */
export function countFrames(text: string): number {
  return expandFrameRange(text).length;
}
