/** platform.settings, versions and profiles: what Qarnot's clients ask first. */
import type { ParsedOf, ReplyOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import { SCRIPT_CONSTANTS, SCRIPT_PROFILE } from "#lib/contract/translate/script.ts";
import { compareVersions, minorVersion } from "#lib/domain/node.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { readAllowsScripts } from "../farm-settings/read.ts";
import { onlineNodes } from "../nodes/rows.ts";

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
  ...((await readAllowsScripts(ctx.db)) ? [SCRIPT_PROFILE] : []),
  ...(await blenderVersions(ctx)).map((version) => `blender-${version}`),
];

/** What they mean is told at length in docs/qarnot-api.md. */
const CONSTANTS: ReplyOf<Api["platform"]["profile"]>["constants"] = [
  {
    name: "BLEND_FILE",
    value: "undefined.blend",
    description: "The .blend in the resources, with its folders.",
  },
  {
    name: "BLEND_FORMAT",
    value: "",
    description: "PNG, JPEG, WEBP, TIFF, TGA, EXR, MULTILAYER; empty: the file's.",
  },
  { name: "BLEND_ENGINE", value: "", description: "CYCLES, EEVEE, WORKBENCH; empty: the file's." },
  { name: "BLEND_CYCLES_SAMPLES", value: "", description: "Samples of each pixel; empty: the file's." },
  { name: "BLEND_W", value: "", description: "Width in pixels; empty: the file's." },
  { name: "BLEND_H", value: "", description: "Height in pixels; empty: the file's." },
  { name: "BLEND_RATIO", value: "", description: "Percentage of the resolution; empty: the file's." },
  { name: "BLEND_SCENE", value: "", description: "Name of the scene; empty: the file's active one." },
  { name: "BLEND_SLICING", value: "1", description: "1: pictures are rendered whole." },
  {
    name: "BLEND_OUTPUT",
    value: "",
    description: "Where files go in the result bucket, e.g. shots/a_####; empty: 0001.png.",
  },
  { name: "HEARTH_CAMERA", value: "", description: "Name of the camera; empty: the scene's active one." },
  {
    name: "HEARTH_DENOISE",
    value: "",
    description: "off: render without denoising; empty: as the file says.",
  },
  { name: "HEARTH_CAP", value: "", description: "The most it may cost, in whole credits; empty: no cap." },
  { name: "HEARTH_AT_CAP", value: "pause", description: "pause or stop: what the job does at its cap." },
  {
    name: "HEARTH_VERSION",
    value: "",
    description: "Number of a version of the project that the bucket is; empty: what lies in the bucket now.",
  },
];

export async function readProfile(
  ctx: Ctx,
  { params }: ParsedOf<Api["platform"]["profile"]>,
): Promise<ReplyOf<Api["platform"]["profile"]>> {
  if (!(await readProfiles(ctx)).includes(params.name)) throw notFound("profile");
  const constants = params.name === SCRIPT_PROFILE ? SCRIPT_CONSTANTS : CONSTANTS;
  // Nothing here needs a license.
  return { name: params.name, constants, licenses: [] };
}
