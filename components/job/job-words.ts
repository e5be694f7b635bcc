/** A job's facts in words, the same in its row and on its page. Pure. */
import type { Mark } from "#components/ui/state-mark.tsx";
import type { Job } from "#lib/contract/farm/jobs.ts";
import { ENGINE_NAMES, type Engine } from "#lib/domain/render-names.ts";
import { isEnded } from "#lib/domain/job.ts";

export const engineName = (engine: string): string =>
  engine in ENGINE_NAMES ? ENGINE_NAMES[engine as Engine] : engine;

/** Shape: "Blender 3.4.1 - Cycles (64 samples)" */
export function rendererInWords(job: Job, count: (n: number) => string): string {
  const version = job.blenderVersion ?? job.settings.blender;
  const blender = version === null ? "Blender" : `Blender ${version}`;
  const { engine, samples } = job.effective;
  const detail = samples === null ? "" : ` (${count(samples)} sample${samples === 1 ? "" : "s"})`;
  return `${blender} - ${engineName(engine)}${detail}`;
}

/**
 * A job whose frames a node only reserved, none of them begun, does not render yet. `begun` null: not known, so the
 * platform's word counts. Between two frames of a job that is under way it stays what it was.
 */
export function jobMark(job: Pick<Job, "state" | "counts">, begun: number | null): Mark {
  const isReserved = begun === 0 && job.counts.active > 0 && job.counts.completed + job.counts.failed === 0;
  return job.state === "active" && isReserved ? "next" : job.state;
}

/**
 * What a job is called, and what else tells where it comes from; nothing is said twice.
 * Shape: {name: "Hero", projectName: "caminandes", settings.blendFile: "01e_comp.blend"} → ["Hero", "caminandes", "01e_comp.blend"]
 */
export const titlesOf = (job: Pick<Job, "name" | "projectName" | "settings">): [string, ...string[]] => {
  const [first = job.projectName, ...rest] = [
    ...new Set([job.name, job.projectName, job.settings.blendFile].filter((text) => text !== "")),
  ];
  return [first, ...rest];
};

/** From the first frame begun to the end, or until now. Null before it starts. Units: seconds. */
export function elapsedSeconds(job: Job, now: number): number | null {
  if (job.startedAt === null) return null;
  const end = job.endedAt === null ? now : Date.parse(job.endedAt);
  return Math.max(0, (end - Date.parse(job.startedAt)) / 1000);
}

/** Frames that stopping would end. */
export const openFrames = (job: Job): number => job.counts.queued + job.counts.active;
export const canStop = (job: Job): boolean => !isEnded(job.state);
export const retryableFrames = (job: Job): number => job.counts.failed + job.counts.canceled;
