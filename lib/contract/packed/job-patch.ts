/** What of a job changed, in few bytes: its figures under one letter each, everything else under its name. Pure. */
import type { Job } from "../farm/jobs.ts";

/** Only what changed. Applies to a job of any revision between `since` and the patch's own. */
export interface JobPatch {
  /** Frames: queued, active, completed, failed, canceled. */
  q?: number;
  a?: number;
  c?: number;
  f?: number;
  x?: number;
  /** Active cores, core-seconds, micro-credits charged and held. */
  n?: number;
  k?: number;
  e?: number;
  h?: number;
  rest?: Partial<Job>;
}

const COUNTS = { q: "queued", a: "active", c: "completed", f: "failed", x: "canceled" } as const;
const FIGURES = { n: "activeCores", k: "coreSeconds", e: "charged", h: "held" } as const;
const LETTERS_OF_COUNTS = Object.keys(COUNTS) as (keyof typeof COUNTS)[];
const LETTERS_OF_FIGURES = Object.keys(FIGURES) as (keyof typeof FIGURES)[];
/** Told by letters, or by the event itself; `delivered` follows from the counts. */
const NOT_REST = new Set<keyof Job>(["counts", "delivered", "revision", "id", ...Object.values(FIGURES)]);

/** Tenths are more than anybody reads. */
const told = (name: string, value: number) => (name === "coreSeconds" ? Math.round(value * 10) / 10 : value);

export function patchOf(before: Job, after: Job): JobPatch {
  const patch: JobPatch = {};
  for (const letter of LETTERS_OF_COUNTS) {
    const name = COUNTS[letter];
    if (before.counts[name] !== after.counts[name]) patch[letter] = after.counts[name];
  }
  for (const letter of LETTERS_OF_FIGURES) {
    const name = FIGURES[letter];
    if (before[name] !== after[name]) patch[letter] = told(name, after[name]);
  }
  const rest = Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) =>
        !NOT_REST.has(name as keyof Job) &&
        JSON.stringify(value) !== JSON.stringify(before[name as keyof Job]),
    ),
  );
  if (Object.keys(rest).length > 0) patch.rest = rest;
  return patch;
}

export function applyPatch(known: Job, patch: JobPatch, revision: number): Job {
  const counts = { ...known.counts };
  for (const letter of LETTERS_OF_COUNTS) counts[COUNTS[letter]] = patch[letter] ?? counts[COUNTS[letter]];
  const next: Job = { ...known, ...patch.rest, counts, revision };
  for (const letter of LETTERS_OF_FIGURES) next[FIGURES[letter]] = patch[letter] ?? known[FIGURES[letter]];
  next.delivered = next.totalFrames === 0 ? 0 : counts.completed / next.totalFrames;
  return next;
}
