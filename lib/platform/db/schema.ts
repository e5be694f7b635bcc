/**
 * The tables: here those of work and of the farm, beside it those of accounts and of projects. One source for the
 * generated migrations (`npm run migrations`); verbs write plain SQL beside themselves.
 * Money is micro-credits in bigint; times are timestamptz; states are text checked here against the domain's words.
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { BUCKET_KINDS } from "#lib/domain/bucket.ts";
import { AT_CAP, CAP_LEVELS } from "#lib/domain/cap.ts";
import { FRAME_STATES } from "#lib/domain/frame.ts";
import { JOB_STATES } from "#lib/domain/job.ts";
import { MODEL_STATES } from "#lib/domain/scene-model.ts";
import { accounts } from "./schema-accounts.ts";
import { at, micro, now, oneOf } from "./schema-columns.ts";
import { projects, sources } from "./schema-projects.ts";

const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** What holds files, as scripts see it: a name of the account's own over a folder of the store's. */
export const buckets = pgTable(
  "buckets",
  {
    id: uuid().primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** Unique among the account's own; nobody learns of another's. */
    name: text().notNull(),
    /** What the object store calls it. Never shown. */
    folder: text().notNull(),
    kind: text().notNull(),
    description: text().notNull().default(""),
    /** Kept when room is made. */
    isLocked: boolean("is_locked").notNull().default(false),
    createdAt: now("created_at"),
    /** When something was last put in or rendered from it. */
    usedAt: now("used_at"),
    deletedAt: at("deleted_at"),
  },
  (t) => [
    oneOf("buckets_kind", "kind", BUCKET_KINDS),
    uniqueIndex("buckets_name").on(t.accountId, t.name).where(sql`deleted_at is null`),
    uniqueIndex("buckets_folder").on(t.folder),
  ],
);

export const uploads = pgTable(
  "uploads",
  {
    id: uuid().primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    partSizeBytes: bigint("part_size_bytes", { mode: "number" }).notNull(),
    bucket: text().notNull(),
    key: text().notNull(),
    multipartId: text("multipart_id").notNull(),
    createdAt: now("created_at"),
    /** Set when it became a project: completing again answers that one. */
    projectId: uuid("project_id"),
  },
  (t) => [index("uploads_account").on(t.accountId, t.createdAt)],
);

export const nodes = pgTable("nodes", {
  id: uuid().primaryKey(),
  name: text().notNull(),
  capabilities: jsonb().notNull(),
  /** idle and busy are told by leases; this is what else it is: online, draining, lost, offline. */
  presence: text().notNull().default("online"),
  load: doublePrecision().notNull().default(0),
  memoryUsedBytes: bigint("memory_used_bytes", { mode: "number" }).notNull().default(0),
  slots: integer().notNull().default(0),
  slotsNote: text("slots_note").notNull().default(""),
  connectedAt: now("connected_at"),
  lastSeenAt: now("last_seen_at"),
});

