/**
 * The tables. One source for the generated migrations (`npm run migrations`); verbs write plain SQL beside themselves.
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
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { ROLES, SCOPES } from "#lib/domain/account.ts";
import { BUCKET_KINDS } from "#lib/domain/bucket.ts";
import { AT_CAP, CAP_LEVELS } from "#lib/domain/cap.ts";
import { LEDGER_KINDS } from "#lib/domain/credits.ts";
import { FRAME_STATES } from "#lib/domain/frame.ts";
import { JOB_STATES } from "#lib/domain/job.ts";
import { MODEL_STATES } from "#lib/domain/scene-model.ts";
import { SOURCE_STATES } from "#lib/domain/source.ts";

const at = (name: string) => timestamp(name, { withTimezone: true });
const now = (name: string) => at(name).notNull().defaultNow();
const micro = (name: string) => bigint(name, { mode: "number" });
const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });
const oneOf = (name: string, column: string, words: readonly string[]) =>
  check(name, sql.raw(`${column} in (${words.map((w) => `'${w}'`).join(", ")})`));

export const accounts = pgTable(
  "accounts",
  {
    id: uuid().primaryKey(),
    /** Lower case. */
    email: text().notNull().unique(),
    /** argon2id; null: cannot sign in with a password. */
    passwordHash: text("password_hash"),
    role: text().notNull(),
    isDisabled: boolean("is_disabled").notNull().default(false),
    /** Sums of the ledger, kept in the same transaction: balance is what may be spent, held what is reserved. */
    balance: micro("balance").notNull().default(0),
    held: micro("held").notNull().default(0),
    createdAt: now("created_at"),
  },
  (t) => [oneOf("accounts_role", "role", ROLES), check("accounts_held", sql`${t.held} >= 0`)],
);

/** Every credential but passwords: sessions, API tokens, the nodes' and the portal's own. Nothing in clear text. */
export const tokens = pgTable(
  "tokens",
  {
    id: uuid().primaryKey(),
    /** SHA-256 (hex) of the token's text: 256 random bits need no slow hash. */
    hash: text().notNull().unique(),
    /** Of an API token: its text, sealed, because a signature can only be checked with it. Null: made before that. */
    sealed: text(),
    kind: text().notNull(),
    accountId: uuid("account_id").references(() => accounts.id),
    name: text().notNull().default(""),
    /** Only API tokens are ever good for less than everything. */
    scope: text().notNull().default("admin"),
    createdAt: now("created_at"),
    lastUsedAt: at("last_used_at"),
    expiresAt: at("expires_at"),
  },
  (t) => [
    oneOf("tokens_kind", "kind", ["session", "api", "node", "service"]),
    oneOf("tokens_scope", "scope", SCOPES),
    index("tokens_account").on(t.accountId),
  ],
);

/** Append only. An account's balance is the sum of its entries. */
export const ledger = pgTable(
  "ledger",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    at: now("at"),
    kind: text().notNull(),
    /** Signed effect on the balance. */
    amount: micro("amount").notNull(),
    /** No foreign key: the ledger outlives jobs. */
    jobId: uuid("job_id"),
    frame: integer(),
    leaseId: uuid("lease_id"),
    note: text().notNull().default(""),
  },
  (t) => [
    oneOf("ledger_kind", "kind", LEDGER_KINDS),
    index("ledger_account").on(t.accountId, t.id),
    index("ledger_job").on(t.jobId),
    /** A lease's frame is charged once, whatever is repeated. */
    uniqueIndex("ledger_once").on(t.leaseId, t.frame).where(sql`kind = 'charge' and lease_id is not null`),
  ],
);

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

/**
 * What jobs render: files set aside when they were asked for, so that nobody changes them under a running job. The same
 * files of an account are one source.
 */
