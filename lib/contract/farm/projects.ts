/** Uploads in parts, and the projects they become. Bytes go straight to storage on the signed URLs answered here. */
import { z } from "zod";
import { blendSummary } from "#lib/domain/blend-summary.ts";
import { JOB_STATES } from "#lib/domain/job.ts";
import { PROJECT_STATES } from "#lib/domain/project.ts";
import { endpoint } from "../endpoint.ts";
import { sourceFacts } from "./file-facts.ts";
import { count, jobId, packId, projectId, queryNumber, sha256, timestamp, uploadId } from "../scalars.ts";

export const project = z.object({
  id: projectId,
  /** The .blend's name, as the artist had it (made safe). */
  name: z.string(),
  /** Bucket of the sources, as scripts see it. */
  bucket: z.string(),
  /** Key of the .blend in that bucket. */
  blendFile: z.string(),
  /** Of all its files. */
  sizeBytes: count,
  /** Of the .blend as it was uploaded; null for one that was chosen from a bucket. */
  sha256: z.string().nullable(),
  createdAt: timestamp,
  /** The newest version's number: 1 for a project as it was first made. */
  version: z.number().int().positive(),
  state: z.enum(PROJECT_STATES),
  /** Only when ready. */
  summary: blendSummary.nullable(),
  /** Why it is unreadable, in words. */
  problem: z.string().nullable(),
});
export type Project = z.infer<typeof project>;

/** What a project was when it was made or added to. Never changed afterwards. */
export const projectVersion = z.object({
  number: z.number().int().positive(),
  createdAt: timestamp,
  blendFile: z.string(),
  fileCount: count,
  /** Of all its files. */
  sizeBytes: count,
  /** Of those whose content no version before it had. */
  newBytes: count,
  state: z.enum(PROJECT_STATES),
  /** Null until it was read. */
  missingCount: count.nullable(),
});
export type ProjectVersion = z.infer<typeof projectVersion>;

export const projectFile = z.object({ path: z.string(), sizeBytes: count });
export type ProjectFile = z.infer<typeof projectFile>;

/** What an artist should know of a file; see lib/domain/findings.ts. */
export const finding = z.object({
  code: z.string(),
  severity: z.enum(["stops", "warns", "tells"]),
  text: z.string(),
  fix: z.string(),
  /** The files that it is about, as the .blend names them. */
  paths: z.array(z.string()).optional(),
});

/** A job as its project's page tells of it. */
export const projectJob = z.object({
  id: jobId,
  name: z.string(),
  state: z.enum(JOB_STATES),
  /** Null where it was made of files that are no version (a script changed the bucket between). */
  version: z.number().int().positive().nullable(),
  totalFrames: count,
  createdAt: timestamp,
  /** Of its first finished frame; null before. */
  thumbnailUrl: z.string().nullable(),
});
export type ProjectJob = z.infer<typeof projectJob>;

/** One answer holds this many; the rest is asked for. */
export const FILES_A_PAGE = 1000;

export const uploadPart = z.object({
  number: z.number().int().positive(),
  sizeBytes: count,
  isDone: z.boolean(),
  /**
   * Base64 of the SHA-256 of what storage has of the part, so that who goes on with an upload can tell whether it is still
   * the same file. Null when the part is not there, or storage can't tell.
   */
  sha256: z.string().nullable(),
  /**
   * Where to PUT the part's bytes, with `x-amz-checksum-crc32` or `-sha256` (base64) so that storage refuses damaged ones.
   * Null when the part is there.
   */
  url: z.string().nullable(),
});
export type UploadPart = z.infer<typeof uploadPart>;

export const upload = z.object({
  id: uploadId,
  name: z.string(),
  sizeBytes: count,
  partSizeBytes: count,
  createdAt: timestamp,
  parts: z.array(uploadPart),
});
export type Upload = z.infer<typeof upload>;

const anUpload = z.object({ uploadId });

export const uploads = {
  begin: endpoint({
    method: "POST",
    path: "/farm/v1/uploads",
    who: ["account"],
    summary: "Begin an upload in parts. 413 when it is larger than storage takes, 507 when the disk is full.",
    body: z.object({
      name: z.string().min(1).max(2000),
      sizeBytes: z.number().int().min(1, "The file is empty. Save it in Blender again."),
    }),
    reply: upload,
  }),
  list: endpoint({
    method: "GET",
    path: "/farm/v1/uploads",
    who: ["account"],
    summary: "The caller's unfinished uploads, newest first.",
    reply: z.array(upload),
  }),
  get: endpoint({
    method: "GET",
    path: "/farm/v1/uploads/:uploadId",
    who: ["account"],
    summary: "Which parts are there, and fresh URLs for the others.",
    params: anUpload,
    reply: upload,
  }),
  complete: endpoint({
    method: "POST",
    path: "/farm/v1/uploads/:uploadId/complete",
    who: ["account"],
    summary:
      "Put the parts together and make the project. 400 hash_mismatch when `sha256` differs from what is stored (the upload stays), 400 not_a_blend when it is no .blend (the upload is removed). Safe to repeat.",
    params: anUpload,
    body: z.object({ sha256: sha256.optional() }),
    reply: project,
  }),
  cancel: endpoint({
    method: "DELETE",
    path: "/farm/v1/uploads/:uploadId",
    who: ["account"],
    summary: "Give the upload up and remove its parts.",
    params: anUpload,
  }),
};