/** Links that show one job to whoever has them. */
export const shareLinks = pgTable(
  "share_links",
  {
    id: uuid().primaryKey(),
    jobId: uuid("job_id")
      .notNull()
      .references(() => jobs.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** SHA-256 (hex) of the link's text: 256 random bits need no slow hash. */
    tokenHash: text("token_hash").notNull().unique(),
    title: text().notNull(),
    note: text().notNull(),
    /** argon2id; null: it asks for none. */
    passwordHash: text("password_hash"),
    allowsDownload: boolean("allows_download").notNull(),
    showsFacts: boolean("shows_facts").notNull(),
    createdAt: now("created_at"),
    expiresAt: at("expires_at"),
    revokedAt: at("revoked_at"),
    openedCount: integer("opened_count").notNull().default(0),
    lastOpenedAt: at("last_opened_at"),
  },
  (t) => [index("share_links_job").on(t.jobId)],
);

/** Small glTFs of scenes, made by nodes on request; one for the same files of an account and the same scene. */
export const sceneModels = pgTable(
  "scene_models",
  {
    id: uuid().primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** Of the source, which may be removed and made again from the same files. */
    sourceHash: text("source_hash").notNull(),
    sourceId: uuid("source_id")
      .notNull()
      .references(() => sources.id),
    /** Empty: the one that is active in the file. */
    scene: text().notNull(),
    state: text().notNull(),
    problem: text(),
    sizeBytes: integer("size_bytes"),
    /** ModelFacts of lib/domain/scene-model.ts; only when ready. */
    facts: jsonb(),
    createdAt: now("created_at"),
    /** When somebody last asked for it. */
    usedAt: now("used_at"),
    nodeId: uuid("node_id").references(() => nodes.id),
    /** After this another node may try. */
    deadline: at("deadline"),
    attempts: integer().notNull().default(0),
  },
  (t) => [
    oneOf("scene_models_state", "state", MODEL_STATES),
    uniqueIndex("scene_models_of").on(t.accountId, t.sourceHash, t.scene),
    index("scene_models_open").on(t.createdAt).where(sql`state in ('waiting', 'exporting')`),
  ],
);

/** A source's main file waiting for, or being read by, a node's Blender. */
export const inspections = pgTable(
  "inspections",
  {
    id: uuid().primaryKey(),
    sourceId: uuid("source_id")
      .notNull()
      .references(() => sources.id),
    createdAt: now("created_at"),
    nodeId: uuid("node_id").references(() => nodes.id),
    /** After this another node may try. */
    deadline: at("deadline"),
    attempts: integer().notNull().default(0),
    endedAt: at("ended_at"),
  },
  (t) => [index("inspections_open").on(t.createdAt).where(sql`ended_at is null`)],
);

export const jobs = pgTable(
  "jobs",
  {
    id: uuid().primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    projectId: uuid("project_id").references(() => projects.id),
    sourceId: uuid("source_id")
      .notNull()
      .references(() => sources.id),
    name: text().notNull(),
    /** What indexes may hold of a name: of 2,047 characters they refuse many. */
    nameHead: text("name_head").generatedAlwaysAs(sql`left(name, 255)`),
    state: text().notNull(),
    isPaused: boolean("is_paused").notNull().default(false),
    pauseReason: text("pause_reason"),
    settings: jsonb().notNull(),
    /** What the probes of a quote are for (ProbeFacts of lib/platform/quotes); null: a job like any other. */
    probe: jsonb(),
    /** The command that it runs instead of rendering. */
    script: jsonb(),
    effective: jsonb().notNull(),
    /** False until its source is inspected: `effective` and `needs` are a guess, and nothing is rendered. */
    isPlanned: boolean("is_planned").notNull().default(true),
    /** Why none of its frames can be rendered, in words. */
    problem: text(),
    /** WorkNeeds of lib/domain/node.ts. */
    needs: jsonb().notNull(),
    /** The task as it came, so that unknown constants survive. */
    task: jsonb().notNull(),
    fileExtension: text("file_extension").notNull(),
    resultBucket: text("result_bucket").notNull(),
    blenderVersion: text("blender_version"),
    totalFrames: integer("total_frames").notNull(),
    queued: integer().notNull().default(0),
    active: integer().notNull().default(0),
    completed: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    canceled: integer().notNull().default(0),
    coreSeconds: doublePrecision("core_seconds").notNull().default(0),
    /** Mean of delivered frames; tells how many frames a lease takes. */
    secondsPerFrame: doublePrecision("seconds_per_frame"),
    charged: micro("charged").notNull().default(0),
    /** The part of `charged` that only rounds to a whole credit; taken back when the job is opened again. */
    rounding: micro("rounding").notNull().default(0),
    held: micro("held").notNull().default(0),
    /** The most that may be charged; null: no cap. What happens there, and which level its owner was told of. */
    cap: micro("cap"),
    atCap: text("at_cap").notNull().default("pause"),
    capTold: text("cap_told").notNull().default("below"),
    revision: integer().notNull().default(0),
    createdAt: now("created_at"),
    startedAt: at("started_at"),
    endedAt: at("ended_at"),
    deletedAt: at("deleted_at"),
    /** A script of 2015 deleted it when it had its pictures: scripts find it no more, its owner's pages do. */
    forgottenAt: at("forgotten_at"),
    /** A name of the owner's choice, unique among the owner's jobs that are there. */
    shortname: text(),
    tags: text().array().notNull().default([]),
    /** Jobs that must have completed before this one begins. */
    dependsOn: uuid("depends_on").array().notNull().default([]),
    /** Name of the account's bucket that gets the finished files; `result_bucket` is our own folder behind it. */
    deliveryBucket: text("delivery_bucket").notNull().default(""),
    /** Grows with every file that is new there, and with every snapshot. */
    resultsCount: integer("results_count").notNull().default(0),
    /** Of delivered frames. Units: wall seconds. */
    frameSeconds: doublePrecision("frame_seconds").notNull().default(0),
    measuredJoules: doublePrecision("measured_joules").notNull().default(0),
    measuredCoreSeconds: doublePrecision("measured_core_seconds").notNull().default(0),
    /** A node has begun to render, not only to fetch. */
    isRendering: boolean("is_rendering").notNull().default(false),
    /** The state in Qarnot's words, the one before, and since when: kept so that lists are filtered by them. */
    wireState: text("wire_state").notNull().default("Submitted"),
    wireStateAt: now("wire_state_at"),
    wireBefore: text("wire_before"),
    wireBeforeAt: now("wire_before_at"),
    modifiedAt: now("modified_at"),
    /** Seconds between two snapshots, what they take, and when the next is due. 0: none. */
    snapshotInterval: integer("snapshot_interval").notNull().default(0),
    snapshotSettings: jsonb("snapshot_settings"),
    snapshotAt: at("snapshot_at"),
  },
  (t) => [
    oneOf("jobs_state", "state", JOB_STATES),
    oneOf("jobs_at_cap", "at_cap", AT_CAP),
    oneOf("jobs_cap_told", "cap_told", CAP_LEVELS),
    check("jobs_cap", sql`${t.cap} is null or (${t.cap} > 0 and ${t.charged} <= ${t.cap})`),
    uniqueIndex("jobs_shortname")
      .on(t.accountId, t.shortname)
      .where(sql`shortname is not null and deleted_at is null`),
    /** Few at any time: who renders now. */
    index("jobs_active").on(t.accountId).where(sql`active > 0 and deleted_at is null`),
    // Quotes: few among many.
    index("jobs_quotes").on(t.accountId).where(sql`probe is not null and deleted_at is null`),
    index("jobs_snapshot").on(t.snapshotAt).where(sql`snapshot_at is not null`),
    index("jobs_account").on(t.accountId, t.createdAt, t.id).where(sql`deleted_at is null`),
    /**
     * What pages of tasks are sorted and counted by, so that their rows, ten times as wide, need not be read: of ten thousand
     * a count took 14 ms and takes 2, a search among names 33 and takes 11. Nothing of any length: an index refuses what is
     * longer than 2.7 kB.
     */
    index("jobs_told")
      .on(t.accountId, t.createdAt, t.id, t.wireState, t.frameSeconds, t.nameHead)
      .where(sql`deleted_at is null and forgotten_at is null`),
    /** Lists sorted by name, in the order of its bytes as on every other machine. */
    index("jobs_name").on(t.accountId, sql`name_head collate "C"`, t.id).where(sql`deleted_at is null`),
    index("jobs_tags").using("gin", t.tags).where(sql`deleted_at is null and forgotten_at is null`),
    index("jobs_source").on(t.sourceId).where(sql`deleted_at is null`),
    index("jobs_pool").on(sql`(${t.task}->>'poolUuid')`).where(sql`task->>'poolUuid' is not null`),
    index("jobs_group").on(sql`(${t.task}->>'jobUuid')`).where(sql`task->>'jobUuid' is not null`),
    index("jobs_open").on(t.createdAt).where(sql`queued > 0 and deleted_at is null`),
  ],
);

/** A set of nodes that jobs may target, with what all of its jobs have in common. */
export const pools = pgTable(
  "pools",
  {
    id: uuid().primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    shortname: text(),
    tags: text().array().notNull().default([]),
    /** What was asked for: PoolFacts["request"] of lib/contract/translate/pool.ts. */
    request: jsonb().notNull(),
    /** Its scaling policies as JSON text: jsonb would sort their keys, and clients compare what they wrote. */
    policies: text(),
    createdAt: now("created_at"),
    modifiedAt: now("modified_at"),
    closedAt: at("closed_at"),
    deletedAt: at("deleted_at"),
  },
  (t) => [
    index("pools_account").on(t.accountId, t.createdAt),
    uniqueIndex("pools_shortname")
      .on(t.accountId, t.shortname)
      .where(sql`shortname is not null and deleted_at is null`),
  ],
);

/** Jobs that belong together. */
export const jobGroups = pgTable(
  "job_groups",
  {
    id: uuid().primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    shortname: text(),
    /** Its jobs run there. */
    poolId: uuid("pool_id").references(() => pools.id),
    tags: text().array().notNull().default([]),
    /** What was asked for beside that: JobGroupRequest of lib/platform/job-groups/rows.ts. */
    request: jsonb().notNull(),
    /** When it is too old and is terminated. */
    endsAt: at("ends_at"),
    createdAt: now("created_at"),
    modifiedAt: now("modified_at"),
    terminatedAt: at("terminated_at"),
    deletedAt: at("deleted_at"),
  },
  (t) => [
    index("job_groups_account").on(t.accountId, t.createdAt),
    index("job_groups_end").on(t.endsAt).where(sql`ends_at is not null and terminated_at is null`),
    uniqueIndex("job_groups_shortname")
      .on(t.accountId, t.shortname)
      .where(sql`shortname is not null and deleted_at is null`),
  ],
);

/** What an account's scripts must know and nobody may read in the database. */
export const secrets = pgTable(
  "secrets",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** Shape: "folder/name" */
    key: text().notNull(),
    /** See lib/platform/seal.ts. */
    sealed: text().notNull(),
    createdAt: now("created_at"),
    changedAt: now("changed_at"),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.key] })],
);

