/** tasks.submit: one task, or a list of them, each on its own: what is wrong with one keeps none of the others. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { MultiResponse } from "#lib/contract/qarnot/task.ts";
import type { JobId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { errorReply } from "../http/error-reply.ts";
import { WrittenAnswer } from "../http/written-answer.ts";
import { submitJob } from "../jobs/submit.ts";
import { placeTask } from "../pools/place.ts";
import { checkTask, readTask } from "./check.ts";

/** A list of more is several lists. */
const MOST_AT_ONCE = 500;

/** Errors: invalid, not_found (`No such bucket`), no_credits. */
export async function submitOne(ctx: Ctx, body: unknown): Promise<JobId> {
  const task = await placeTask(ctx, readTask(body));
  await checkTask(ctx, task);
  return submitJob(ctx, task);
}

async function outcomeOf(ctx: Ctx, body: unknown): Promise<MultiResponse> {
  try {
    return { statusCode: 200, uuid: await submitOne(ctx, body), message: null };
  } catch (error) {
    const { status, body: told } = errorReply(error, ctx.requestId, ctx.log);
    return { statusCode: status, uuid: null, message: told.message };
  }
}

/** 207 for a list, in its order. The body comes as it was sent: see the endpoint. */
export async function submitTasks(
  ctx: Ctx,
  { body }: ParsedOf<Api["tasks"]["submit"]>,
): Promise<{ uuid: JobId; guid: JobId } | WrittenAnswer> {
  const sent: unknown = body;
  if (!Array.isArray(sent)) {
    const uuid = await submitOne(ctx, sent);
    return { uuid, guid: uuid };
  }
  if (sent.length > MOST_AT_ONCE) {
    throw new PlatformError("invalid", `Send at most ${MOST_AT_ONCE} tasks at once.`);
  }
  const outcomes: MultiResponse[] = [];
  for (const one of sent) outcomes.push(await outcomeOf(ctx, one));
  return new WrittenAnswer(JSON.stringify(outcomes), MULTI_STATUS);
}

const MULTI_STATUS = 207;
