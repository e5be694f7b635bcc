/** Jobs and frames in our words, beside Qarnot's tasks: what the portal shows and `hearth render` follows. */
import { z } from "zod";
import { AT_CAP, CAP_LEVELS } from "#lib/domain/cap.ts";
import { capCredits } from "#lib/domain/cap-credits.ts";
import { FAILURE_CODES, FRAME_STATES, LEASE_PHASES } from "#lib/domain/frame.ts";
import { JOB_STATES } from "#lib/domain/job.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";
import { scriptSettings } from "#lib/domain/script.ts";
import { endpoint } from "../endpoint.ts";
import { jobFacts } from "./facts.ts";
import { packedFrames } from "../packed/frames-schema.ts";
import { accountId, count, jobId, micro, projectId, queryNumber, timestamp } from "../scalars.ts";

export const frameCounts = z.object({
  queued: count,
  active: count,
  completed: count,
  failed: count,
  canceled: count,
});

export const job = z.object({
  id: jobId,
  name: z.string(),
  accountId,
  /** Null for jobs made of a bucket by a script. */
  projectId: projectId.nullable(),
  /** The project's, or the file's path in the bucket. */
  projectName: z.string(),
  state: z.enum(JOB_STATES),
  /** Why it does not render, in words; null while it does or when it has ended. */
  waiting: z.object({ code: z.string(), text: z.string() }).nullable(),
  /** Why none of its frames can be rendered, in words: what is in the file does not fit what was asked for. */
  problem: z.string().nullable(),
  /** The command that it runs instead of rendering; null: it renders. */
  script: scriptSettings.nullable(),
  /** Of a command only `frames` says something: it has no .blend. */
  settings: renderSettings.extend({ blendFile: z.string() }),
  /** What the settings come to over the file's own. Pixels after percentage; zeros for a command. */
  effective: z.object({
    engine: z.string(),
    samples: z.number().int().nullable(),
    width: count,
    height: count,
    fps: z.number(),
    /** True where the file denoises and the owner chose to render without. */
    skipsDenoising: z.boolean(),
  }),
  /** The Blender that renders it, "3.4.1"; null until a node took it. */
  blenderVersion: z.string().nullable(),
  counts: frameCounts,
  totalFrames: count,
  /** Share of frames whose picture is in storage, 0 … 1: the portal's "upload progress". */
  delivered: z.number().min(0).max(1),
  /** Cores under live leases: "working CPUs". */
  activeCores: z.number().nonnegative(),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  /** Computation of delivered frames. Units: core-seconds. */
  coreSeconds: z.number().nonnegative(),
  /** Micro-credits charged so far, and reserved. */
  charged: micro,
  held: micro,
  /** The most that is charged, and what happens there; null: no cap. */
  ceiling: z
    .object({
      cap: micro,
      atCap: z.enum(AT_CAP),
      /** `near` from 80 % on; `reached`: nothing more is rendered until it is raised. */
      level: z.enum(CAP_LEVELS),
      /** What a frame is expected to cost, and the least cap that lets all that is left be rendered, in credits. */
      nextFrame: micro,
      capForTheRest: count,
    })
    .nullable(),
  /** Orders the job's events. */
  revision: count,
});
export type Job = z.infer<typeof job>;

export const frame = z.object({
  frame: z.number().int(),
  state: z.enum(FRAME_STATES),
  attempt: count,
  nodeName: z.string().nullable(),
  /** Of the attempt that delivered. Units: wall seconds, core-seconds, bytes. */
  seconds: z.number().nullable(),
  coreSeconds: z.number().nullable(),
  peakMemoryBytes: z.number().nullable(),
  failure: z.enum(FAILURE_CODES).nullable(),
  fileName: z.string().nullable(),
  /** Of the picture, or of all results together. */
  sizeBytes: z.number().nullable(),
  /** How many files a command left; 0 for a picture. */
  resultCount: count,
  /** Small JPEG, view-transformed; signed, good for hours, the same text for a while so that caches keep it. */
  thumbnailUrl: z.string().nullable(),
});
export type Frame = z.infer<typeof frame>;

export const attempt = z.object({
  attempt: count,
  nodeName: z.string(),
  startedAt: timestamp,
  endedAt: timestamp.nullable(),
  outcome: z.enum(["running", "delivered", "failed", "canceled", "lost"]),
  seconds: z.number().nullable(),
  coreSeconds: z.number().nullable(),
  peakMemoryBytes: z.number().nullable(),
  failure: z.enum(FAILURE_CODES).nullable(),
  message: z.string(),
  /** Last lines of Blender, or of the command's stdout, at most 64 KiB. */
  log: z.string(),
  /** The same of a command's stderr; empty for a picture. */
  errorLog: z.string(),
  /** What a command printed, signed; beginning and end where it is long. Null for a picture. */
  stdoutUrl: z.string().nullable(),
  stderrUrl: z.string().nullable(),
});
export type Attempt = z.infer<typeof attempt>;

/** A file that a command left. */
export const result = z.object({
  path: z.string(),
  sizeBytes: count,
  /** Signed, good for hours. */
  url: z.string(),
});
export type Result = z.infer<typeof result>;

