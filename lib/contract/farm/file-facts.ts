/**
 * What the platform itself read in a stored .blend (lib/blend), kept with what was stored: nothing of it rests on a
 * browser's word or waits for a node.
 */
import { z } from "zod";
import type { BlendSummary as ReadSummary } from "#lib/blend/summary.ts";
import { EXTERNAL_KINDS } from "#lib/blend/summary.ts";

const name = z.string();
const version = z.object({ version: z.number(), subversion: z.number(), text: z.string() });
const readScene = z.object({
  name,
  isActive: z.boolean(),
  frameStart: z.number(),
  frameEnd: z.number(),
  frameStep: z.number(),
  fps: z.number(),
  fpsBase: z.number(),
  framesPerSecond: z.number(),
  width: z.number(),
  height: z.number(),
  percentage: z.number(),
  engine: z.string(),
  samples: z.number().nullable(),
  cyclesSamples: z.number(),
  eeveeSamples: z.number().nullable(),
  usesDenoising: z.boolean(),
  cyclesDenoises: z.boolean(),
  device: z.enum(["CPU", "GPU"]),
  format: z.string(),
  isMovieFormat: z.boolean(),
  outputPath: z.string(),
  camera: z.object({ name, library: z.string().nullable(), isCamera: z.boolean().nullable() }).nullable(),
  markerCameras: z.array(z.object({ frame: z.number(), camera: name })),
  cameras: z.array(name),
  usesBorder: z.boolean(),
  border: z.object({ left: z.number(), right: z.number(), bottom: z.number(), top: z.number() }),
  usesSequencer: z.boolean(),
  strips: z.number(),
  usesCompositing: z.boolean(),
  usesNodes: z.boolean(),
  viewLayers: z.array(z.object({ name, isRendered: z.boolean() })),
});

/** The reader's summary without its thumbnail; the files that it names are told apart, with those of its libraries. */
export const readFile = z.object({
  compression: z.enum(["none", "gzip", "zstd"]),
  header: z.string(),
  formatVersion: z.union([z.literal(0), z.literal(1)]),
  pointerSize: z.union([z.literal(4), z.literal(8)]),
  endian: z.enum(["little", "big"]),
  version: z.number(),
  versionText: z.string(),
  subversion: z.number(),
  minVersion: version.nullable(),
  unpackedBytes: z.number(),
  blocks: z.number(),
  activeScene: z.string().nullable(),
  scenes: z.array(readScene),
  texts: z.array(z.object({ name, path: z.string().nullable(), runsOnLoad: z.boolean() })),
  pythonDrivers: z.number(),
  simulations: z.array(
    z.object({ kind: z.enum(["pointCache", "fluid"]), dataBlock: name, isBaked: z.boolean() }),
  ),
}) satisfies z.ZodType<Omit<ReadSummary, "thumbnail" | "externalFiles">>;
export type ReadFile = z.infer<typeof readFile>;

export const WHEREABOUTS = [
  "found",
  "packed",
  "generated",
  "missing",
  "wrong_case",
  "misplaced",
  "outside",
] as const;

/** A file that the .blend or one of its libraries names, and where it is among those that came with it. */
export const namedFile = z.object({
  kind: z.enum(EXTERNAL_KINDS),
  path: z.string(),
  /** The .blend that names it. */
  relativeTo: z.string(),
  dataBlock: z.string(),
  state: z.enum(WHEREABOUTS),
  /** Where in the project it is looked for; null where that is outside. */
  wanted: z.string().nullable(),
  /** The file of the project that is taken for it. */
  instead: z.string().nullable(),
});
export type NamedFileFacts = z.infer<typeof namedFile>;

export const sourceFacts = z.object({
  /** Null where it could not be read; see `problem`. */
  file: readFile.nullable(),
  /** Why, as a code of lib/blend/errors.ts and in words. */
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  files: z.array(namedFile),
  /** More than are listed. */
  filesLeftOut: z.number().int().nonnegative(),
  /** Libraries that could not be read: what they name only Blender knows. */
  unread: z.array(z.string()),
});
export type SourceFacts = z.infer<typeof sourceFacts>;
