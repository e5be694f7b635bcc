/**
 * Measures while the node renders and keeps the decision of slots.ts up to date: one memory a scene, because what pays
 * depends on how much of a frame runs on a single thread.
 */
import { cpus } from "node:os";
import { decideSlots, type Measured, START } from "./slots.ts";

/** A window long enough that single frames do not decide. Units: seconds, frames. */
const WINDOW_SECONDS = 8;
const WINDOW_FRAMES = 6;
/** Share of the machine's memory that Blenders may have; the rest is the servers' and the cache's. */
const MEMORY_SHARE = 0.8;
/** Scenes remembered. */
const SCENES = 200;

export interface Measurer {
  slots(): number;
  note(): string;
  /** A frame was rendered. */
  rendered(facts: RenderedFrame): void;
}

/** What a frame held. `isFull`: all slots worked while it was rendered. Units: bytes. */
export interface RenderedFrame {
  scene: string;
  residentBytes: number;
  isFull: boolean;
}

interface Scene {
  peakBytes: number;
  measured: Map<number, Measured>;
}

/** CPU time of the whole machine since it started. Units: any, the same for both. */
export interface CpuTime {
  busy: number;
  all: number;
}

/** Of everything that runs: cores that others keep busy can't be filled by another Blender either. */
export function readCpuTime(): CpuTime {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const used = times.user + times.nice + times.sys + times.irq;
    busy += used;
    all += used + times.idle;
  }
  return { busy, all };
}

export function createMeasurer(
  machine: { cores: number; memoryBytes: number },
  now: () => number,
  cpuTime: () => CpuTime = readCpuTime,
): Measurer {
  const scenes = new Map<string, Scene>();
  const decide = (scene: Scene | undefined, current: number) =>
    decideSlots({
      cores: machine.cores,
      memoryBytes: machine.memoryBytes * MEMORY_SHARE,
      peakBytes: scene?.peakBytes ?? null,
      measured: [...(scene?.measured.values() ?? [])],
      now: current,
    });
  let decision = decide(undefined, START);
  let current = "";
  let window = { since: 0, frames: 0, cpu: cpuTime() };

  return {
    slots: () => decision.slots,
    note: () => decision.note,
    rendered({ scene: name, residentBytes, isFull }) {
      const scene = scenes.get(name) ?? { peakBytes: 0, measured: new Map<number, Measured>() };
      scenes.delete(name);
      scenes.set(name, scene);
      const oldest = scenes.keys().next();
      if (scenes.size > SCENES && !oldest.done) scenes.delete(oldest.value);
      scene.peakBytes = Math.max(scene.peakBytes, residentBytes);
      const isNew = name !== current;
      const cpu = cpuTime();
      const seconds = (now() - window.since) / 1000;
      const busyShare = (cpu.busy - window.cpu.busy) / Math.max(1, cpu.all - window.cpu.all);
      // One frame of a Blender that was alone is enough for a first answer, the second: in the first one it still warms up.
      // A window corrects it later.
      const isFirstAnswer =
        !isNew && isFull && window.since > 0 && decision.slots === 1 && scene.measured.size === 0;
      if (isFirstAnswer)
        scene.measured.set(1, { slots: 1, framesPerSecond: 1 / Math.max(seconds, 0.001), busyShare });
      // Only frames that followed each other with all slots at work, on one scene, can be compared.
      if (isNew || isFirstAnswer || !isFull || window.since === 0) {
        current = name;
        window = { since: now(), frames: 0, cpu };
        const fastest = [...scene.measured.values()].sort((a, b) => b.framesPerSecond - a.framesPerSecond)[0];
        const best = decide(scene, isNew ? (fastest?.slots ?? START) : decision.slots);
        if (isNew || isFirstAnswer || best.slots < decision.slots) decision = best;
        return;
      }
      window.frames += 1;
      if (window.frames < WINDOW_FRAMES || seconds < WINDOW_SECONDS) return;
      scene.measured.set(decision.slots, {
        slots: decision.slots,
        framesPerSecond: window.frames / seconds,
        busyShare,
      });
      decision = decide(scene, decision.slots);
      window = { since: now(), frames: 0, cpu };
    },
  };
}
