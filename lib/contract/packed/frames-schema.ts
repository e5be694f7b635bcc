/** Packed frames as a reply is checked for them. Apart from frames.ts: who only unpacks needs no schemas. */
import { z } from "zod";
import { FAILURE_CODES } from "#lib/domain/frame.ts";
import type { PackedFrames } from "./frames.ts";

export const packedFrames = z.object({
  frames: z.string(),
  states: z.string().regex(/^(?:[qaCcfx]\d*)*$/),
  seconds: z.array(z.number()),
  memory: z.array(z.number()),
  attempts: z.array(z.tuple([z.number(), z.number()])).optional(),
  failures: z.array(z.tuple([z.number(), z.enum(FAILURE_CODES)])).optional(),
  results: z.array(z.tuple([z.number(), z.number(), z.number()])).optional(),
}) satisfies z.ZodType<PackedFrames>;
