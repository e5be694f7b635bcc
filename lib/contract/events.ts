/**
 * Everything that happens and is told live, once: the platform appends these, the event stream carries them, the gateway
 * rooms them by `topicsOf`, the browser and `hearth render` apply them.
 *
 * Durable events are rows: ordered, resumable by id. Volatile ones may be dropped; they say only how far something is.
 * `since` and `revision` order a job's durable events: apply when `since` ≤ what you have, ignore when `revision` ≤ it,
 * otherwise there is a gap: fetch again.
 */
import { z } from "zod";
import { CAP_LEVELS } from "#lib/domain/cap.ts";
import { account } from "./farm/accounts.ts";
import { frame, frameProgress, job } from "./farm/jobs.ts";
import { farmStatus, node } from "./farm/nodes.ts";
import { project } from "./farm/projects.ts";
import { accountId, count, jobId, leaseId, nodeId, sceneModelId, shareId } from "./scalars.ts";

const ordered = { jobId, since: count, revision: count };

export const durableEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("job.changed"), ...ordered, job }),
  /** `many`: too many to list; fetch them. */
  z.object({ type: z.literal("frames.changed"), ...ordered, frames: z.array(frame).or(z.literal("many")) }),
  z.object({ type: z.literal("project.changed"), accountId, project }),
  z.object({
    type: z.literal("credits.changed"),
    accountId,
    balance: account.shape.balance,
    held: account.shape.held,
  }),
  /** A job has used most of its cap, or so much that nothing more of it is rendered. Told once of each. */
  z.object({
    type: z.literal("cap.neared"),
    jobId,
    accountId,
    name: z.string(),
    level: z.enum(CAP_LEVELS),
    charged: job.shape.charged,
    cap: job.shape.charged,
  }),
  /** A probe of a quote is there, or will never be: ask for the quote again. */
  z.object({ type: z.literal("quote.changed"), accountId, quoteId: jobId }),
  /** A job that was to start by itself when its price is known did, or may not. */
  z.object({
    type: z.literal("quote.decided"),
    accountId,
    quoteId: jobId,
    jobId: jobId.nullable(),
    text: z.string(),
  }),
  /** A share link was made, opened or revoked; `isOver`: who looks through it sees nothing more. */
  z.object({ type: z.literal("share.changed"), accountId, jobId, shareId, isOver: z.boolean() }),
  /** A scene model is further than it was: ask for it again. */
  z.object({ type: z.literal("scene-model.changed"), accountId, modelId: sceneModelId }),
  /** Disabled, or its password was reset: sockets and pages of that account end. */
  z.object({ type: z.literal("sessions.ended"), accountId }),
  z.object({ type: z.literal("lease.revoked"), nodeId, leaseId }),
]);
export type DurableEvent = z.infer<typeof durableEvent>;

export type QuoteDecided = Extract<DurableEvent, { type: "quote.decided" }>;
export type CapNeared = Extract<DurableEvent, { type: "cap.neared" }>;

export const volatileEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("frame.progress"), jobId, frames: z.array(frameProgress) }),
  z.object({ type: z.literal("node.changed"), node }),
  z.object({ type: z.literal("farm.changed"), status: farmStatus }),
  /** Somebody began an upload: nodes may start a Blender so that it is warm when the file is there. */
  z.object({ type: z.literal("work.expected") }),
]);
export type VolatileEvent = z.infer<typeof volatileEvent>;

export const farmEvent = z.union([durableEvent, volatileEvent]);
export type FarmEvent = z.infer<typeof farmEvent>;

const VOLATILE: ReadonlySet<FarmEvent["type"]> = new Set(
  volatileEvent.options.map((o) => o.shape.type.value),
);
export const isVolatile = (event: FarmEvent): event is VolatileEvent => VOLATILE.has(event.type);

/**
 * What one may watch. You may watch a topic exactly when a GET of that thing answers 200 with the same credential:
 * `job:ID` → jobs.get, `account:ID` → accounts.me with that id, `farm` → farm.status, `nodes` → nodes.list,
 * `node:ID` and `work` → that node's own credential.
 */
export type Topic = `job:${string}` | `account:${string}` | "farm" | "nodes" | `node:${string}` | "work";

export const topic = z
  .string()
  .regex(/^(?:(?:job|account|node):[0-9a-f-]{36}|farm|nodes|work)$/)
  .transform((text) => text as Topic);

/** The topics an event is told under. */
export function topicsOf(event: FarmEvent): Topic[] {
  switch (event.type) {
    case "job.changed":
      return [`job:${event.jobId}`, `account:${event.job.accountId}`];
    case "frames.changed":
    case "frame.progress":
      return [`job:${event.jobId}`];
    case "cap.neared":
      return [`job:${event.jobId}`, `account:${event.accountId}`];
    case "project.changed":
    case "quote.changed":
    case "quote.decided":
    case "scene-model.changed":
    case "share.changed":
    case "credits.changed":
    case "sessions.ended":
      return [`account:${event.accountId}`];
    case "lease.revoked":
      return [`node:${event.nodeId}`];
    case "node.changed":
      return ["nodes"];
    case "farm.changed":
      return ["farm"];
    case "work.expected":
      return ["work"];
    default:
      return event satisfies never;
  }
}

/** One message of the event stream (`GET /farm/v1/events`, text/event-stream). `id` is absent for volatile events. */
export interface StreamedEvent {
  id: string | null;
  event: FarmEvent;
}
