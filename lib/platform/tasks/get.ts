/**
 * tasks.get. The clients of this wire have nothing but this call to learn how far their task is, and ask it all the time:
 * the text is kept for as long as it is true, at most for the second it tells of, and made once for all who ask together.
 */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { WrittenAnswer } from "../http/written-answer.ts";
import { isEnded } from "#lib/domain/job.ts";
import { readJob } from "../jobs/rows.ts";
import { type TaskHead, taskHeadFor } from "./find.ts";
import { presentTasks } from "./present.ts";

interface Kept {
  revision: number;
  /** Of the platform's clock; null: true for ever, the task has ended. */
  second: number | null;
  body: Promise<Buffer>;
}

/** Some hundred bytes to some hundred KB each. */
const MOST_BODIES = 200;

export interface TaskBodies {
  get(ctx: Ctx, head: TaskHead): Promise<Buffer>;
}

export function createTaskBodies(): TaskBodies {
  const bodies = new Map<string, Kept>();

  async function make(ctx: Ctx, head: TaskHead): Promise<Buffer> {
    const row = await readJob(ctx.db, head.id);
    if (row === undefined) throw notFound("task");
    const kept = bodies.get(head.id);
    if (kept !== undefined && kept.revision === row.revision && isEnded(row.state)) kept.second = null;
    const [text] = await presentTasks(ctx, [row]);
    return Buffer.from(text ?? "");
  }

  return {
    get(ctx, head) {
      const second = Math.floor(ctx.clock.now() / 1000);
      const kept = bodies.get(head.id);
      if (kept?.revision === head.revision && (kept.second === null || kept.second === second))
        return kept.body;
      const body = make(ctx, head);
      const fresh: Kept = { revision: head.revision, second, body };
      bodies.delete(head.id);
      bodies.set(head.id, fresh);
      const oldest = bodies.keys().next();
      if (bodies.size > MOST_BODIES && oldest.done !== true) bodies.delete(oldest.value);
      // A failure is told to those who asked, and not kept.
      body.catch(() => {
        if (bodies.get(head.id) === fresh) bodies.delete(head.id);
      });
      return body;
    },
  };
}

export async function getTask(ctx: Ctx, { params }: ParsedOf<Api["tasks"]["get"]>): Promise<WrittenAnswer> {
  return new WrittenAnswer(await ctx.taskBodies.get(ctx, await taskHeadFor(ctx, params.jobId)));
}
