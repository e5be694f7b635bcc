/** Keeps a job's state in Qarnot's words, the one before it, and when they changed. Part of every change of a job. */
import { taskStateOf } from "#lib/contract/translate/task-state.ts";
import type { JobRow } from "./rows.ts";

/** Changes the row, which the caller writes. */
export function noteWireState(job: JobRow, at: Date): void {
  job.modifiedAt = at;
  const state = taskStateOf(job);
  if (state === job.wireState) return;
  job.wireBefore = job.wireState;
  job.wireBeforeAt = job.wireStateAt;
  job.wireState = state;
  job.wireStateAt = at;
}
