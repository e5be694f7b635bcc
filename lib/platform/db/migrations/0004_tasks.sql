CREATE TABLE "log_reads" (
	"job_id" uuid NOT NULL,
	"log" text NOT NULL,
	"revision" integer NOT NULL,
	CONSTRAINT "log_reads_job_id_log_pk" PRIMARY KEY("job_id","log")
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"id" text PRIMARY KEY NOT NULL,
	"job_id" uuid NOT NULL,
	"settings" jsonb NOT NULL,
	"state" text NOT NULL,
	"size_bytes" bigint DEFAULT 0 NOT NULL,
	"copied_bytes" bigint DEFAULT 0 NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "snapshots_state" CHECK (state in ('triggered', 'inProgress', 'success', 'failure'))
);
--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "frames" ADD COLUMN "result_keys" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "frames" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "shortname" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "depends_on" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "delivery_bucket" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "results_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "frame_seconds" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "is_rendering" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "wire_state" text DEFAULT 'Submitted' NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "wire_state_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "wire_before" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "wire_before_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "modified_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "snapshot_interval" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "snapshot_settings" jsonb;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "snapshot_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "log_reads" ADD CONSTRAINT "log_reads_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "snapshots_job" ON "snapshots" USING btree ("job_id","created_at");--> statement-breakpoint
CREATE INDEX "snapshots_open" ON "snapshots" USING btree ("created_at") WHERE state in ('triggered', 'inProgress');--> statement-breakpoint
CREATE INDEX "frames_changed" ON "frames" USING btree ("job_id","revision");--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_shortname" ON "jobs" USING btree ("account_id","shortname") WHERE shortname is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "jobs_snapshot" ON "jobs" USING btree ("snapshot_at") WHERE snapshot_at is not null;--> statement-breakpoint
-- What is there already: its bucket is where its files are, and its state in Qarnot's words is what its frames say.
UPDATE "jobs" SET "delivery_bucket" = b.name FROM "buckets" b WHERE b.folder = "jobs"."result_bucket";--> statement-breakpoint
UPDATE "frames" SET "result_keys" = ARRAY["output_key"] WHERE "output_key" IS NOT NULL;--> statement-breakpoint
UPDATE "frames" SET "revision" = 1 WHERE "state" <> 'queued' OR "attempt" > 0;--> statement-breakpoint
UPDATE "attempts" SET "revision" = 1 WHERE "outcome" IN ('delivered', 'failed');--> statement-breakpoint
UPDATE "jobs" SET
	"modified_at" = coalesce("ended_at", "started_at", "created_at"), "wire_state_at" = coalesce("ended_at", "started_at", "created_at"),
	"wire_before_at" = "created_at", "is_rendering" = "started_at" IS NOT NULL, "results_count" = "completed",
	"frame_seconds" = coalesce((SELECT sum(f.seconds) FROM "frames" f WHERE f.job_id = "jobs"."id" AND f.state = 'completed'), 0),
	"wire_before" = CASE WHEN "started_at" IS NULL THEN NULL ELSE 'Submitted' END,
	"tags" = ARRAY(SELECT jsonb_array_elements_text(CASE WHEN jsonb_typeof("task"->'tags') = 'array' THEN "task"->'tags' ELSE '[]'::jsonb END)),
	"wire_state" = CASE "state" WHEN 'completed' THEN 'Success' WHEN 'failed' THEN 'Failure' WHEN 'canceled' THEN 'Cancelled'
		ELSE CASE WHEN "active" > 0 AND "queued" = 0 THEN 'FullyExecuting' WHEN "active" + "completed" + "failed" > 0 THEN 'PartiallyExecuting' ELSE 'Submitted' END END;
