/**
 * Whether what a client sent is a task at all. What is wrong is told in Qarnot's words first, which its clients look for,
 * and then in a sentence.
 */
import { type TaskCreation, taskCreation } from "#lib/contract/qarnot/task.ts";
import { frameTextOf } from "#lib/contract/translate/settings.ts";
import { isBucketName } from "#lib/domain/bucket.ts";
import { expandFrameRange, formatFrameRange, FrameRangeError } from "#lib/domain/frame-range.ts";
import type { Ctx } from "../context.ts";
import type { Sql } from "../db/database.ts";
import { PlatformError } from "../errors.ts";
import { accountOf } from "../policy.ts";
import { invalidTask, invalidTaskInput, shortnameTaken } from "./invalid.ts";
import { checkPattern, PatternError } from "./match-files.ts";

/** Old names become the current ones, and ranges one writing. Errors: invalid. */
export function readTask(body: unknown): TaskCreation {
  const parsed = taskCreation.safeParse(body);
  if (!parsed.success) throw invalidTaskInput(parsed.error);
  return withRanges(parsed.data);
}

/** The ranges as every client parses them. Errors: invalid, at `frames`. */
function withRanges(task: TaskCreation): TaskCreation {
  const text = frameTextOf(task);
  try {
    const frames = formatFrameRange(expandFrameRange(text));
    const isCounted = !task.advancedRanges?.trim() && /^0(?:-\d+)?$/.test(text);
    return isCounted
      ? { ...task, advancedRanges: null, instanceCount: Number(text.split("-")[1] ?? 0) + 1 }
      : { ...task, advancedRanges: frames.replaceAll(", ", ","), instanceCount: 0 };
  } catch (error) {
    if (!(error instanceof FrameRangeError)) throw error;
    const name =
      error.problem === "too_many" || error.problem === "bounds" ? "range-length" : "advancedRanges";
    throw new PlatformError(
      "invalid",
      `Invalid task file. Invalid fields: ${name}. ${error.message}`,
      { [name]: error.message, frames: error.message },
      error,
    );
  }
}

function checkPatterns(task: TaskCreation): void {
  const fields = ["resultsWhitelist", "resultsBlacklist", "snapshotWhitelist", "snapshotBlacklist"] as const;
  for (const field of fields) {
    const pattern = task[field];
    if (!pattern) continue;
    try {
      checkPattern(pattern);
    } catch (error) {
      if (error instanceof PatternError) throw invalidTask({ [field]: error.message }, error);
      throw error;
    }
  }
}

function checkBuckets(task: TaskCreation): void {
  if (task.resourceBuckets.length > 0 && task.advancedResourceBuckets.length > 0) {
    throw invalidTask({
      resourceBuckets: "Name either resourceBuckets or advancedResourceBuckets, not both.",
    });
  }
  for (const field of ["resultBucket", "snapshotBucket"] as const) {
    const name = task[field];
    if (name && !isBucketName(name))
      throw invalidTask({ [field]: `"${name.slice(0, 80)}" is no bucket name.` });
  }
}

/** Errors: invalid; what only the database knows is asked last. */
export async function checkTask(ctx: Ctx, task: TaskCreation): Promise<void> {
  checkBuckets(task);
  checkPatterns(task);
  const { accountId } = accountOf(ctx.actor);
  if (task.shortname && (await jobIdByShortname(ctx.db, accountId, task.shortname)) !== undefined)
    throw shortnameTaken(task.shortname);
  const wanted = task.dependencies?.dependsOn ?? [];
  if (wanted.length === 0) return;
  const known = await ctx.db.query(
    "select id from jobs where id = any($1::uuid[]) and account_id = $2 and deleted_at is null",
    [wanted, accountId],
  );
  if (known.length < new Set(wanted.map((id) => id.toLowerCase())).size)
    throw invalidTask({ dependencies: "A task that this one depends on does not exist." });
}

export const jobIdByShortname = async (sql: Sql, accountId: string, shortname: string) =>
  (
    await sql.query<{ id: string }>(
      "select id from jobs where account_id = $1 and shortname = $2 and deleted_at is null",
      [accountId, shortname],
    )
  )[0]?.id;
