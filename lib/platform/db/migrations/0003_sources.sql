CREATE TABLE "object_notes" (
	"folder" text NOT NULL,
	"key" text NOT NULL,
	"etag" text NOT NULL,
	"sha256" text,
	"sha1" text,
	"is_executable" boolean DEFAULT false NOT NULL,
	CONSTRAINT "object_notes_folder_key_pk" PRIMARY KEY("folder","key")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"folder" text NOT NULL,
	"main_file" text,
	"files" jsonb NOT NULL,
	"file_count" integer NOT NULL,
	"size_bytes" bigint NOT NULL,
	"state" text NOT NULL,
	"summary" jsonb,
	"problem" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "sources_state" CHECK (state in ('copying', 'inspecting', 'ready', 'unreadable'))
);
--> statement-breakpoint
ALTER TABLE "projects" DROP CONSTRAINT "projects_state";--> statement-breakpoint
ALTER TABLE "inspections" DROP CONSTRAINT "inspections_project_id_projects_id_fk";
--> statement-breakpoint
DROP INDEX "projects_bucket";--> statement-breakpoint
ALTER TABLE "projects" ALTER COLUMN "sha256" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "inspections" ADD COLUMN "source_id" uuid;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "source_id" uuid;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "is_planned" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "problem" text;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "source_id" uuid;--> statement-breakpoint
-- What is there already: each project becomes a source of one file, which stays where it is.
INSERT INTO "sources" ("id", "account_id", "hash", "folder", "main_file", "files", "file_count", "size_bytes", "state", "summary", "problem", "created_at", "used_at")
SELECT id, account_id, 'project-' || id, bucket, blend_file,
	jsonb_build_array(jsonb_build_object('path', blend_file, 'sizeBytes', size_bytes, 'content', 'sha256-' || sha256)),
	1, size_bytes, state, summary, problem, created_at, created_at
FROM projects;--> statement-breakpoint
UPDATE "projects" SET "source_id" = "id";--> statement-breakpoint
UPDATE "inspections" SET "source_id" = "project_id";--> statement-breakpoint
UPDATE "jobs" SET "source_id" = "project_id";--> statement-breakpoint
ALTER TABLE "inspections" ALTER COLUMN "source_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ALTER COLUMN "source_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "projects" ALTER COLUMN "source_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sources_hash" ON "sources" USING btree ("account_id","hash") WHERE removed_at is null and state <> 'copying';--> statement-breakpoint
CREATE INDEX "sources_kept" ON "sources" USING btree ("used_at") WHERE removed_at is null;--> statement-breakpoint
ALTER TABLE "inspections" ADD CONSTRAINT "inspections_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "jobs_source" ON "jobs" USING btree ("source_id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "projects_source" ON "projects" USING btree ("source_id");--> statement-breakpoint
CREATE UNIQUE INDEX "projects_file" ON "projects" USING btree ("bucket","blend_file");--> statement-breakpoint
ALTER TABLE "inspections" DROP COLUMN "project_id";--> statement-breakpoint
ALTER TABLE "projects" DROP COLUMN "size_bytes";--> statement-breakpoint
ALTER TABLE "projects" DROP COLUMN "state";--> statement-breakpoint
ALTER TABLE "projects" DROP COLUMN "summary";--> statement-breakpoint
ALTER TABLE "projects" DROP COLUMN "problem";