/**
 * What a task's instances did and do: the two long parts of its answer. Source: OpenAPI QTaskStatusOutput,
 * QRunningInstancesInfoOutput and CompletedFrameOutput; Python 2.15 raises KeyError for most of it when it is missing.
 */
import { z } from "zod";

const whole = z.number().int();
const amount = z.number();
const timeSpan = z.string();

export const taskError = z.object({ code: z.string(), message: z.string(), debug: z.string().nullable() });

export const completedInstance = z.object({
  /** `s3://host/bucket/key` of each file. */
  results: z.array(z.string()),
  instanceId: whole,
  wallTimeSec: amount,
  execTimeSec: amount,
  execTimeSecGHz: amount,
  peakMemoryMB: whole,
  state: z.enum(["Success", "Failure"]),
  error: taskError.nullable(),
  specificationKey: z.string(),
  cpuModel: z.string(),
  coreCount: whole,
  clockRatio: amount,
  averageGHz: amount,
  executionAttemptCount: whole,
});
export type CompletedInstance = z.infer<typeof completedInstance>;

export const PHASES = ["download", "dispatch", "environment", "execution", "shutdown", "upload"] as const;

export const runningInstance = z.object({
  phase: z.enum(PHASES),
  instanceId: whole,
  maxFrequencyGHz: amount,
  currentFrequencyGHz: amount,
  /** Percent of the cores it has. */
  cpuUsage: amount,
  maxMemoryMB: whole,
  currentMemoryMB: whole,
  /** Share of the machine's memory, 0 … 1. */
  memoryUsage: amount,
  networkInKbps: whole,
  networkOutKbps: whole,
  /** Percent. */
  progress: amount,
  executionTimeSec: amount,
  executionTimeGHz: amount,
  specificationKey: z.string(),
  cpuModel: z.string(),
  coreCount: whole,
  clockRatio: amount,
  executionAttemptCount: whole,
  activeForwards: z.array(z.unknown()),
  vpnConnections: z.array(z.unknown()),
});
export type RunningInstance = z.infer<typeof runningInstance>;

export const runningInstancesInfo = z.object({
  perRunningInstanceInfo: z.array(runningInstance),
  snapshotResults: z.array(z.string()),
  timestamp: z.string(),
  averageFrequencyGHz: amount,
  maxFrequencyGHz: amount,
  minFrequencyGHz: amount,
  averageMaxFrequencyGHz: amount,
  averageCpuUsage: amount,
  clusterPowerIndicator: amount,
  averageMemoryUsage: amount,
  averageNetworkInKbps: whole,
  averageNetworkOutKbps: whole,
  totalNetworkInKbps: whole,
  totalNetworkOutKbps: whole,
  runningCoreCountByCpuModel: z.array(z.object({ model: z.string(), core: whole, runningCoreCount: whole })),
});

export const taskStatus = z.object({
  timestamp: z.string(),
  lastUpdateTimestamp: z.string(),
  /** Percent. */
  downloadProgress: amount,
  executionProgress: amount,
  uploadProgress: amount,
  instanceCount: whole,
  downloadTime: timeSpan,
  downloadTimeSec: amount,
  environmentTime: timeSpan,
  environmentTimeSec: amount,
  executionTime: timeSpan,
  executionTimeSec: amount,
  executionTimeByCpuModel: z.array(z.object({ model: z.string(), time: amount, core: whole })),
  executionTimeGhzByCpuModel: z.array(
    z.object({ model: z.string(), timeGhz: amount, clockRatio: amount, core: whole }),
  ),
  executionTimeByMachineSpecification: z.array(z.object({ specificationKey: z.string(), time: amount })),
  executionTimeBySiteAndMachine: z.array(z.unknown()),
  executionTimeByInstanceId: z.array(
    z.object({
      instanceId: whole,
      specificationKey: z.string(),
      siteUuid: z.string().nullable(),
      time: amount,
      timeGhz: amount,
      clockRatio: amount,
    }),
  ),
  uploadTime: timeSpan,
  uploadTimeSec: amount,
  wallTime: timeSpan,
  wallTimeSec: amount,
  succeededRange: z.string(),
  executedRange: z.string(),
  failedRange: z.string(),
  cancelledRange: z.string(),
  failedOnlyRange: z.string(),
  startedOnceRange: z.string(),
  runningInstancesInfo,
});
export type TaskStatus = z.infer<typeof taskStatus>;
