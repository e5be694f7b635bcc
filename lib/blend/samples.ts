/**
 * How many samples Cycles takes, where the file may say nothing because nobody changed the default of its time.
 * Source: Blender's intern/cycles/blender/addon/version_update.py and properties.py.
 */
import type { Properties } from "./id-properties.ts";

/** A version with its subversion, comparable: 2.76.8 → 276,008. */
const atMost = (version: number, subversion: number, limit: readonly [number, number]): boolean =>
  version < limit[0] || (version === limit[0] && subversion <= limit[1]);

export function cyclesSamples(cycles: Properties | null, version: number, subversion: number): number {
  const isBefore3 = atMost(version, subversion, [300, 25]);
  const standard = atMost(version, subversion, [276, 8]) ? 10 : isBefore3 ? 128 : 4096;
  const samples = cycles?.get("samples") ?? standard;
  return isBefore3 && (cycles?.get("use_square_samples") ?? 0) !== 0 ? samples * samples : samples;
}

export function cyclesDenoises(cycles: Properties | null, version: number, subversion: number): boolean {
  const standard = atMost(version, subversion, [300, 25]) ? 0 : 1;
  return (cycles?.get("use_denoising") ?? standard) !== 0;
}
