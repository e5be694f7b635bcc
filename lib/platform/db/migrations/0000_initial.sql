CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"password_hash" text,
	"role" text NOT NULL,
	"is_disabled" boolean DEFAULT false NOT NULL,
	"balance" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_email_unique" UNIQUE("email"),
	CONSTRAINT "accounts_role" CHECK (role in ('artist', 'admin')),
	CONSTRAINT "accounts_held" CHECK ("accounts"."held" >= 0)
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"job_id" uuid NOT NULL,
	"frame" integer NOT NULL,
	"lease_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"node_name" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"outcome" text DEFAULT 'running' NOT NULL,
	"seconds" double precision,
	"core_seconds" double precision,
	"peak_memory_bytes" bigint,
	"failure" text,
	"message" text DEFAULT '' NOT NULL,
	"log" text DEFAULT '' NOT NULL,
	CONSTRAINT "attempts_lease_id_frame_pk" PRIMARY KEY("lease_id","frame"),
	CONSTRAINT "attempts_outcome" CHECK (outcome in ('running', 'delivered', 'failed', 'canceled', 'lost'))
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"txid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"body" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "frames" (
	"job_id" uuid NOT NULL,
	"frame" integer NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"lease_id" uuid,
	"delivery_id" text,
	"delivery_try" integer,
	"node_name" text,
	"seconds" double precision,
	"core_seconds" double precision,
	"peak_memory_bytes" bigint,
	"failure" text,
	"file_name" text,
	"output_key" text,
	"thumbnail_key" text,
	"preview_key" text,
	"size_bytes" bigint,
	"finished_at" timestamp with time zone,
	CONSTRAINT "frames_job_id_frame_pk" PRIMARY KEY("job_id","frame"),
	CONSTRAINT "frames_state" CHECK (state in ('queued', 'active', 'completed', 'failed', 'canceled'))
);
--> statement-breakpoint
CREATE TABLE "inspections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"node_id" uuid,
	"deadline" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"project_id" uuid,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"is_paused" boolean DEFAULT false NOT NULL,
	"pause_reason" text,
	"settings" jsonb NOT NULL,
	"effective" jsonb NOT NULL,
	"needs" jsonb NOT NULL,
	"task" jsonb NOT NULL,
	"file_extension" text NOT NULL,
	"result_bucket" text NOT NULL,
	"blender_version" text,
	"total_frames" integer NOT NULL,
	"queued" integer DEFAULT 0 NOT NULL,
	"active" integer DEFAULT 0 NOT NULL,
	"completed" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"canceled" integer DEFAULT 0 NOT NULL,
	"core_seconds" double precision DEFAULT 0 NOT NULL,
	"seconds_per_frame" double precision,
	"charged" bigint DEFAULT 0 NOT NULL,
	"rounding" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "jobs_state" CHECK (state in ('queued', 'active', 'paused', 'completed', 'failed', 'canceled'))
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"job_id" uuid NOT NULL,
	"node_id" uuid NOT NULL,
	"cores_per_frame" double precision NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deadline" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ending" text
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"job_id" uuid,
	"frame" integer,
	"lease_id" uuid,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "ledger_kind" CHECK (kind in ('grant', 'hold', 'charge', 'release', 'refund'))
);
--> statement-breakpoint
CREATE TABLE "nodes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"capabilities" jsonb NOT NULL,
	"presence" text DEFAULT 'online' NOT NULL,
	"load" double precision DEFAULT 0 NOT NULL,
	"memory_used_bytes" bigint DEFAULT 0 NOT NULL,
	"slots" integer DEFAULT 0 NOT NULL,
	"slots_note" text DEFAULT '' NOT NULL,
	"connected_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"bucket" text NOT NULL,
	"blend_file" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"state" text NOT NULL,
	"summary" jsonb,
	"problem" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_state" CHECK (state in ('inspecting', 'ready', 'unreadable'))
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"kind" text NOT NULL,
	"account_id" uuid,
	"name" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	CONSTRAINT "tokens_hash_unique" UNIQUE("hash"),
	CONSTRAINT "tokens_kind" CHECK (kind in ('session', 'api', 'node', 'service'))
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"part_size_bytes" bigint NOT NULL,
	"bucket" text NOT NULL,
	"key" text NOT NULL,
	"multipart_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"project_id" uuid
);
--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_job_id_frame_frames_job_id_frame_fk" FOREIGN KEY ("job_id","frame") REFERENCES "public"."frames"("job_id","frame") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "frames" ADD CONSTRAINT "frames_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspections" ADD CONSTRAINT "inspections_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inspections" ADD CONSTRAINT "inspections_node_id_nodes_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leases" ADD CONSTRAINT "leases_job_id_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leases" ADD CONSTRAINT "leases_node_id_nodes_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger" ADD CONSTRAINT "ledger_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempts_frame" ON "attempts" USING btree ("job_id","frame");--> statement-breakpoint
CREATE INDEX "events_at" ON "events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "events_order" ON "events" USING btree ("txid","id");--> statement-breakpoint
CREATE INDEX "frames_lease" ON "frames" USING btree ("lease_id") WHERE lease_id is not null;--> statement-breakpoint
CREATE INDEX "inspections_open" ON "inspections" USING btree ("created_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "jobs_account" ON "jobs" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "jobs_open" ON "jobs" USING btree ("created_at") WHERE queued > 0 and deleted_at is null;--> statement-breakpoint
CREATE INDEX "leases_live" ON "leases" USING btree ("deadline") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "leases_job" ON "leases" USING btree ("job_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "leases_node" ON "leases" USING btree ("node_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "ledger_account" ON "ledger" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "ledger_job" ON "ledger" USING btree ("job_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_once" ON "ledger" USING btree ("lease_id","frame") WHERE kind = 'charge' and lease_id is not null;--> statement-breakpoint
CREATE INDEX "projects_account" ON "projects" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "projects_bucket" ON "projects" USING btree ("bucket");--> statement-breakpoint
CREATE INDEX "tokens_account" ON "tokens" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "uploads_account" ON "uploads" USING btree ("account_id","created_at");