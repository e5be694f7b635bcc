/** What nodes and the platform say to each other, and how the farm is. The protocol is told in docs/agent-protocol.md. */
import { z } from "zod";
import { blendSummary } from "#lib/domain/blend-summary.ts";
import { FAILURE_CODES } from "#lib/domain/frame.ts";
import { ACQUIRE_WAIT_SECONDS } from "#lib/domain/lease.ts";
import { NODE_STATES, nodeCapabilities } from "#lib/domain/node.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";
import { remap, sourceFile as domainSourceFile } from "#lib/domain/source.ts";
import { MAX_STREAM_BYTES } from "#lib/domain/script.ts";
import { MAX_MODEL_BYTES } from "#lib/domain/scene-model.ts";
import { endpoint } from "../endpoint.ts";
import {
  count,
  inspectionId,
  jobId,
  leaseId,
  nodeId,
  queryNumber,
  sceneModelId,
  sourceId,
  timestamp,
} from "../scalars.ts";
import { frameProgress } from "./jobs.ts";

export const farmStatus = z.object({
  /** Share of cores free now, 0 … 1. 0 means full, not broken; see `nodes`. */
  availability: z.number().min(0).max(1),
  cores: count,
  busyCores: z.number().nonnegative(),
  /** Nodes that answer. */
  nodes: count,
  framesQueued: count,
  framesActive: count,
  /** Whether scenes that denoise can be rendered, and which Blenders there are; the form asks this. */
  blenders: z.array(nodeCapabilities.shape.blenders.element),
});
export type FarmStatus = z.infer<typeof farmStatus>;

export const node = z.object({
  id: nodeId,
  name: z.string(),
  state: z.enum(NODE_STATES),
  capabilities: nodeCapabilities,
  /** 0 … 1 of all cores, and bytes in use, as the machine says. */
  load: z.number().nonnegative(),
  memoryUsedBytes: count,
  busyCores: z.number().nonnegative(),
  /** How many Blenders it found best to run at once, and why, in words. */
  slots: count,
  slotsNote: z.string(),
  lastSeenAt: timestamp,
  connectedAt: timestamp,
  /** What it has in hand. `begun`: those of the frames that a Blender works on; the others it took in advance. */
  rendering: z.array(
    z.object({
      jobId,
      jobName: z.string(),
      frames: z.array(z.number().int()),
      begun: z.array(z.number().int()),
    }),
  ),
});
export type Node = z.infer<typeof node>;

/** Which Blenders a node has: what tells who could render a file. */
export const nodeBuilds = z.object({
  name: z.string(),
  isOnline: z.boolean(),
  blenders: z.array(nodeCapabilities.shape.blenders.element),
});
export type NodeBuilds = z.infer<typeof nodeBuilds>;

/** One file of a source, and where its bytes are. */
export const sourceFile = domainSourceFile.extend({ url: z.string() });
export type SourceFile = z.infer<typeof sourceFile>;

/** More files than this are told in pages of `sources.files`, not in each lease. */
export const MAX_INLINE_FILES = 24;

/** What a lease or an inspection works on: files that never change, in their folders. */
export const source = z.object({
  id: sourceId,
  /** Equal exactly when all files and the main file are. */
  hash: z.string(),
  /** Path of the file to open; null where there is none (a plain command). */
  mainFile: z.string().nullable(),
  sizeBytes: count,
  fileCount: count,
  /** Null: there are many; `sources.files` tells them. */
  files: z.array(sourceFile).nullable(),
  /** What is looked for elsewhere than it lies: set in the open file, whose bytes stay as they are. */
  remaps: z.array(remap).default([]),
});
export type Source = z.infer<typeof source>;

export const leasedFrame = z.object({
  frame: z.number().int(),
  attempt: z.number().int().positive(),
  /** Blender's own name for it, "0001.png". */
  fileName: z.string(),
  /** Signed PUTs. */
  outputUrl: z.string(),
  thumbnailUrl: z.string(),
  previewUrl: z.string(),
});
export type LeasedFrame = z.infer<typeof leasedFrame>;

