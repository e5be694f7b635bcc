/** hardware.list, searchModels and portForward. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { constraintsOf, cpuModelsOf } from "#lib/contract/translate/hardware-of-nodes.ts";
import type { Ctx } from "../context.ts";
import { onlineNodes } from "../nodes/rows.ts";
import { taskFor } from "../tasks/find.ts";

const machinesOf = async (ctx: Ctx) => (await onlineNodes(ctx.db)).map((node) => node.capabilities);

export async function listHardware(
  ctx: Ctx,
  { query: { limit, offset } }: ParsedOf<Api["hardware"]["list"]>,
): Promise<ReplyOf<Api["hardware"]["list"]>> {
  const all = constraintsOf(await machinesOf(ctx));
  return { data: all.slice(offset, offset + limit), offset, limit, total: all.length };
}

export async function searchModels(
  ctx: Ctx,
  { query }: ParsedOf<Api["hardware"]["searchModels"]>,
): Promise<ReplyOf<Api["hardware"]["searchModels"]>> {
  const words = query.cpuModel.toLowerCase().split(/\s+/).filter(Boolean);
  return cpuModelsOf(await machinesOf(ctx)).filter(({ cpuModel = "" }) =>
    words.every((word) => cpuModel.toLowerCase().includes(word)),
  );
}

/** Errors: not_found. */
export async function readPortForward(
  ctx: Ctx,
  { params }: ParsedOf<Api["hardware"]["portForward"]>,
): Promise<ReplyOf<Api["hardware"]["portForward"]>> {
  await taskFor(ctx, "read", params.task);
  return { "0": {} };
}
