/**
 * Tells a frame's CPU time apart into what comes before its samples, the samples, and what comes after. Pure state machine:
 * Blender's lines say what begins now, our script's counts after each of them how much was used by then.
 */
import type { BlenderLine } from "./output.ts";

/** Units: core-seconds. What is left of the frame's is what comes after: compositing, the file. */
export interface Phases {
  /** Evaluating the scene, building what rays are traced against; between two view layers too. */
  setupCoreSeconds: number;
  samplingCoreSeconds: number;
}

export interface PhaseMeter {
  onLine(line: BlenderLine): void;
  onCpu(coreSeconds: number): void;
  /** Null where nothing was said of samples: such an engine's phases are not known. */
  phases(): Phases | null;
}

export function createPhaseMeter(): PhaseMeter {
  let [isSampling, begins] = [false, false];
  let [counted, other, setup, sampling] = [0, 0, 0, 0];
  let hasSampled = false;
  return {
    onLine({ samples, peakBytes }) {
      // Words about files and errors say nothing of what is computed.
      if (samples === null && peakBytes === null) return;
      begins = samples !== null && samples.done < samples.total;
    },
    onCpu(coreSeconds) {
      const used = Math.max(0, coreSeconds - counted);
      counted = Math.max(counted, coreSeconds);
      if (isSampling) sampling += used;
      else other += used;
      if (begins && !isSampling) {
        setup += other;
        other = 0;
        hasSampled = true;
      }
      isSampling = begins;
    },
    phases: () => (hasSampled ? { setupCoreSeconds: setup, samplingCoreSeconds: sampling } : null),
  };
}
