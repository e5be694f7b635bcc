/** projects.facts: what was read in a version when it was completed, and what to know of it on this farm as it is now. */
import type { SourceFacts } from "#lib/contract/farm/file-facts.ts";
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Finding } from "#lib/domain/findings/finding.ts";
import { fileFindings, unreadableFinding } from "#lib/domain/findings.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { missingOf } from "../facts/read-source.ts";
import { listBuilds } from "../farm-status/builds.ts";
import { allowed } from "../policy.ts";
import { readFacts } from "../sources/rows.ts";
import { readProject } from "./rows.ts";
import { readVersion } from "./version-rows.ts";

export async function projectFacts(
  ctx: Ctx,
  { params, query }: ParsedOf<Api["projects"]["facts"]>,
): Promise<ReplyOf<Api["projects"]["facts"]>> {
  const { id } = allowed(ctx.actor, "read", await readProject(ctx.db, params.projectId), "project");
  const version = await readVersion(ctx.db, id, params.number);
  if (version === undefined) throw notFound("version");
  const facts = await readFacts(ctx.db, version.sourceId);
  return { facts, findings: facts === null ? [] : await findingsOf(ctx, facts, query.scene ?? null) };
}

async function findingsOf(ctx: Ctx, facts: SourceFacts, scene: string | null): Promise<Finding[]> {
  if (facts.problem !== null) return [unreadableFinding(facts.problem.message)];
  if (facts.file === null) return [];
  const nodes = await listBuilds(ctx);
  const farm = { nodes, blenders: nodes.flatMap((node) => (node.isOnline ? node.blenders : [])) };
  return fileFindings(facts.file, scene, farm, { settings: null, missing: missingOf(facts) });
}
