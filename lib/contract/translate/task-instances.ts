/** Frames → Qarnot's instances: what ended, and what runs. Pure. */
import { FAILURE_TEXT, type FailureCode, type LeasePhase } from "#lib/domain/frame.ts";
import type { FrameProgress } from "../farm/jobs.ts";
import type { CompletedInstance, PHASES, RunningInstance } from "../qarnot/task-status.ts";

/** The machine behind an attempt. */
export interface InstanceMachine {
  specificationKey: string;
  cpuModel: string;
  cores: number;
  memoryBytes: number;
  /** 0 where the node does not tell. */
  clockGHz: number;
}

export interface EndedInstance {
  frame: number;
  state: "completed" | "failed";
  attempt: number;
  /** On the node, and from lease to report. */
  seconds: number;
  wallSeconds: number;
  peakMemoryBytes: number;
  failure: FailureCode | null;
  /** `s3://host/bucket/key` of what it left. */
  results: readonly string[];
  machine: InstanceMachine;
}

export interface RunningFrame {
  frame: number;
  attempt: number;
  startedAt: Date;
  /** That its lease keeps busy. */
  cores: number;
  machine: InstanceMachine;
}

const MB = 1024 ** 2;
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export function completedInstanceOf(ended: EndedInstance): CompletedInstance {
  const { machine } = ended;
  return {
    results: [...ended.results],
    instanceId: ended.frame,
    wallTimeSec: rounded(ended.wallSeconds),
    execTimeSec: rounded(ended.seconds),
    execTimeSecGHz: rounded(ended.seconds * machine.clockGHz),
    peakMemoryMB: Math.round(ended.peakMemoryBytes / MB),
    state: ended.state === "completed" ? "Success" : "Failure",
    error:
      ended.state === "failed" && ended.failure !== null
        ? { code: ended.failure, message: FAILURE_TEXT[ended.failure], debug: null }
        : null,
    specificationKey: machine.specificationKey,
    cpuModel: machine.cpuModel,
    coreCount: machine.cores,
    clockRatio: 1,
    averageGHz: machine.clockGHz,
    executionAttemptCount: ended.attempt,
  };
}

type Phase = (typeof PHASES)[number];
const PHASE: Record<LeasePhase, Phase> = {
  fetching: "download",
  rendering: "execution",
  uploading: "upload",
};

/** 0 … 1 of one frame. */
export const shareOf = (progress: FrameProgress | undefined): number => {
  if (progress === undefined) return 0;
  if (progress.phase === "uploading") return 1;
  return progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0;
};

/** `progress`: what its node said last; undefined: nothing yet. */
export function runningInstanceOf(
  running: RunningFrame,
  progress: FrameProgress | undefined,
  now: Date,
): RunningInstance {
  const { machine } = running;
  const seconds = Math.max(0, (now.getTime() - running.startedAt.getTime()) / 1000);
  const memory = progress?.memoryBytes ?? 0;
  const busyCores = progress?.busyCores ?? 0;
  const clock = progress?.clockGHz ?? machine.clockGHz;
  const nominal = Math.max(machine.clockGHz, clock);
  return {
    phase: progress === undefined ? "dispatch" : PHASE[progress.phase],
    instanceId: running.frame,
    maxFrequencyGHz: nominal,
    currentFrequencyGHz: clock,
    cpuUsage: Math.min(100, rounded((100 * busyCores) / Math.max(1, running.cores))),
    maxMemoryMB: Math.round(memory / MB),
    currentMemoryMB: Math.round(memory / MB),
    memoryUsage: machine.memoryBytes > 0 ? rounded(memory / machine.memoryBytes) : 0,
    networkInKbps: progress?.networkInKbps ?? 0,
    networkOutKbps: progress?.networkOutKbps ?? 0,
    progress: rounded(100 * shareOf(progress)),
    executionTimeSec: rounded(seconds),
    executionTimeGHz: rounded(seconds * clock),
    specificationKey: machine.specificationKey,
    cpuModel: machine.cpuModel,
    coreCount: Math.max(1, Math.round(running.cores)),
    clockRatio: nominal > 0 ? rounded(clock / nominal) : 1,
    executionAttemptCount: running.attempt,
    activeForwards: [],
    vpnConnections: [],
  };
}