/** A node's timed right to render some frames of one job. */
export const leases = pgTable(
  "leases",
  {
    id: uuid().primaryKey(),
    jobId: uuid("job_id")
      .notNull()
      .references(() => jobs.id),
    nodeId: uuid("node_id")
      .notNull()
      .references(() => nodes.id),
    /** Cores that each of its frames keeps busy. */
    coresPerFrame: doublePrecision("cores_per_frame").notNull(),
    createdAt: now("created_at"),
    deadline: at("deadline").notNull(),
    endedAt: at("ended_at"),
    /** done, revoked, expired, released */
    ending: text(),
  },
  (t) => [
    index("leases_live").on(t.deadline).where(sql`ended_at is null`),
    index("leases_job").on(t.jobId).where(sql`ended_at is null`),
    index("leases_node").on(t.nodeId).where(sql`ended_at is null`),
  ],
);

export const frames = pgTable(
  "frames",
  {
    jobId: uuid("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    frame: integer().notNull(),
    state: text().notNull().default("queued"),
    attempt: integer().notNull().default(0),
    /** Set while active: whose it is, and the queue's delivery that fences it. */
    leaseId: uuid("lease_id"),
    deliveryId: text("delivery_id"),
    deliveryTry: integer("delivery_try"),
    nodeName: text("node_name"),
    seconds: doublePrecision(),
    coreSeconds: doublePrecision("core_seconds"),
    /** Of these: up to the first sample, and the samples. Null: not told. */
    setupCoreSeconds: doublePrecision("setup_core_seconds"),
    samplingCoreSeconds: doublePrecision("sampling_core_seconds"),
    /** The first one of a Blender since it opened the file. */
    isCold: boolean("is_cold").notNull().default(false),
    /** A probe's own, where they differ from its job's settings. */
    samples: integer(),
    peakMemoryBytes: bigint("peak_memory_bytes", { mode: "number" }),
    failure: text(),
    /** Of the delivered output; the key's folder is the lease that delivered. */
    fileName: text("file_name"),
    outputKey: text("output_key"),
    thumbnailKey: text("thumbnail_key"),
    previewKey: text("preview_key"),
    sizeBytes: bigint("size_bytes", { mode: "number" }),
    /** Rows in results: files that a command left. */
    resultCount: integer("result_count").notNull().default(0),
    finishedAt: at("finished_at"),
    /** Keys of its files in the job's delivery bucket, without those that the owner's filter leaves out. */
    resultKeys: text("result_keys").array().notNull().default([]),
    /** The job's revision that this row changed with; 0: as it was made. Readers ask for what is newer than theirs. */
    revision: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.jobId, t.frame] }),
    index("frames_changed").on(t.jobId, t.revision),
    oneOf("frames_state", "state", FRAME_STATES),
    index("frames_lease").on(t.leaseId).where(sql`lease_id is not null`),
  ],
);

