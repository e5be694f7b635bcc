/**
 * Share links. `shares` is the owner's side; `shared` is the guest's, who has nothing but the link: its text opens it, and
 * with the key that opening answers the job can be looked at. Nothing that a guest is told names the owner, a price, a file
 * or another job.
 */
import { z } from "zod";
import { JOB_STATES } from "#lib/domain/job.ts";
import { MAX_NOTE, MAX_TITLE, PICTURES_A_PAGE } from "#lib/domain/share-link.ts";
import { endpoint } from "../endpoint.ts";
import { count, jobId, queryNumber, shareId, timestamp } from "../scalars.ts";

export const share = z.object({
  id: shareId,
  jobId,
  title: z.string(),
  note: z.string(),
  hasPassword: z.boolean(),
  allowsDownload: z.boolean(),
  showsFacts: z.boolean(),
  createdAt: timestamp,
  expiresAt: timestamp.nullable(),
  openedCount: count,
  lastOpenedAt: timestamp.nullable(),
});
export type Share = z.infer<typeof share>;

export const shares = {
  list: endpoint({
    method: "GET",
    path: "/farm/v1/jobs/:jobId/shares",
    who: ["account"],
    summary: "The links that show a job, newest first.",
    params: z.object({ jobId }),
    reply: z.array(share),
  }),
  create: endpoint({
    method: "POST",
    path: "/farm/v1/jobs/:jobId/shares",
    who: ["account"],
    summary:
      "Make a link that shows this one job, live, to whoever has it. `token` ends its address, /s/TOKEN, and is told only now.",
    params: z.object({ jobId }),
    body: z.object({
      title: z.string().trim().min(1, "Give it a title.").max(MAX_TITLE),
      note: z.string().trim().max(MAX_NOTE).default(""),
      expiresAt: timestamp.nullable().default(null),
      password: z.string().min(4, "At least four characters.").max(200).nullable().default(null),
      allowsDownload: z.boolean().default(false),
      showsFacts: z.boolean().default(false),
    }),
    reply: z.object({ share, token: z.string() }),
  }),
  revoke: endpoint({
    method: "DELETE",
    path: "/farm/v1/shares/:shareId",
    who: ["account"],
    summary: "End a link at once, also where it is open. Safe to repeat.",
    params: z.object({ shareId }),
  }),
};

const token = z.string().min(20).max(100);
const byKey = z.object({ key: z.string().max(500) });

/** What a link is before it is opened; what a chat shows of it. */
export const shareCard = z.object({
  title: z.string(),
  /** Null where a password is asked for. */
  done: count.nullable(),
  total: count.nullable(),
  state: z.enum(JOB_STATES).nullable(),
  asksPassword: z.boolean(),
});
export type ShareCard = z.infer<typeof shareCard>;

export const sharedJob = z.object({
  title: z.string(),
  note: z.string(),
  state: z.enum(JOB_STATES),
  /** Which frames, and the state of each: see lib/domain/share-link.ts. */
  frames: z.string(),
  states: z.string(),
  fps: z.number(),
  width: count,
  height: count,
  allowsDownload: z.boolean(),
  expiresAt: timestamp.nullable(),
  /** Null where the owner does not show them. Core-seconds of delivered frames. */
  facts: z
    .object({
      engine: z.string(),
      samples: z.number().int().nullable(),
      coreSeconds: z.number().nonnegative(),
      startedAt: timestamp.nullable(),
      endedAt: timestamp.nullable(),
    })
    .nullable(),
});
export type SharedJob = z.infer<typeof sharedJob>;

export const sharedPicture = z.object({ frame: z.number().int(), thumbnailUrl: z.string() });
export type SharedPicture = z.infer<typeof sharedPicture>;

export const shared = {
  card: endpoint({
    method: "GET",
    path: "/farm/v1/shared/:token",
    who: ["public"],
    summary: "What a share link is, before it is opened. 404: revoked, expired, or never was.",
    params: z.object({ token }),
    reply: shareCard,
  }),
  contact: endpoint({
    method: "GET",
    path: "/farm/v1/shared/:token/contact",
    who: ["public"],
    summary:
      "A few small pictures over the job, for a contact sheet; none of a link that asks for a password.",
    params: z.object({ token }),
    reply: z.array(sharedPicture),
  }),
  open: endpoint({
    method: "POST",
    path: "/farm/v1/shared/:token/open",
    who: ["public"],
    summary: "Open a share link; answers the key to look with. 403 with `password`: it asks for another one.",
    params: z.object({ token }),
    body: z.object({ password: z.string().max(200).optional() }),
    reply: z.object({ key: z.string() }),
  }),
  look: endpoint({
    method: "GET",
    path: "/farm/v1/shared/:token/job",
    who: ["public"],
    summary: "The job as it is now. 403: open the link again.",
    params: z.object({ token }),
    query: byKey,
    reply: sharedJob,
  }),
  pictures: endpoint({
    method: "GET",
    path: "/farm/v1/shared/:token/pictures",
    who: ["public"],
    summary: `Small pictures of finished frames, with signed addresses: of ${PICTURES_A_PAGE} frames from the \`from\`th on.`,
    params: z.object({ token }),
    query: byKey.extend({ from: queryNumber.min(0).default(0) }),
    reply: z.array(sharedPicture),
  }),
  frame: endpoint({
    method: "GET",
    path: "/farm/v1/shared/:token/frames/:frame",
    who: ["public"],
    summary: "One finished frame, large; the file itself only where the owner lets it be downloaded.",
    params: z.object({ token, frame: queryNumber }),
    query: byKey,
    reply: z.object({ previewUrl: z.string().nullable(), outputUrl: z.string().nullable() }),
  }),
  archive: endpoint({
    method: "POST",
    path: "/farm/v1/shared/:token/archive",
    who: ["public"],
    summary: "A signed address of a .zip of the finished frames, where the owner lets them be downloaded.",
    params: z.object({ token }),
    body: byKey,
    reply: z.object({ url: z.string() }),
  }),
  identify: endpoint({
    method: "POST",
    path: "/farm/v1/shared/identify",
    who: ["service"],
    summary: "For the gateway: which share and job a guest may watch.",
    body: z.object({ token, key: z.string().max(500) }),
    reply: z.object({ shareId, jobId, expiresAt: timestamp.nullable() }),
  }),
};