export const renderLease = z.object({
  kind: z.literal("render"),
  leaseId,
  jobId,
  source,
  settings: renderSettings,
  /** "3.4.1": the build of the node's that fits. */
  blenderVersion: z.string(),
  frames: z.array(leasedFrame).min(1),
  /** Frames of the job still queued behind these: tells a node how many Blenders are worth starting. */
  queuedBehind: count,
});
export type RenderLease = z.infer<typeof renderLease>;

/** Runs of one job's command. The resources are copied into each run's own folder. */
export const scriptLease = z.object({
  kind: z.literal("script"),
  leaseId,
  jobId,
  source,
  command: z.string(),
  /** RE2 syntax; null: nothing is told. */
  progress: z.string().nullable(),
  frames: z
    .array(
      z.object({
        frame: z.number().int(),
        attempt: z.number().int().positive(),
        /** All of it: constants, INSTANCE_ID, INSTANCE_COUNT. */
        environment: z.record(z.string(), z.string()),
      }),
    )
    .min(1),
  queuedBehind: count,
});
export type ScriptLease = z.infer<typeof scriptLease>;

export const inspection = z.object({ kind: z.literal("inspection"), inspectionId, source });
export type Inspection = z.infer<typeof inspection>;

export const modelling = z.object({
  kind: z.literal("scene-model"),
  modelId: sceneModelId,
  source,
  /** Null: the one that is active in the file. */
  scene: z.string().nullable(),
  /** Signed PUT for the model. */
  outputUrl: z.string(),
  maxBytes: count.max(MAX_MODEL_BYTES),
  maxSeconds: z.number().positive(),
});
export type Modelling = z.infer<typeof modelling>;

/** A little more than is kept: the line that says how much was left out. */
const streamBytes = count.max(MAX_STREAM_BYTES + 1024);
/** What a command printed, stored beside its results. */
export const streams = z.object({ stdoutBytes: streamBytes, stderrBytes: streamBytes });

export const report = z.object({
  /** Of the whole frame on the node, and the CPU time of Blender or of the command. Units: seconds, core-seconds, bytes. */
  seconds: z.number().nonnegative().max(1e7),
  coreSeconds: z.number().nonnegative().max(1e9),
  peakMemoryBytes: count.nullable(),
  /** Of a picture's core-seconds: up to the first sample, and the samples. Where its engine tells. */
  setupCoreSeconds: z.number().nonnegative().max(1e9).optional(),
  samplingCoreSeconds: z.number().nonnegative().max(1e9).optional(),
  /** The first frame of a Blender since it opened the file: dearer, where the scene keeps what the first one built. */
  isCold: z.boolean().optional(),
  /** What its CPU time drew, where the machine measures it. Units: joules. */
  joules: z.number().nonnegative().max(1e12).optional(),
  log: z.string().max(65_536),
  /** Of a command, whose stderr is apart. */
  errorLog: z.string().max(65_536).optional(),
});

export const leaseFrame = z.object({ leaseId, frame: z.coerce.number().int() });