/** The n-th lease that touched a frame, with what came of it. */
export const attempts = pgTable(
  "attempts",
  {
    jobId: uuid("job_id").notNull(),
    frame: integer().notNull(),
    leaseId: uuid("lease_id").notNull(),
    attempt: integer().notNull(),
    nodeName: text("node_name").notNull(),
    startedAt: now("started_at"),
    endedAt: at("ended_at"),
    outcome: text().notNull().default("running"),
    seconds: doublePrecision(),
    coreSeconds: doublePrecision("core_seconds"),
    peakMemoryBytes: bigint("peak_memory_bytes", { mode: "number" }),
    failure: text(),
    message: text().notNull().default(""),
    log: text().notNull().default(""),
    /** The job's revision that it ended with: orders the job's logs. */
    revision: integer().notNull().default(0),
    /** Last lines of what a command printed to stderr. */
    errorLog: text("error_log").notNull().default(""),
    /** What a command printed, stored in the lease's folder; null: nothing is. */
    stdoutBytes: bigint("stdout_bytes", { mode: "number" }),
    stderrBytes: bigint("stderr_bytes", { mode: "number" }),
  },
  (t) => [
    primaryKey({ columns: [t.leaseId, t.frame] }),
    index("attempts_frame").on(t.jobId, t.frame),
    foreignKey({ columns: [t.jobId, t.frame], foreignColumns: [frames.jobId, frames.frame] }).onDelete(
      "cascade",
    ),
    oneOf("attempts_outcome", "outcome", ["running", "delivered", "failed", "canceled", "lost"]),
  ],
);

