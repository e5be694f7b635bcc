/** Qarnot's `status` of a task, out of sums that the caller keeps while frames end. Pure. */
import type { RunningInstance, TaskStatus } from "../qarnot/task-status.ts";
import { timeSpanOf } from "./words.ts";

/** Of ended instances. Units: wall seconds of execution. */
export interface ModelTime {
  model: string;
  cores: number;
  clockGHz: number;
  specificationKey: string;
  seconds: number;
}

/** Ranges in Qarnot's writing. */
export interface StatusRanges {
  succeeded: string;
  failed: string;
  executed: string;
  cancelled: string;
  startedOnce: string;
}

export interface StatusSource {
  /** Percent. */
  executionProgress: number;
  uploadProgress: number;
  hasStarted: boolean;
  instanceCount: number;
  /** Of ended and running instances. */
  executionSeconds: number;
  /** From lease to report, without the execution: fetching, opening, sending. */
  overheadSeconds: number;
  wallSeconds: number;
  byModel: readonly ModelTime[];
  ranges: StatusRanges;
  running: readonly RunningInstance[];
  timestamp: string;
  lastUpdate: string;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => (values.length === 0 ? 0 : sum(values) / values.length);
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function infoOf(running: readonly RunningInstance[], timestamp: string): TaskStatus["runningInstancesInfo"] {
  const of = (
    field: keyof RunningInstance & (`${string}GHz` | `${string}Kbps` | "cpuUsage" | "memoryUsage"),
  ) => running.map((one) => one[field]);
  const byModel = Map.groupBy(running, (one) => one.cpuModel);
  return {
    perRunningInstanceInfo: [...running],
    snapshotResults: [],
    timestamp,
    averageFrequencyGHz: rounded(mean(of("currentFrequencyGHz"))),
    maxFrequencyGHz: Math.max(0, ...of("maxFrequencyGHz")),
    minFrequencyGHz: running.length === 0 ? 0 : Math.min(...of("currentFrequencyGHz")),
    averageMaxFrequencyGHz: rounded(mean(of("maxFrequencyGHz"))),
    averageCpuUsage: rounded(mean(of("cpuUsage"))),
    clusterPowerIndicator: 1,
    averageMemoryUsage: rounded(mean(of("memoryUsage"))),
    averageNetworkInKbps: Math.round(mean(of("networkInKbps"))),
    averageNetworkOutKbps: Math.round(mean(of("networkOutKbps"))),
    totalNetworkInKbps: sum(of("networkInKbps")),
    totalNetworkOutKbps: sum(of("networkOutKbps")),
    runningCoreCountByCpuModel: [...byModel].map(([model, ones]) => ({
      model,
      core: Math.max(...ones.map((one) => one.coreCount)),
      runningCoreCount: sum(ones.map((one) => one.coreCount)),
    })),
  };
}

/** Without `executionTimeByInstanceId`, which the caller keeps as text, instance by instance. */
export function taskStatusOf(source: StatusSource): Omit<TaskStatus, "executionTimeByInstanceId"> {
  const { ranges, byModel } = source;
  return {
    timestamp: source.timestamp,
    lastUpdateTimestamp: source.lastUpdate,
    downloadProgress: source.hasStarted ? 100 : 0,
    executionProgress: source.executionProgress,
    uploadProgress: source.uploadProgress,
    instanceCount: source.instanceCount,
    downloadTime: timeSpanOf(0),
    downloadTimeSec: 0,
    environmentTime: timeSpanOf(source.overheadSeconds),
    environmentTimeSec: rounded(source.overheadSeconds),
    executionTime: timeSpanOf(source.executionSeconds),
    executionTimeSec: rounded(source.executionSeconds),
    executionTimeByCpuModel: byModel.map(({ model, cores, seconds }) => ({
      model,
      time: rounded(seconds),
      core: cores,
    })),
    executionTimeGhzByCpuModel: byModel.map(({ model, cores, seconds, clockGHz }) => ({
      model,
      timeGhz: rounded(seconds * clockGHz),
      clockRatio: 1,
      core: cores,
    })),
    executionTimeByMachineSpecification: byModel.map(({ specificationKey, seconds }) => ({
      specificationKey,
      time: rounded(seconds),
    })),
    executionTimeBySiteAndMachine: [],
    uploadTime: timeSpanOf(0),
    uploadTimeSec: 0,
    wallTime: timeSpanOf(source.wallSeconds),
    wallTimeSec: rounded(source.wallSeconds),
    succeededRange: ranges.succeeded,
    executedRange: ranges.executed,
    failedRange: ranges.failed,
    cancelledRange: ranges.cancelled,
    failedOnlyRange: ranges.failed,
    startedOnceRange: ranges.startedOnce,
    runningInstancesInfo: infoOf(source.running, source.timestamp),
  };
}
