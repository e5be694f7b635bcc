/**
 * Many frames in few bytes: one column for each fact instead of one object for each frame. Lists of ten thousand and
 * live changes of two travel in this one shape. Pure.
 */
import type { FailureCode, FrameState } from "#lib/domain/frame.ts";
import { expandFrameRange, formatFrameRange } from "#lib/domain/frame-range.ts";

/** What a grid shows of a frame; its log, node and file are asked for one by one. */
export interface FrameLine {
  frame: number;
  state: FrameState;
  /** There is a small picture of it. */
  hasPicture: boolean;
  attempt: number;
  /** Of the attempt that delivered. Units: wall seconds, bytes. */
  seconds: number | null;
  peakMemoryBytes: number | null;
  failure: FailureCode | null;
  /** Of a command's run: how many files it left, and their bytes. */
  resultCount: number;
  sizeBytes: number | null;
}

export interface PackedFrames {
  /** Their numbers, as a range. */
  frames: string;
  /** One letter a frame, in order, with how often it repeats: "C3000aq2". C: completed with a picture, c: without. */
  states: string;
  /** Of those that have been delivered, in order. Units: hundredths of a second, MiB. */
  seconds: number[];
  memory: number[];
  /** [place in this list, value] of those that are not as is usual: begun once, without a failure, no results. */
  attempts?: [number, number][] | undefined;
  failures?: [number, FailureCode][] | undefined;
  /** [place, files, bytes] */
  results?: [number, number, number][] | undefined;
}

const LETTERS = { queued: "q", active: "a", completed: "c", failed: "f", canceled: "x" } as const;
const STATES: Record<string, FrameState> = {
  q: "queued",
  a: "active",
  c: "completed",
  C: "completed",
  f: "failed",
  x: "canceled",
};
const MIB = 1024 ** 2;

const letterOf = ({ state, hasPicture }: FrameLine): string =>
  state === "completed" && hasPicture ? "C" : LETTERS[state];
const usualAttempt = (state: FrameState): number => (state === "queued" || state === "canceled" ? 0 : 1);

/** Shape: "qqqa" → "q3a" */
function shorten(letters: readonly string[]): string {
  let text = "";
  for (let at = 0; at < letters.length; ) {
    let end = at + 1;
    while (letters[end] === letters[at]) end++;
    text += letters[at] + (end - at > 1 ? String(end - at) : "");
    at = end;
  }
  return text;
}

/** `lines`: each frame once, ascending. Loses fractions: hundredths of a second, MiB. */
export function packFrames(lines: readonly FrameLine[]): PackedFrames {
  const packed: PackedFrames = {
    frames: formatFrameRange(lines.map((line) => line.frame)).replaceAll(" ", ""),
    states: shorten(lines.map(letterOf)),
    seconds: [],
    memory: [],
  };
  for (const [place, line] of lines.entries()) {
    if (line.state === "completed") {
      packed.seconds.push(Math.round((line.seconds ?? 0) * 100));
      packed.memory.push(Math.ceil((line.peakMemoryBytes ?? 0) / MIB));
    }
    if (line.attempt !== usualAttempt(line.state)) (packed.attempts ??= []).push([place, line.attempt]);
    if (line.failure !== null) (packed.failures ??= []).push([place, line.failure]);
    if (line.resultCount > 0) (packed.results ??= []).push([place, line.resultCount, line.sizeBytes ?? 0]);
  }
  return packed;
}

/** Errors: FrameRangeError for a range that is none. */
export function unpackFrames(packed: PackedFrames): FrameLine[] {
  const numbers = packed.frames === "" ? [] : expandFrameRange(packed.frames);
  const lines: FrameLine[] = [];
  let delivered = 0;
  for (const [, letter = "q", count] of packed.states.matchAll(/([qaCcfx])(\d*)/g)) {
    const state = STATES[letter] ?? "queued";
    for (let times = count === "" ? 1 : Number(count); times > 0; times--) {
      const frame = numbers[lines.length];
      if (frame === undefined) return lines;
      const line: FrameLine = {
        frame,
        state,
        hasPicture: letter === "C",
        attempt: usualAttempt(state),
        seconds: null,
        peakMemoryBytes: null,
        failure: null,
        resultCount: 0,
        sizeBytes: null,
      };
      if (state === "completed") {
        line.seconds = (packed.seconds[delivered] ?? 0) / 100;
        const mebibytes = packed.memory[delivered] ?? 0;
        line.peakMemoryBytes = mebibytes === 0 ? null : mebibytes * MIB;
        delivered += 1;
      }
      lines.push(line);
    }
  }
  for (const [place, attempt] of packed.attempts ?? []) {
    const line = lines[place];
    if (line !== undefined) line.attempt = attempt;
  }
  for (const [place, failure] of packed.failures ?? []) {
    const line = lines[place];
    if (line !== undefined) line.failure = failure;
  }
  for (const [place, files, bytes] of packed.results ?? []) {
    const line = lines[place];
    if (line !== undefined) Object.assign(line, { resultCount: files, sizeBytes: bytes });
  }
  return lines;
}