/** Up to which revision somebody has read a job's log: "fresh" output is what came after. */
export const logReads = pgTable(
  "log_reads",
  {
    jobId: uuid("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    /** Shape: "stdout", "stderr/11" */
    log: text().notNull(),
    revision: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.log] })],
);

/** Finished files of a job put into a bucket while it goes on. */
export const snapshots = pgTable(
  "snapshots",
  {
    id: text().primaryKey(),
    jobId: uuid("job_id")
      .notNull()
      .references(() => jobs.id, { onDelete: "cascade" }),
    /** Asked for by hand: SnapshotSettings of lib/contract/translate/task.ts. */
    settings: jsonb().notNull(),
    state: text().notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull().default(0),
    copiedBytes: bigint("copied_bytes", { mode: "number" }).notNull().default(0),
    /** Frames up to this revision are in it. */
    revision: integer().notNull(),
    createdAt: now("created_at"),
    changedAt: now("changed_at"),
  },
  (t) => [
    index("snapshots_job").on(t.jobId, t.createdAt),
    index("snapshots_open").on(t.createdAt).where(sql`state in ('triggered', 'inProgress')`),
    oneOf("snapshots_state", "state", ["triggered", "inProgress", "success", "failure"]),
  ],
);

/** Files that the delivered run of a command left. */
export const results = pgTable(
  "results",
  {
    jobId: uuid("job_id").notNull(),
    frame: integer().notNull(),
    path: text().notNull(),
    /** Of the object in the job's result bucket; its folder is the lease that delivered. */
    key: text().notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.jobId, t.frame, t.path] }),
    foreignKey({ columns: [t.jobId, t.frame], foreignColumns: [frames.jobId, frames.frame] }).onDelete(
      "cascade",
    ),
  ],
);

/**
 * The outbox: durable events, written with what they tell of. Ids commit out of order, so readers take only rows whose
 * transaction is older than every one still running (txid < pg_snapshot_xmin(pg_current_snapshot())).
 */
export const events = pgTable(
  "events",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    txid: xid8("txid").notNull().default(sql`pg_current_xact_id()`),
    at: now("at"),
    body: jsonb().notNull(),
  },
  (t) => [index("events_at").on(t.at), index("events_order").on(t.txid, t.id)],
);

/** What the administrator set. */
export const settings = pgTable("settings", {
  name: text().primaryKey(),
  value: jsonb().notNull(),
});
