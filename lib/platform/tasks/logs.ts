/**
 * tasks.stdout and tasks.stderr: what was printed, attempt after attempt, in the order they ended. Blender's log is
 * the one, why an attempt failed the other; a command has both of its own. `fresh` answers what came since the last time somebody asked so.
 */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import type { Transaction } from "../db/database.ts";
import { notFound } from "../errors.ts";
import { readFrame } from "../frames/rows.ts";
import type { JobRow } from "../jobs/rows.ts";
import { taskFor } from "./find.ts";

export type LogName = "stdout" | "stderr";

/** The buffer is circular: of more, the end is told. Units: characters. */
const MOST_CHARACTERS = 1024 ** 2;

/** A command's own stderr, where there is any. */
const COLUMN: Record<LogName, string> = {
  stdout: "log",
  stderr: "(case when error_log = '' then message else error_log end)",
};

interface LogPart {
  frame: number;
  revision: number;
  text: string;
}

/** The newest attempts whose text fits, oldest first. */
async function partsOf(
  tx: Pick<Transaction, "query">,
  jobId: string,
  log: LogName,
  wanted: { frame: number | null; after: number },
): Promise<LogPart[]> {
  const column = COLUMN[log];
  const parts = await tx.query<LogPart>(
    `select frame, revision, text from (
       select frame, revision, ${column} as text,
         sum(length(${column})) over (order by revision desc, frame desc) - length(${column}) as after
       from attempts where job_id = $1 and revision > $3 and ($2::int is null or frame = $2) and ${column} <> ''
         and outcome in ('delivered', 'failed')
     ) parts where after < $4 order by revision, frame`,
    [jobId, wanted.frame, wanted.after, MOST_CHARACTERS],
  );
  return parts;
}

/** Shape: frame 3, "a\nb" → "3> a\n3> b\n"; for one instance without the beginning. */
function written(parts: readonly LogPart[], isPrefixed: boolean): string {
  const text = parts
    .flatMap((part) => part.text.split("\n").map((line) => (isPrefixed ? `${part.frame}> ${line}` : line)))
    .map((line) => `${line}\n`)
    .join("");
  return text.length <= MOST_CHARACTERS
    ? text
    : text.slice(text.indexOf("\n", text.length - MOST_CHARACTERS) + 1);
}

async function fresh(ctx: Ctx, job: JobRow, log: LogName, frame: number | null): Promise<string> {
  const name = frame === null ? log : `${log}/${frame}`;
  return ctx.db.transaction(async (tx) => {
    // Made first and then locked: two who ask at once never get the same lines.
    await tx.query(
      "insert into log_reads (job_id, log, revision) values ($1, $2, 0) on conflict (job_id, log) do nothing",
      [job.id, name],
    );
    const [read] = await tx.query<{ revision: number }>(
      "select revision from log_reads where job_id = $1 and log = $2 for update",
      [job.id, name],
    );
    const parts = await partsOf(tx, job.id, log, { frame, after: read?.revision ?? 0 });
    const last = parts.at(-1);
    if (last !== undefined) {
      await tx.query("update log_reads set revision = $3 where job_id = $1 and log = $2", [
        job.id,
        name,
        last.revision,
      ]);
    }
    return written(parts, frame === null);
  });
}

type Asked = ParsedOf<Api["tasks"]["stdout"]>;
type AskedInstance = ParsedOf<Api["tasks"]["instanceStdout"]>;

export const wholeLog =
  (log: LogName) =>
  async (ctx: Ctx, { params }: Asked): Promise<string> => {
    const job = await taskFor(ctx, "read", params.jobId);
    return written(await partsOf(ctx.db, job.id, log, { frame: null, after: 0 }), true);
  };

export const freshLog =
  (log: LogName) =>
  async (ctx: Ctx, { params }: Asked): Promise<string> =>
    fresh(ctx, await taskFor(ctx, "read", params.jobId), log, null);

/** Errors: not_found, also for an instance that the task has not. */
async function instanceOf(ctx: Ctx, params: AskedInstance["params"]): Promise<JobRow> {
  const job = await taskFor(ctx, "read", params.jobId);
  if ((await readFrame(ctx.db, job.id, params.instance)) === undefined) throw notFound("instance");
  return job;
}

export const instanceLog =
  (log: LogName) =>
  async (ctx: Ctx, { params }: AskedInstance): Promise<string> => {
    const job = await instanceOf(ctx, params);
    return written(await partsOf(ctx.db, job.id, log, { frame: params.instance, after: 0 }), false);
  };

export const freshInstanceLog =
  (log: LogName) =>
  async (ctx: Ctx, { params }: AskedInstance): Promise<string> =>
    fresh(ctx, await instanceOf(ctx, params), log, params.instance);
