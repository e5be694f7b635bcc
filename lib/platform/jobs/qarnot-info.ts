/** platform.info, settings, versions and profiles: what Qarnot's clients ask first. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { MAX_FRAMES } from "#lib/domain/frame-range.ts";
import { compareVersions, minorVersion } from "#lib/domain/node.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { onlineNodes } from "../nodes/rows.ts";
import { accountOf } from "../policy.ts";

/** No quota is set: the largest whole number that every client's integers hold. */
const UNLIMITED = 2 ** 31 - 1;

type Info = ReplyOf<Api["platform"]["info"]>;
interface Usage {
  buckets: number;
  bytes: number;
  jobs: number;
  running: number;
  frames: number;
}

export async function readInfo(ctx: Ctx): Promise<Info> {
  const { accountId, email } = accountOf(ctx.actor);
  const [used] = await ctx.db.query<Usage>(
    `select (select count(*)::int from buckets where account_id = $1 and deleted_at is null) as buckets,
       (select coalesce(sum(size_bytes), 0)::int8 from sources where account_id = $1 and removed_at is null) as bytes,
       count(*)::int as jobs, count(*) filter (where active > 0)::int as running,
       coalesce(sum(active), 0)::int as frames
     from jobs where account_id = $1 and deleted_at is null`,
    [accountId],
  );
  const nodes = await onlineNodes(ctx.db);
  const [cores] = await ctx.db.query<{ cores: number }>(
    `select coalesce(sum(l.cores_per_frame), 0)::float8 as cores from leases l
     join jobs j on j.id = l.job_id join frames f on f.lease_id = l.id and f.state = 'active'
     where l.ended_at is null and j.account_id = $1`,
    [accountId],
  );
  const allCores = nodes.reduce((sum, node) => sum + node.capabilities.cores, 0);
  return {
    email,
    maxBucket: UNLIMITED,
    bucketCount: used?.buckets ?? 0,
    quotaBytesBucket: Number.MAX_SAFE_INTEGER,
    usedQuotaBytesBucket: used?.bytes ?? 0,
    maxTask: UNLIMITED,
    taskCount: used?.jobs ?? 0,
    maxRunningTask: UNLIMITED,
    runningTaskCount: used?.running ?? 0,
    maxInstances: MAX_FRAMES,
    maxCores: allCores,
    runningInstanceCount: used?.frames ?? 0,
    runningCoreCount: Math.min(allCores, Math.round(cores?.cores ?? 0)),
  };
}

export const readSettings = async (ctx: Ctx): Promise<ReplyOf<Api["platform"]["settings"]>> => ({
  storage: ctx.settings.storageOrigin,
});

export const readVersions = async (): Promise<ReplyOf<Api["platform"]["versions"]>> => [
  { version: "v1", endOfLife: null },
];

async function blenderVersions(ctx: Ctx): Promise<string[]> {
  const nodes = await onlineNodes(ctx.db);
  const versions = nodes.flatMap((n) => n.capabilities.blenders.map((b) => minorVersion(b.version)));
  return [...new Set(versions)].sort((a, b) => compareVersions(b, a));
}

export const readProfiles = async (ctx: Ctx): Promise<string[]> => [
  "blender",
  ...(await blenderVersions(ctx)).map((version) => `blender-${version}`),
];

const CONSTANTS: ReplyOf<Api["platform"]["profile"]>["constants"] = [
  { name: "BLEND_FILE", value: "undefined.blend", description: "The .blend in the resources." },
  {
    name: "BLEND_FORMAT",
    value: "",
    description: "PNG, JPEG, WEBP, TIFF, EXR, MULTILAYER; empty: the file's.",
  },
  { name: "BLEND_ENGINE", value: "", description: "CYCLES, EEVEE, WORKBENCH; empty: the file's." },
  { name: "BLEND_CYCLES_SAMPLES", value: "", description: "Samples of each pixel; empty: the file's." },
  { name: "BLEND_W", value: "", description: "Width in pixels; empty: the file's." },
  { name: "BLEND_H", value: "", description: "Height in pixels; empty: the file's." },
  { name: "BLEND_RATIO", value: "", description: "Percentage of the resolution; empty: the file's." },
  { name: "BLEND_SCENE", value: "", description: "Name of the scene; empty: the file's active one." },
  { name: "HEARTH_CAMERA", value: "", description: "Name of the camera; empty: the scene's active one." },
  {
    name: "HEARTH_DENOISE",
    value: "",
    description: "off: render without denoising; empty: as the file says.",
  },
];

export async function readProfile(
  ctx: Ctx,
  { params }: ParsedOf<Api["platform"]["profile"]>,
): Promise<ReplyOf<Api["platform"]["profile"]>> {
  if (!(await readProfiles(ctx)).includes(params.name)) throw notFound("profile");
  return { name: params.name, constants: CONSTANTS };
}
