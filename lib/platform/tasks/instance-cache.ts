/**
 * Instances of tasks that somebody asks about, in memory: a client that asks every ten seconds about a thousand frames
 * costs one short row and the frames that changed meanwhile. The database stays the truth: nothing is answered that is
 * older than the revision read for that answer.
 */
import type { InstanceMachine } from "#lib/contract/translate/task-instances.ts";
import { specificationKeyOf } from "#lib/domain/hardware.ts";
import type { Sql } from "../db/database.ts";
import { capabilitiesOf, changedInstances, type InstanceRow } from "./instance-rows.ts";
import { type Instance, Instances } from "./instances.ts";

/** About 1 KB each. */
const MOST_INSTANCES = 100_000;
const MOST_TASKS = 5_000;

const UNKNOWN: InstanceMachine = {
  specificationKey: "unknown",
  cpuModel: "unknown",
  cores: 1,
  memoryBytes: 0,
  clockGHz: 0,
};

export interface InstanceCache {
  /** Up to date with these revisions at the least. `resultOf`: a file's address of a job's key. */
  of(
    sql: Sql,
    asked: readonly { jobId: string; revision: number; resultOf: (key: string) => string }[],
  ): Promise<Map<string, Instances>>;
}

function secondsBetween(from: Date | null, to: Date | null): number {
  return from === null || to === null ? 0 : Math.max(0, (to.getTime() - from.getTime()) / 1000);
}

function instanceOf(row: InstanceRow, machine: InstanceMachine, resultOf: (key: string) => string): Instance {
  const { frame, state, attempt } = row;
  const seconds = (state === "completed" ? row.seconds : row.attemptSeconds) ?? 0;
  return {
    frame,
    state,
    hasStarted: row.startedAt !== null,
    ended:
      state === "completed" || state === "failed"
        ? {
            frame,
            state,
            attempt,
            seconds,
            wallSeconds: Math.max(seconds, secondsBetween(row.startedAt, row.attemptEndedAt)),
            peakMemoryBytes: (state === "completed" ? row.peakMemoryBytes : row.attemptPeakBytes) ?? 0,
            failure: row.failure,
            results: state === "completed" ? row.resultKeys.map(resultOf) : [],
            machine,
          }
        : null,
    running:
      state === "active" && row.startedAt !== null
        ? { frame, attempt, startedAt: row.startedAt, cores: row.coresPerFrame ?? 1, machine }
        : null,
  };
}

export function createInstanceCache(): InstanceCache {
  const tasks = new Map<string, Instances>();
  const machines = new Map<string, InstanceMachine>();

  async function learnMachines(sql: Sql, rows: readonly InstanceRow[]): Promise<void> {
    const unknown = new Set(rows.flatMap((row) => row.nodeId ?? []).filter((id) => !machines.has(id)));
    if (unknown.size === 0) return;
    for (const { id, capabilities } of await capabilitiesOf(sql, [...unknown])) {
      machines.set(id, {
        specificationKey: specificationKeyOf(capabilities),
        cpuModel: capabilities.cpuModel,
        cores: capabilities.cores,
        memoryBytes: capabilities.memoryBytes,
        clockGHz: capabilities.clockGHz ?? 0,
      });
    }
  }

  /** Forgets the tasks that nobody asked about for longest. */
  function bound(): void {
    let instances = [...tasks.values()].reduce((sum, one) => sum + one.size, 0);
    for (const [jobId, one] of tasks) {
      if ((instances <= MOST_INSTANCES && tasks.size <= MOST_TASKS) || tasks.size === 1) return;
      tasks.delete(jobId);
      instances -= one.size;
    }
  }

  return {
    async of(sql, asked) {
      const found = new Map(asked.map((one) => [one.jobId, tasks.get(one.jobId) ?? new Instances()]));
      const behind = asked.filter((one) => (found.get(one.jobId)?.revision ?? 0) < one.revision);
      if (behind.length > 0) {
        const rows = await changedInstances(
          sql,
          behind.map(({ jobId }) => ({ jobId, after: found.get(jobId)?.revision ?? 0 })),
        );
        await learnMachines(sql, rows);
        const byJob = Map.groupBy(rows, (row) => row.jobId as string);
        for (const { jobId, revision, resultOf } of behind) {
          const changed = (byJob.get(jobId) ?? []).map((row) =>
            instanceOf(row, machines.get(row.nodeId ?? "") ?? UNKNOWN, resultOf),
          );
          found.get(jobId)?.apply(changed, revision);
        }
      }
      for (const [jobId, one] of found) {
        tasks.delete(jobId);
        tasks.set(jobId, one);
      }
      bound();
      return found;
    },
  };
}