export const projects = {
  list: endpoint({
    method: "GET",
    path: "/farm/v1/projects",
    who: ["account"],
    summary: "The caller's projects, newest first.",
    reply: z.array(project),
  }),
  get: endpoint({
    method: "GET",
    path: "/farm/v1/projects/:projectId",
    who: ["account"],
    summary: "One project.",
    params: z.object({ projectId }),
    reply: project,
  }),
  choose: endpoint({
    method: "POST",
    path: "/farm/v1/projects",
    who: ["account"],
    summary:
      "Take a .blend of a bucket as a project, with the files beside it as they are now. Again: the same project over what is there by then.",
    body: z.object({ bucket: z.string().min(1).max(255), blendFile: z.string().min(1).max(1024) }),
    reply: project,
  }),
  assemble: endpoint({
    method: "POST",
    path: "/farm/v1/projects/assemble",
    who: ["account"],
    summary:
      "A project, or with `projectId` its next version, of many files in folders whose chunks are there. 409 when some are not: ask for the missing ones again.",
    body: z.object({
      /** The pack with the list of files, as JSON (a `TreeFile[]`). */
      list: packId,
      /** The .blend that is rendered, among the files. */
      blendFile: z.string().min(1).max(1024),
      name: z.string().min(1).max(255).optional(),
      projectId: projectId.optional(),
      /** The files join those of the newest version, instead of replacing them. */
      adds: z.boolean().default(false),
    }),
    reply: project,
  }),
  prepare: endpoint({
    method: "POST",
    path: "/farm/v1/projects/:projectId/prepare",
    who: ["account"],
    summary:
      "Before a next version is sent: learn the chunks of what the project has, so that only what changed needs sending. Safe to repeat.",
    params: z.object({ projectId }),
  }),
  version: endpoint({
    method: "GET",
    path: "/farm/v1/projects/:projectId/versions/:number",
    who: ["account"],
    summary: "A project as it was in one of its versions.",
    params: z.object({ projectId, number: queryNumber }),
    reply: project,
  }),
  versions: endpoint({
    method: "GET",
    path: "/farm/v1/projects/:projectId/versions",
    who: ["account"],
    summary: "A project's versions, newest first.",
    params: z.object({ projectId }),
    reply: z.array(projectVersion),
  }),
  removeVersion: endpoint({
    method: "DELETE",
    path: "/farm/v1/projects/:projectId/versions/:number",
    who: ["account"],
    summary:
      "Remove an older version. 409 for the newest, and while jobs render it. Files that no other version and no job needs go a day later.",
    params: z.object({ projectId, number: queryNumber }),
  }),
  storage: endpoint({
    method: "GET",
    path: "/farm/v1/projects/:projectId/storage",
    who: ["account"],
    summary: "What all versions of a project take together; what they share counts once.",
    params: z.object({ projectId }),
    reply: z.object({ sizeBytes: count }),
  }),
  files: endpoint({
    method: "GET",
    path: "/farm/v1/projects/:projectId/versions/:number/files",
    who: ["account"],
    summary: "The files of a version, by path; `next` is the offset of the next page, or null.",
    params: z.object({ projectId, number: queryNumber }),
    query: z.object({ offset: queryNumber.min(0).default(0) }),
    reply: z.object({ files: z.array(projectFile), next: count.nullable() }),
  }),
  facts: endpoint({
    method: "GET",
    path: "/farm/v1/projects/:projectId/versions/:number/facts",
    who: ["account"],
    summary:
      "What the platform itself read in a version's .blend and its libraries, where each file is that they name, and what to know of it. `facts` is null for versions of before it did so.",
    params: z.object({ projectId, number: queryNumber }),
    query: z.object({ scene: z.string().optional() }),
    reply: z.object({ facts: sourceFacts.nullable(), findings: z.array(finding) }),
  }),
  jobs: endpoint({
    method: "GET",
    path: "/farm/v1/projects/:projectId/jobs",
    who: ["account"],
    summary: "The newest jobs made of a project, at most 100, each with the version that it renders.",
    params: z.object({ projectId }),
    reply: z.array(projectJob),
  }),
  sample: endpoint({
    method: "POST",
    path: "/farm/v1/projects/sample",
    who: ["account"],
    summary: "The sample scene as a project of the caller's. 503 while it is not made yet.",
    reply: project,
  }),
};
