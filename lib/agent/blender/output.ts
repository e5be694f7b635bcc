/**
 * Reads Blender's console lines. Pure: one line in, facts out.
 * Blender ≤ 4.5 starts the line with the fact, ≥ 5.0 puts "time level … | " before it, so facts are looked for anywhere.
 * Source: lines captured from Blender 3.4.1 in output.test.ts; the 5.0 prefix as Flamenco's command_blender.go knows it.
 */
import type { FailureCode } from "#lib/domain/frame.ts";

/** What one line tells; a field is null where the line says nothing of it. Units: bytes, samples. */
export interface BlenderLine {
  /** Samples (Cycles, EEVEE) done of all; each view layer and tile counts from 0 again. */
  samples: { done: number; total: number } | null;
  /** Blender's own peak so far: its allocator's or the render device's, whichever is more. */
  peakBytes: number | null;
  savedPath: string | null;
  /** The line is Blender's word for why it can't render. */
  error: FailureCode | null;
}

const SAMPLES = /\bSample (\d{1,9})\/(\d{1,9})\b|\bRendering (\d{1,9}) \/ (\d{1,9}) samples\b/;
const PEAK = /\bPeak:? ?(\d{1,12}(?:\.\d{1,6})?)([KMG])?\b/g;
const SAVED = /(?:^|\| )Saved: '(.{1,4096})'\s*$/;
const UNITS: Record<string, number> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

const ERRORS: readonly [RegExp, FailureCode][] = [
  [/no camera found in scene/i, "no_camera"],
  [/build without openimagedenoise|openimagedenoiser? (?:is )?not supported/i, "no_denoiser"],
  [/file written by newer blender/i, "file_too_new"],
  [/no space left on device/i, "disk_full"],
  [/malloc returns null|std::bad_alloc|out of memory|cannot allocate memory/i, "out_of_memory"],
  [/^bwrap: /, "sandbox_failed"],
];

/** Longest part of a line that is looked at; Blender's own lines are far shorter. */
const LOOK = 4096;

/** Null for a line that tells nothing. */
export function readBlenderLine(text: string): BlenderLine | null {
  const line = text.length > LOOK ? text.slice(0, LOOK) : text;
  const samples = SAMPLES.exec(line);
  let peakBytes: number | null = null;
  if (line.includes("Fra:") || line.includes("| "))
    for (const [, amount, unit] of line.matchAll(PEAK))
      peakBytes = Math.max(peakBytes ?? 0, Math.round(Number(amount) * (UNITS[unit ?? ""] ?? 1)));
  const savedPath = SAVED.exec(line)?.[1] ?? null;
  const error = ERRORS.find(([pattern]) => pattern.test(line))?.[1] ?? null;
  if (samples === null && peakBytes === null && savedPath === null && error === null) return null;
  return {
    samples:
      samples === null
        ? null
        : { done: Number(samples[1] ?? samples[3]), total: Number(samples[2] ?? samples[4]) },
    peakBytes,
    savedPath,
    error,
  };
}
