/** Tasks as pages and filters know them: where their rows come from and what each field of the wire is in SQL. */
import { FROM_JOBS, JOB_COLUMNS } from "../jobs/rows.ts";
import type { Listing } from "../paging/read-page.ts";

/** The whole name, from an index where that holds all of it. Naming `j.name` here would have every row read. */
const NAME = `case when length(j.name_head) < 255 then j.name_head
  else (select whole.name from jobs whole where whole.id = j.id) end`;

export const TASKS: Listing = {
  noun: "Tasks",
  columns: JOB_COLUMNS,
  from: FROM_JOBS.replace(/^from /, ""),
  narrowFrom: "jobs j",
  id: "j.id",
  where: "j.account_id = $1 and j.deleted_at is null and j.forgotten_at is null",
  labels: "j.task->'labels'",
  sorts: {
    creationdate: { sql: "j.created_at", cast: "timestamptz" },
    executiontime: { sql: "j.frame_seconds", cast: "float8" },
    // Names that begin with the same 255 characters stand in the order of their ids.
    name: { sql: `j.name_head collate "C"`, cast: "text" },
    state: { sql: `j.wire_state collate "C"`, cast: "text" },
  },
  /** By their names on the wire in lower case. */
  fields: {
    uuid: { sql: "j.id", kind: "uuid" },
    name: { sql: NAME, kind: "text" },
    shortname: { sql: "coalesce(j.shortname, j.id::text)", kind: "text" },
    profile: { sql: "j.task->>'profile'", kind: "text" },
    pooluuid: { sql: "(j.task->>'poolUuid')::uuid", kind: "uuid" },
    jobuuid: { sql: "(j.task->>'jobUuid')::uuid", kind: "uuid" },
    projectuuid: { sql: "(j.task->>'projectUuid')::uuid", kind: "uuid" },
    state: { sql: "j.wire_state", kind: "text" },
    previousstate: { sql: "j.wire_before", kind: "text" },
    statetransitiontime: { sql: "j.wire_state_at", kind: "date" },
    previousstatetransitiontime: { sql: "j.wire_before_at", kind: "date" },
    lastmodified: { sql: "j.modified_at", kind: "date" },
    creationdate: { sql: "j.created_at", kind: "date" },
    enddate: { sql: "j.ended_at", kind: "date" },
    instancecount: { sql: "coalesce((j.task->>'instanceCount')::int, 0)", kind: "number" },
    totalinstancecount: { sql: "j.total_frames", kind: "number" },
    runninginstancecount: { sql: "j.active", kind: "number" },
    progress: { sql: "100.0 * j.completed / greatest(j.total_frames, 1)", kind: "number" },
    executiontime: { sql: "j.frame_seconds", kind: "number" },
    resultscount: { sql: "j.results_count", kind: "number" },
    snapshotinterval: { sql: "j.snapshot_interval", kind: "number" },
    resultbucket: { sql: "j.delivery_bucket", kind: "text" },
    advancedranges: { sql: "j.task->>'advancedRanges'", kind: "text" },
    autodeleteoncompletion: {
      sql: "coalesce((j.task->>'autoDeleteOnCompletion')::boolean, false)",
      kind: "boolean",
    },
    tags: { sql: "j.tags", kind: "list" },
    resourcebuckets: {
      sql: "array(select jsonb_array_elements_text(coalesce(j.task->'resourceBuckets', '[]'::jsonb)))",
      kind: "list",
    },
    "dependencies.dependson": { sql: "j.depends_on", kind: "uuids" },
  },
};
