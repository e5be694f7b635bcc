/** The scene model: a reduced glTF of one scene that a node makes for looking at it in the page. Its limits and its facts. */
import { z } from "zod";

/** What a page may be sent for a first look. Units: bytes. */
export const MAX_MODEL_BYTES = 5_000_000;
/** From the opening of the file to the written model; then it is given up. Units: seconds. */
export const MODEL_SECONDS = 30;

export const MODEL_STATES = ["waiting", "exporting", "ready", "failed"] as const;
export type ModelState = (typeof MODEL_STATES)[number];

const frameNumber = z.number().int();
const count = z.number().int().nonnegative();
const finite = z.number().min(-1e9).max(1e9);

export const modelCamera = z.object({
  name: z.string().max(256),
  /** Name of its node in the model, which carries its movement. */
  node: z.string().max(64),
  isOrtho: z.boolean(),
  /**
   * What it sees, by frame: left, right, bottom, top of its picture at a depth of one (of an orthographic one: as it is).
   * One entry: it never changes.
   */
  views: z
    .array(z.tuple([frameNumber, finite, finite, finite, finite]))
    .min(1)
    .max(400),
});
export type ModelCamera = z.infer<typeof modelCamera>;

/** What the exporter in Blender says of a model. Its time zero is `frameStart`. */
export const modelFacts = z.object({
  frameStart: frameNumber,
  frameEnd: frameNumber,
  fps: z.number().positive().max(10_000),
  /** Width of the picture over its height. */
  aspect: z.number().positive().max(1000),
  /** Frames that were looked at; between them things move in straight lines. */
  samples: count,
  cameras: z.array(modelCamera).max(64),
  /** Which of the cameras takes the picture, from that frame on. */
  cuts: z.array(z.object({ frame: frameNumber, camera: count })).max(1000),
  objects: count,
  instances: count,
  instancesLeftOut: count,
  /** Of all shapes, and those of them that are in the model. */
  triangles: count,
  trianglesShown: count,
  /** Shapes shown as their boxes. */
  boxes: count,
  hasPictures: z.boolean(),
});
export type ModelFacts = z.infer<typeof modelFacts>;

/** The camera that takes the picture of a frame; undefined where the scene has none. */
export function cameraAt(facts: ModelFacts, frame: number): ModelCamera | undefined {
  const cut = facts.cuts.findLast((one) => one.frame <= frame) ?? facts.cuts[0];
  return cut === undefined ? undefined : facts.cameras[cut.camera];
}

export interface View {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** What a camera sees at a frame, between two that were looked at in proportion. */
export function viewAt({ views }: ModelCamera, frame: number): View {
  const after = views.findIndex(([at]) => at >= frame);
  const [before, next] =
    after < 0 ? [views.at(-1), views.at(-1)] : [views[Math.max(0, after - 1)], views[after]];
  if (before === undefined || next === undefined) return { left: -1, right: 1, bottom: -1, top: 1 };
  const span = next[0] - before[0];
  const share = span > 0 ? Math.min(1, Math.max(0, (frame - before[0]) / span)) : 0;
  const [left, right, bottom, top] = [1, 2, 3, 4].map((i) => {
    const [a, b] = [before[i] ?? 0, next[i] ?? 0];
    return a + (b - a) * share;
  });
  return { left: left ?? -1, right: right ?? 1, bottom: bottom ?? -1, top: top ?? 1 };
}