export const sources = pgTable(
  "sources",
  {
    id: uuid().primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** SHA-256 (hex) over main file, paths and contents. */
    hash: text().notNull(),
    /** Where the object store keeps the files, each under its path. */
    folder: text().notNull(),
    /** True: the folder is the account's contents, each under its SHA-256. */
    isAddressed: boolean("is_addressed").notNull().default(false),
    /** Null: nothing is opened (a plain command). */
    mainFile: text("main_file"),
    /** SourceFile[] of lib/domain/source.ts, by path. */
    files: jsonb().notNull(),
    fileCount: integer("file_count").notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    state: text().notNull(),
    /** Of the main file; only when ready. */
    summary: jsonb(),
    problem: text(),
    createdAt: now("created_at"),
    /** When a job or a project last asked for it. */
    usedAt: now("used_at"),
    /** Its files are gone: nothing that is left needs them. */
    removedAt: at("removed_at"),
  },
  (t) => [
    oneOf("sources_state", "state", SOURCE_STATES),
    uniqueIndex("sources_hash").on(t.accountId, t.hash).where(sql`removed_at is null and state <> 'copying'`),
    index("sources_kept").on(t.usedAt).where(sql`removed_at is null`),
  ],
);

/** What is known of a stored object beyond what storage tells; true while it has that ETag. */
export const objectNotes = pgTable(
  "object_notes",
  {
    folder: text().notNull(),
    key: text().notNull(),
    etag: text().notNull(),
    /** In hex. */
    sha256: text(),
    sha1: text(),
    isExecutable: boolean("is_executable").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.folder, t.key] })],
);

/** A .blend of a bucket that an artist works with in the portal. */
export const projects = pgTable(
  "projects",
  {
    id: uuid().primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    name: text().notNull(),
    /** Folder of its bucket (buckets.folder). */
    bucket: text().notNull(),
    blendFile: text("blend_file").notNull(),
    /** Of the .blend as it was uploaded; null for one that was chosen from a bucket. */
    sha256: text(),
    /** As it was when it was last looked at. */
    sourceId: uuid("source_id")
      .notNull()
      .references(() => sources.id),
    createdAt: now("created_at"),
  },
  (t) => [
    index("projects_account").on(t.accountId, t.createdAt),
    index("projects_source").on(t.sourceId),
    uniqueIndex("projects_file").on(t.bucket, t.blendFile),
  ],
);

/** What a project was each time it was made, added to or chosen again. */
export const projectVersions = pgTable(
  "project_versions",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id),
    number: integer().notNull(),
    blendFile: text("blend_file").notNull(),
    sourceId: uuid("source_id")
      .notNull()
      .references(() => sources.id),
    /** Of files whose content no version before had. */
    newBytes: bigint("new_bytes", { mode: "number" }).notNull(),
    createdAt: now("created_at"),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.number] }), index("project_versions_source").on(t.sourceId)],
);

/** Whole files that an account has stored, each once, under its SHA-256. */
export const contents = pgTable(
  "contents",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    sha256: text().notNull(),
    /** Names the chunks that it was put together of: the same again needs no putting together. */
    recipe: text().notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    createdAt: now("created_at"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.sha256] }),
    index("contents_recipe").on(t.accountId, t.recipe),
  ],
);

/** Bytes on their way: many chunks, PUT as one object. */
export const packs = pgTable(
  "packs",
  {
    id: uuid().primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    createdAt: now("created_at"),
  },
  (t) => [index("packs_account").on(t.accountId), index("packs_age").on(t.createdAt)],
);

/** Where each chunk of an account lies: in a pack until a project is assembled of it, then in a content. */
export const chunks = pgTable(
  "chunks",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    sha256: text().notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    packId: uuid("pack_id").references(() => packs.id, { onDelete: "cascade" }),
    content: text(),
    position: bigint({ mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.sha256] }),
    index("chunks_pack").on(t.packId),
    check("chunks_place", sql`(pack_id is null) <> (content is null)`),
  ],
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
