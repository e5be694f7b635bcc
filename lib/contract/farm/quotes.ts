/** Quotes: what a job will cost, from a few small frames that the farm renders at once and free of charge. */
import { z } from "zod";
import { FRAME_STATES } from "#lib/domain/frame.ts";
import { startWish } from "#lib/domain/start-within.ts";
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

/** How a job is to start by itself, and what came of it. */
export const start = startWish.extend({
  /** Null until it is decided. */
  outcome: z.object({ jobId: jobId.nullable(), text: z.string() }).nullable(),
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
  /** Null until a probe is there. Micro-credits, and core-seconds before rounding. */
  estimate: z
    .object({
      low: micro,
      likely: micro,
      high: micro,
      lowCoreSeconds: z.number().nonnegative(),
      coreSeconds: z.number().nonnegative(),
      highCoreSeconds: z.number().nonnegative(),
    })
    .nullable(),
  /** Null: the job is not to start by itself. */
  start: start.nullable(),
});
export type Quote = z.infer<typeof quote>;

export const quotes = {
  start: endpoint({
    method: "POST",
    path: "/farm/v1/quotes",
    who: ["account"],
    summary:
      "Have a few small frames of a project rendered at once, free of charge, to know what a job with these settings will cost. With `start` the job then starts by itself, if it may. What was asked before and still renders is given up, unless it is to start a job.",
    body: z.object({ projectId, settings: renderSettings, start: startWish.optional() }),
    reply: quote,
  }),
  starts: endpoint({
    method: "GET",
    path: "/farm/v1/quotes",
    who: ["account"],
    summary:
      "Jobs that are to start by themselves and have not, newest first: those that wait for their price, and those that may not start, with the reason.",
    reply: z.array(quote),
  }),
  giveUp: endpoint({
    method: "DELETE",
    path: "/farm/v1/quotes/:quoteId",
    who: ["account"],
    summary: "Give a quote up: its probes are gone, and no job starts by it.",
    params: z.object({ quoteId: jobId }),
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
