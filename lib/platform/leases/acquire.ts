/** leases.acquire: waits until there is work for the node, and answers all it needs to do it. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Inspection, Modelling, RenderLease, ScriptLease } from "#lib/contract/farm/nodes.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { readAllowsScripts } from "../farm-settings/read.ts";
import { takeInspection } from "../inspections/take.ts";
import { type NodeRow, readNode } from "../nodes/rows.ts";
import { takeModel } from "../scene-models/take.ts";
import { fullPools } from "../pools/room.ts";
import { readCandidates } from "./candidates.ts";
import { type Candidate, orderJobs } from "./choose-job.ts";
import { takeFrames } from "./take-frames.ts";

export type AcquireBody = ParsedOf<Api["leases"]["acquire"]>["body"];

/** How long a wait trusts hints before it looks by itself: a NOTIFY may be lost. Units: milliseconds. */
const LOOK_AGAIN_MS = 5_000;

async function findWork(
  ctx: Ctx,
  node: NodeRow,
  body: AcquireBody,
): Promise<RenderLease | ScriptLease | Inspection | Modelling | null> {
  const inspection = body.inspects ? await takeInspection(ctx, node) : null;
  if (inspection !== null) return inspection;
  const modelling = body.models ? await takeModel(ctx, node) : null;
  if (modelling !== null) return modelling;
  if (body.inspectionsOnly || node.presence !== "online") return null;
  const open = await readCandidates(ctx.db, await fullPools(ctx));
  const isCommand = (candidate: Candidate) => "runsScripts" in candidate.needs;
  // Asked only where it matters: most farms never run a command.
  const mayRun = open.some(isCommand) && (await readAllowsScripts(ctx.db));
  const candidates = mayRun ? open : open.filter((candidate) => !isCommand(candidate));
  if (candidates.length === 0) return null;
  for (const choice of orderJobs(candidates, node.capabilities, new Set(body.openSources))) {
    const lease = await takeFrames(ctx, node, choice, body);
    if (lease !== null) return lease;
  }
  return null;
}

/** Null when the wait is over and there was nothing. Errors: not_found when the node has not registered. */
export async function acquireLease(
  ctx: Ctx,
  { body }: ParsedOf<Api["leases"]["acquire"]>,
): Promise<ReplyOf<Api["leases"]["acquire"]>> {
  const until = ctx.clock.now() + body.waitSeconds * 1000;
  for (;;) {
    const seen = ctx.work.seen();
    const node = await readNode(ctx.db, body.nodeId);
    if (node === undefined || node.presence === "offline") throw notFound("node");
    // Nothing is handed to a caller who has hung up: nobody would render it.
    if (ctx.signal.aborted) return null;
    const work = await findWork(ctx, node, body);
    const left = until - ctx.clock.now();
    if (work !== null || left <= 0) return work;
    await ctx.work.wait(seen, ctx.signal, Math.min(left, LOOK_AGAIN_MS));
  }
}