export const leases = {
  acquire: endpoint({
    method: "POST",
    path: "/farm/v1/leases/acquire",
    who: ["node"],
    summary:
      "Ask for work; held open until there is some or the wait is over. An inspection comes before frames, and so does a scene model. `null`: nothing now, ask again.",
    body: z.object({
      nodeId,
      /** Sources that are open in a Blender right now: their jobs come first among equals. */
      openSources: z.array(sourceId).max(64),
      /** Blenders that the node runs at once, and cores each of its frames keeps busy. */
      slots: z.number().int().positive().max(1024),
      coresPerFrame: z.number().positive(),
      waitSeconds: z.number().min(0).max(ACQUIRE_WAIT_SECONDS).default(ACQUIRE_WAIT_SECONDS),
      /** Wants no render work, only inspections: all its Blenders are busy. */
      inspectionsOnly: z.boolean().default(false),
      /** False where no Blender could look into a file: the node has others render for it. */
      inspects: z.boolean().default(true),
      /** Would make a scene model now: it has a Blender that can, and makes no other. */
      models: z.boolean().default(false),
    }),
    reply: z.discriminatedUnion("kind", [renderLease, scriptLease, inspection, modelling]).nullable(),
  }),
  finish: endpoint({
    method: "POST",
    path: "/farm/v1/leases/:leaseId/frames/:frame/finish",
    who: ["node"],
    summary:
      "The frame's files are in storage. Safe to repeat: the same lease and frame are charged once. 409 lease_expired: throw it away.",
    params: leaseFrame,
    body: report.extend({
      sizeBytes: count,
      /** False where the file itself is what a browser shows. */
      hasPreview: z.boolean(),
      hasThumbnail: z.boolean(),
    }),
  }),
  fail: endpoint({
    method: "POST",
    path: "/farm/v1/leases/:leaseId/frames/:frame/fail",
    who: ["node"],
    summary: "The attempt gave no output. The platform decides whether another follows.",
    params: leaseFrame,
    body: report.extend({
      failure: z.enum(FAILURE_CODES),
      message: z.string().max(2000),
      /** Of a command, where it ran at all. */
      streams: streams.optional(),
    }),
  }),
  release: endpoint({
    method: "POST",
    path: "/farm/v1/leases/:leaseId/release",
    who: ["node"],
    summary: "Give back what was not rendered: the node shuts down or was told to stop. Safe to repeat.",
    params: z.object({ leaseId }),
  }),
};

export const sources = {
  files: endpoint({
    method: "GET",
    path: "/farm/v1/sources/:sourceId/files",
    who: ["node"],
    summary: "The files of a source, by path, with signed addresses. `next`: the offset to go on at.",
    params: z.object({ sourceId }),
    query: z.object({
      offset: queryNumber.min(0).default(0),
      limit: queryNumber.min(1).max(2000).default(1000),
    }),
    reply: z.object({ files: z.array(sourceFile), next: count.nullable() }),
  }),
};

export const inspections = {
  finish: endpoint({
    method: "POST",
    path: "/farm/v1/inspections/:inspectionId/finish",
    who: ["node"],
    summary: "What Blender found in the file, or why it can't be opened.",
    params: z.object({ inspectionId }),
    body: z.object({
      result: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("summary"), summary: blendSummary }),
        z.object({ kind: z.literal("unreadable"), problem: z.string().max(2000) }),
      ]),
    }),
  }),
};

export const nodes = {
  register: endpoint({
    method: "POST",
    path: "/farm/v1/nodes",
    who: ["node"],
    summary:
      "A node says what it is when it starts. It holds nothing then: leases it had before are handed out again at once.",
    body: z.object({ nodeId, name: z.string().min(1).max(100), capabilities: nodeCapabilities }),
    reply: node,
  }),
  heartbeat: endpoint({
    method: "POST",
    path: "/farm/v1/nodes/:nodeId/heartbeat",
    who: ["node"],
    summary:
      "Lives, and how far its frames are. One call renews every lease named; those in `revoked` are to be dropped at once. 404: register again.",
    params: z.object({ nodeId }),
    body: z.object({
      load: z.number().nonnegative(),
      memoryUsedBytes: count,
      slots: count,
      slotsNote: z.string().max(500),
      leases: z.array(z.object({ leaseId, frames: z.array(frameProgress) })).max(1024),
    }),
    reply: z.object({ revoked: z.array(leaseId) }),
  }),
  leave: endpoint({
    method: "POST",
    path: "/farm/v1/nodes/:nodeId/leave",
    who: ["node"],
    summary: "The node stops in good order: its frames go back to the queue.",
    params: z.object({ nodeId }),
  }),
  list: endpoint({
    method: "GET",
    path: "/farm/v1/nodes",
    who: ["admin"],
    summary: "Every node with what it renders now.",
    reply: z.array(node),
  }),
};

export const farm = {
  status: endpoint({
    method: "GET",
    path: "/farm/v1/farm",
    who: ["public"],
    summary: "How available the farm is.",
    reply: farmStatus,
  }),
  builds: endpoint({
    method: "GET",
    path: "/farm/v1/farm/builds",
    who: ["account"],
    summary: "Which node has which Blenders; those that are away and were there in the last month, too.",
    reply: z.array(nodeBuilds),
  }),
};