export const frameDetail = frame.extend({
  /** By path. */
  results: z.array(result),
  /** The file itself. */
  outputUrl: z.string().nullable(),
  /** A JPEG of the frame at up to 1920 pixels where the file is no picture that browsers show; else the file. */
  previewUrl: z.string().nullable(),
  attempts: z.array(attempt),
});
export type FrameDetail = z.infer<typeof frameDetail>;

/** How far a running frame is. Units: samples, or steps of the engine; percent of a command. */
export const frameProgress = z.object({
  frame: z.number().int(),
  phase: z.enum(LEASE_PHASES),
  done: count,
  total: count,
  memoryBytes: count.nullable(),
  /** Cores that its Blender kept busy since the last word. */
  busyCores: z.number().nonnegative().optional(),
  /** Its files on their way since the last word, and the clock of the node's cores. */
  networkInKbps: count.optional(),
  networkOutKbps: count.optional(),
  clockGHz: z.number().nonnegative().optional(),
});
export type FrameProgress = z.infer<typeof frameProgress>;

const aJob = z.object({ jobId });
/** `small`: the thumbnail; `large`: the preview, or the file where browsers show it. */
export const PICTURE_SIZES = ["small", "large"] as const;
export type PictureSize = (typeof PICTURE_SIZES)[number];
/** A frame range, or every frame that failed or was canceled. */
const selection = z.string().max(20_000);

export const jobs = {
  list: endpoint({
    method: "GET",
    path: "/farm/v1/jobs",
    who: ["account"],
    summary: "The caller's jobs, newest first.",
    query: z.object({
      state: z.enum(JOB_STATES).optional(),
      search: z.string().max(200).optional(),
      limit: queryNumber.min(1).max(500).default(200),
    }),
    reply: z.array(job),
  }),
  get: endpoint({
    method: "GET",
    path: "/farm/v1/jobs/:jobId",
    who: ["account"],
    summary: "One job.",
    params: aJob,
    reply: job,
  }),
  frames: endpoint({
    method: "GET",
    path: "/farm/v1/jobs/:jobId/frames",
    who: ["account"],
    summary: "The job's frames in order, with the revision they stand for, and what running ones are doing.",
    params: aJob,
    query: z.object({
      offset: queryNumber.min(0).default(0),
      limit: queryNumber.min(1).max(10_000).default(10_000),
    }),
    reply: z.object({ revision: count, frames: z.array(frame), progress: z.array(frameProgress) }),
  }),
  frameMap: endpoint({
    method: "GET",
    path: "/farm/v1/jobs/:jobId/frame-map",
    who: ["account"],
    summary:
      "Every frame of the job in columns: number, state, time, memory. With `since`, those that changed after that revision; with `limit`, of the first so many.",
    params: aJob,
    query: z.object({
      since: queryNumber.min(0).optional(),
      limit: queryNumber.min(1).optional(),
    }),
    reply: packedFrames.extend({ revision: count, progress: z.array(frameProgress) }),
  }),
  pictures: endpoint({
    method: "GET",
    path: "/farm/v1/jobs/:jobId/pictures",
    who: ["account"],
    summary:
      "Signed addresses of frames' pictures: small, or as large as a browser can show them. For a frame under way, where its small one will be.",
    params: aJob,
    query: z.object({
      /** A range of at most 256 frames. */
      frames: z.string().max(4000).default(""),
      size: z.enum(PICTURE_SIZES).default("small"),
    }),
    /** In the order of the frames; null: there is none. */
    reply: z.object({ revision: count, urls: z.array(z.string().nullable()) }),
  }),
  frame: endpoint({
    method: "GET",
    path: "/farm/v1/jobs/:jobId/frames/:frame",
    who: ["account"],
    summary: "One frame with its file, log and attempts.",
    params: z.object({ jobId, frame: z.coerce.number().int() }),
    reply: frameDetail,
  }),
  facts: endpoint({
    method: "GET",
    path: "/farm/v1/jobs/:jobId/facts",
    who: ["account"],
    summary: "The job's facts sheet: computation, time, data, energy, and what they were reckoned with.",
    params: aJob,
    reply: jobFacts,
  }),
  retry: endpoint({
    method: "POST",
    path: "/farm/v1/jobs/:jobId/retry",
    who: ["account"],
    summary:
      "Render frames again: a range, or `failed` for all that failed or were canceled. Running ones are left alone. 402 without credits.",
    params: aJob,
    body: z.object({ frames: z.literal("failed").or(selection) }),
    reply: job,
  }),
  setCap: endpoint({
    method: "PUT",
    path: "/farm/v1/jobs/:jobId/cap",
    who: ["account"],
    summary:
      "Set, raise, lower or remove the most that a job may cost, in whole credits. A job that waits at its cap goes on when the rest bears another frame.",
    params: aJob,
    body: z.object({ credits: capCredits.nullable(), atCap: z.enum(AT_CAP).optional() }),
    reply: job,
  }),
  archive: endpoint({
    method: "POST",
    path: "/farm/v1/jobs/:jobId/archive",
    who: ["account"],
    scope: "read",
    summary:
      "A signed address of a .zip of finished frames, streamed as it is read; good for a minute to begin.",
    params: aJob,
    body: z.object({ frames: selection.nullable().default(null) }),
    reply: z.object({ url: z.string(), frames: count }),
  }),
};
