/**
 * What the watchers of one job know already, and so what the next message to them must say: the job's figures that
 * changed since the last one, and running frames that came a step further.
 */
import type { Frame, FrameProgress, Job } from "#lib/contract/farm/jobs.ts";
import { type JobDelta, packDelta } from "#lib/contract/packed/delta.ts";
import type { FrameLine } from "#lib/contract/packed/frames.ts";
import { patchOf } from "#lib/contract/packed/job-patch.ts";
import { packProgress, progressCode } from "#lib/contract/packed/progress.ts";

/** One commit of the platform: its job and its frames under one revision; or how far running frames are. */
export type Happening =
  | { kind: "change"; since: number; revision: number; job: Job; frames: Frame[] | "many" }
  | { kind: "progress"; frames: FrameProgress[] };

/** Above this many frames asking for what changed is smaller than sending it. */
export const MANY_FRAMES = 500;
/** So many rings fill smoothly; with more of them, each is told less often. */
const FEW_RUNNING = 16;
/** Units: percent. */
const FINE_STEP = 2;
const COARSE_STEP = 12.5;
/** So that the first patch in a room says everything. */
const nothing = { counts: {} } as Job;

export interface JobRoom {
  /** Null: nothing new. */
  pack(happenings: readonly Happening[]): JobDelta | null;
}

const lineOf = (frame: Frame): FrameLine => ({ ...frame, hasPicture: frame.thumbnailUrl !== null });

export function createJobRoom(): JobRoom {
  let told: Job = nothing;
  const codes = new Map<number, number>();

  function newCodes(frames: readonly FrameProgress[], active: number): Map<number, number> {
    const step = active > FEW_RUNNING ? COARSE_STEP : FINE_STEP;
    const changed = new Map<number, number>();
    for (const progress of frames) {
      const code = progressCode(progress, step);
      if (codes.get(progress.frame) === code) continue;
      codes.set(progress.frame, code);
      changed.set(progress.frame, code);
    }
    return changed;
  }

  return {
    pack(happenings) {
      const changes = happenings.filter((one) => one.kind === "change");
      const [first, last] = [changes[0], changes.at(-1)];
      const lines = new Map<number, FrameLine>();
      const isMany = changes.some(({ frames }) => frames === "many");
      for (const { frames } of changes)
        if (frames !== "many") for (const frame of frames) lines.set(frame.frame, lineOf(frame));
      const latest = new Map<number, FrameProgress>();
      for (const one of happenings)
        if (one.kind === "progress") for (const progress of one.frames) latest.set(progress.frame, progress);
      // What ended, or waits again, has no progress; if it runs once more it begins anew.
      for (const line of lines.values()) {
        codes.delete(line.frame);
        if (line.state !== "active") latest.delete(line.frame);
      }
      const active = last?.job.counts.active ?? told.counts.active ?? 0;
      const changed = newCodes([...latest.values()], active);
      if (last === undefined && changed.size === 0) return null;
      const patch = last === undefined ? null : patchOf(told, last.job);
      told = last?.job ?? told;
      const ordered = [...lines.values()].sort((a, b) => a.frame - b.frame);
      return packDelta({
        since: first?.since ?? 0,
        revision: last?.revision ?? 0,
        frames: isMany || ordered.length > MANY_FRAMES ? "many" : ordered,
        patch,
        progress: changed.size === 0 ? 0 : packProgress(changed),
      });
    },
  };
}
