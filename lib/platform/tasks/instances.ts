/**
 * What is known of a task's instances, kept up to date by what changed: each ended one as the text it is told with, the
 * running ones, sums and ranges. Pure; instance-cache.ts feeds it.
 */
import {
  completedInstanceOf,
  type EndedInstance,
  type InstanceMachine,
  type RunningFrame,
} from "#lib/contract/translate/task-instances.ts";
import type { ModelTime, StatusRanges } from "#lib/contract/translate/task-status.ts";
import { spansOf } from "#lib/contract/translate/ranges.ts";
import type { FrameState } from "#lib/domain/frame.ts";

/** One frame as it is now. */
export interface Instance {
  frame: number;
  state: FrameState;
  hasStarted: boolean;
  ended: EndedInstance | null;
  running: RunningFrame | null;
}

interface Kept extends Instance {
  /** JSON, of completedInstances and of status.executionTimeByInstanceId. */
  completedText: string;
  timeText: string;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function textsOf(instance: Instance): Kept {
  const { ended } = instance;
  if (ended === null) return { ...instance, completedText: "", timeText: "" };
  const { specificationKey, clockGHz } = ended.machine;
  return {
    ...instance,
    completedText: JSON.stringify(completedInstanceOf(ended)),
    timeText: JSON.stringify({
      instanceId: ended.frame,
      specificationKey,
      siteUuid: null,
      time: rounded(ended.seconds),
      timeGhz: rounded(ended.seconds * clockGHz),
      clockRatio: 1,
    }),
  };
}

/** What is computed once for each change, however often it is asked. */
export interface InstanceSums {
  completedText: string;
  timeText: string;
  ranges: StatusRanges;
  running: RunningFrame[];
  byModel: ModelTime[];
  executionSeconds: number;
  overheadSeconds: number;
}

export class Instances {
  /** Of the job, when this was read. */
  revision = 0;
  readonly #kept = new Map<number, Kept>();
  #sums: InstanceSums | null = null;

  get size(): number {
    return this.#kept.size;
  }

  apply(changed: readonly Instance[], revision: number): void {
    for (const instance of changed) this.#kept.set(instance.frame, textsOf(instance));
    this.revision = Math.max(this.revision, revision);
    if (changed.length > 0) this.#sums = null;
  }

  sums(): InstanceSums {
    return (this.#sums ??= this.#add());
  }

  #add(): InstanceSums {
    const all = [...this.#kept.values()].sort((a, b) => a.frame - b.frame);
    const numbers = (is: (one: Kept) => boolean) => spansOf(all.filter(is).map((one) => one.frame));
    const ended = all.flatMap((one) => one.ended ?? []);
    const texts = (field: "completedText" | "timeText") =>
      all
        .filter((one) => one.ended !== null)
        .map((one) => one[field])
        .join(",");
    return {
      completedText: texts("completedText"),
      timeText: texts("timeText"),
      ranges: {
        succeeded: numbers((one) => one.state === "completed"),
        failed: numbers((one) => one.state === "failed"),
        executed: numbers((one) => one.state === "completed" || one.state === "failed"),
        cancelled: numbers((one) => one.state === "canceled"),
        startedOnce: numbers((one) => one.hasStarted),
      },
      running: all.flatMap((one) => one.running ?? []),
      byModel: modelTimes(ended),
      executionSeconds: ended.reduce((sum, one) => sum + one.seconds, 0),
      overheadSeconds: ended.reduce((sum, one) => sum + Math.max(0, one.wallSeconds - one.seconds), 0),
    };
  }
}

function modelTimes(ended: readonly EndedInstance[]): ModelTime[] {
  const byKey = new Map<string, ModelTime>();
  for (const { machine, seconds } of ended) {
    const known = byKey.get(machine.specificationKey);
    if (known !== undefined) known.seconds += seconds;
    else byKey.set(machine.specificationKey, modelTimeOf(machine, seconds));
  }
  return [...byKey.values()];
}

const modelTimeOf = (machine: InstanceMachine, seconds: number): ModelTime => ({
  model: machine.cpuModel,
  cores: machine.cores,
  clockGHz: machine.clockGHz,
  specificationKey: machine.specificationKey,
  seconds,
});
