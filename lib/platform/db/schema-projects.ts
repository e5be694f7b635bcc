/** Tables of what artists bring: sources, projects with their versions, and the contents that both are made of. See schema.ts. */
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { SOURCE_STATES } from "#lib/domain/source.ts";
import { accounts } from "./schema-accounts.ts";
import { at, now, oneOf } from "./schema-columns.ts";

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
    /** SourceFacts of lib/contract: what the platform read in its .blend files. Null: of before that. */
    facts: jsonb(),
    /** Remap[] of lib/domain/source.ts: files that a .blend looks for elsewhere than they lie. */
    remaps: jsonb().notNull().default([]),
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
    /** When somebody last asked for it: what nothing names is removed some time after. */
    usedAt: now("used_at"),
    /** Its bytes are being removed: who puts the same again waits until the row is gone. */
    removingAt: at("removing_at"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.sha256] }),
    index("contents_used").on(t.usedAt),
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
