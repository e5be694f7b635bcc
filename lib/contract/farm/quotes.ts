/** Quotes: what a job will cost, from a few small frames that the farm renders at once and free of charge. */
import { z } from "zod";
import { FRAME_STATES } from "#lib/domain/frame.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";
import { endpoint } from "../endpoint.ts";
import { accountId, count, jobId, micro, projectId } from "../scalars.ts";

export const quotedProbe = z.object({
  frame: z.number().int(),
  state: z.enum(FRAME_STATES),
  /** Why there is none, in words. */
  problem: z.string().nullable(),
  thumbnailUrl: z.string().nullable(),
  peakMemoryBytes: z.number().nullable(),
  /** CPU time of it all; up to the first sample; of the samples. Null: not told. */
  coreSeconds: z.number().nullable(),
  setupCoreSeconds: z.number().nullable(),
  samplingCoreSeconds: z.number().nullable(),
  /** The first one of its Blender since the file was opened. */
  isCold: z.boolean(),
  samples: count.nullable(),
});

export const quote = z.object({
  id: jobId,
  accountId,
  projectId,
  state: z.enum(["probing", "ready", "failed"]),
  /** Why there is no price, in words. */
  problem: z.string().nullable(),
  /** What was asked for. */
  settings: renderSettings,
  /** Of the job, and of a probe. Units: pixels. */
  pixels: count,
  samples: count.nullable(),
  probePixels: count,
  probes: z.array(quotedProbe),
  /** Null until a probe is there. Micro-credits; core-seconds. */
  estimate: z
    .object({ low: micro, likely: micro, high: micro, coreSeconds: z.number().nonnegative() })
    .nullable(),
});
export type Quote = z.infer<typeof quote>;

export const quotes = {
  start: endpoint({
    method: "POST",
    path: "/farm/v1/quotes",
    who: ["account"],
    summary:
      "Have a few small frames of a project rendered at once, free of charge, to know what a job with these settings will cost. What was asked before and still renders is given up.",
    body: z.object({ projectId, settings: renderSettings }),
    reply: quote,
  }),
  get: endpoint({
    method: "GET",
    path: "/farm/v1/quotes/:quoteId",
    who: ["account"],
    summary: "A quote as far as it is known; `quote.changed` tells when there is more.",
    params: z.object({ quoteId: jobId }),
    reply: quote,
  }),
};
