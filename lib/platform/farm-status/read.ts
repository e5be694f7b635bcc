/** farm.status: the farm in one number with its parts. */
import type { FarmStatus } from "#lib/contract/farm/nodes.ts";
import { availability, type BlenderBuild } from "#lib/domain/node.ts";
import type { Platform } from "../context.ts";
import { busyCoresOf } from "../nodes/present.ts";
import { onlineNodes, workOfNodes } from "../nodes/rows.ts";

/** Builds that differ in nothing are one. */
function distinctBuilds(builds: readonly BlenderBuild[]): BlenderBuild[] {
  const sorted = [...builds].sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }));
  return [...new Map(sorted.map((build) => [JSON.stringify(build), build])).values()];
}

export async function readFarmStatus(platform: Platform): Promise<FarmStatus> {
  const nodes = await onlineNodes(platform.db);
  const work = await workOfNodes(platform.db);
  const [frames] = await platform.db.query<{ queued: number; active: number }>(
    `select coalesce(sum(queued), 0)::int as queued, coalesce(sum(active), 0)::int as active from jobs
     where deleted_at is null and queued + active > 0`,
  );
  const cores = nodes.reduce((sum, node) => sum + node.capabilities.cores, 0);
  const busyCores = nodes.reduce(
    (sum, node) =>
      sum +
      busyCoresOf(
        node,
        work.filter((w) => w.nodeId === node.id),
      ),
    0,
  );
  return {
    availability: availability(cores, busyCores),
    cores,
    busyCores,
    nodes: nodes.length,
    framesQueued: frames?.queued ?? 0,
    framesActive: frames?.active ?? 0,
    blenders: distinctBuilds(nodes.flatMap((node) => node.capabilities.blenders)),
  };
}
