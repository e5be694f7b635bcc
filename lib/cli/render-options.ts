/** The command line of `hearth render`, checked before a byte is sent. */
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ZodError } from "zod";
import type { Ceiling } from "#lib/domain/cap.ts";
import { capCredits } from "#lib/domain/cap-credits.ts";
import {
  type Engine,
  type OutputFormat,
  renderSettings,
  type RenderSettings,
} from "#lib/domain/render-settings.ts";
import { CliError } from "./cli-error.ts";
import { CONNECTION_OPTIONS } from "./connect.ts";

export interface RenderOptions {
  /** Of a .blend, or of a project's folder. */
  file: string;
  /** Which .blend of the folder. */
  blend: string | undefined;
  out: string;
  name: string;
  /** Null: the scene's own range, known when the farm has read the file. */
  frames: string | null;
  /** `blendFile` and, without --frames, `frames` are filled in later. */
  settings: RenderSettings;
  ceiling: Ceiling;
  /** Credits: it starts when its price is known and within them. Null: at once. */
  startWithin: number | null;
  farm: string | undefined;
  token: string | undefined;
}

const ENGINE_OF: Record<string, Engine> = {
  cycles: "CYCLES",
  eevee: "BLENDER_EEVEE",
  blender_eevee: "BLENDER_EEVEE",
  workbench: "BLENDER_WORKBENCH",
  blender_workbench: "BLENDER_WORKBENCH",
};
const FORMAT_OF: Record<string, OutputFormat> = {
  file: "FILE",
  png: "PNG",
  jpeg: "JPEG",
  jpg: "JPEG",
  webp: "WEBP",
  tiff: "TIFF",
  tif: "TIFF",
  exr: "OPEN_EXR",
  open_exr: "OPEN_EXR",
  multilayer: "OPEN_EXR_MULTILAYER",
  open_exr_multilayer: "OPEN_EXR_MULTILAYER",
};

/** Errors: CliError naming the option, what it takes and what it was given. */
export function parseRenderOptions(args: string[]): RenderOptions {
  const { values, positionals } = parseArgs({
    args: joinNegatives(args),
    allowPositionals: true,
    options: {
      frames: { type: "string" },
      out: { type: "string", default: "./frames" },
      engine: { type: "string" },
      samples: { type: "string" },
      resolution: { type: "string" },
      percentage: { type: "string" },
      format: { type: "string" },
      scene: { type: "string" },
      camera: { type: "string" },
      "no-denoise": { type: "boolean", default: false },
      "run-scripts": { type: "boolean", default: false },
      name: { type: "string" },
      file: { type: "string" },
      cap: { type: "string" },
      "at-cap": { type: "string", default: "pause" },
      "start-within": { type: "string" },
      ...CONNECTION_OPTIONS,
    },
  });
  const [file, extra] = positionals;
  if (file === undefined)
    throw new CliError("Which file? Write it like `hearth render scene.blend`, or name a folder.");
  if (extra !== undefined)
    throw new CliError(`One file at a time: "${extra}" is one too many. Quote ranges with spaces.`);
  const size = parseResolution(values.resolution);
  const settings = checked({
    blendFile: "filled in when it is uploaded",
    frames: values.frames ?? "1",
    engine: oneOf("--engine", ENGINE_OF, values.engine, "cycles, eevee or workbench") ?? null,
    samples: numberOf("--samples", values.samples),
    width: size?.width ?? null,
    height: size?.height ?? null,
    percentage: numberOf("--percentage", values.percentage),
    format: oneOf("--format", FORMAT_OF, values.format, "png, jpeg, webp, tiff, exr or multilayer") ?? "FILE",
    scene: values.scene ?? null,
    camera: values.camera ?? null,
    denoise: values["no-denoise"] ? "off" : "file",
    fileScripts: values["run-scripts"] ? "on" : "off",
  });
  return {
    file,
    out: values.out,
    blend: values.file,
    name: values.name?.trim() || basename(resolve(file)),
    frames: values.frames === undefined ? null : settings.frames,
    settings,
    ceiling: parseCeiling(values.cap, values["at-cap"]),
    startWithin:
      values["start-within"] === undefined ? null : credits("--start-within", values["start-within"]),
    farm: values.farm,
    token: values.token,
  };
}

/**
 * A range that begins with a negative frame looks like an option to parseArgs.
 * Shape: ["--frames", "-5--1"] → ["--frames=-5--1"]
 */
function joinNegatives(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const next = args[at + 1];
    const takesNumber = ["--frames", "--samples", "--percentage", "--cap", "--start-within"].includes(
      args[at] ?? "",
    );
    if (takesNumber && next !== undefined && /^-\d/.test(next)) {
      joined.push(`${args[at]}=${next}`);
      at++;
    } else joined.push(args[at] ?? "");
  }
  return joined;
}

/** Errors: CliError naming the option. */
export function parseCeiling(cap: string | undefined, atCap: string): Ceiling {
  const what =
    oneOf("--at-cap", { pause: "pause", stop: "stop" } as const, atCap, "pause or stop") ?? "pause";
  return { credits: cap === undefined ? null : credits("--cap", cap), atCap: what };
}

function credits(option: string, text: string): number {
  const read = capCredits.safeParse(numberOf(option, text));
  if (!read.success)
    throw new CliError(`${option}: ${read.error.issues[0]?.message ?? "not credits"}`, read.error);
  return read.data;
}

function oneOf<T>(
  option: string,
  table: Record<string, T>,
  text: string | undefined,
  takes: string,
): T | undefined {
  if (text === undefined) return undefined;
  const value = table[text.toLowerCase().replaceAll("-", "_")];
  if (value === undefined) throw new CliError(`${option} takes ${takes}, not "${text}".`);
  return value;
}

function numberOf(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[+-]?\d+$/.test(text.trim())) throw new CliError(`${option} takes a whole number, not "${text}".`);
  return Number(text);
}

function parseResolution(text: string | undefined): { width: number; height: number } | undefined {
  if (text === undefined) return undefined;
  const match = /^\s*(\d{1,9})\s*[x×]\s*(\d{1,9})\s*$/i.exec(text);
  if (!match) throw new CliError(`--resolution takes a size like 1920x1080, not "${text}".`);
  return { width: Number(match[1]), height: Number(match[2]) };
}

function checked(settings: Parameters<typeof renderSettings.parse>[0]): RenderSettings {
  try {
    return renderSettings.parse(settings);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw new CliError(error.issues.map((issue) => issue.message).join(" "), error);
  }
}
