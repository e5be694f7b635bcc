CREATE TABLE "job_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"shortname" text,
	"pool_id" uuid,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"request" jsonb NOT NULL,
	"ends_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp with time zone DEFAULT now() NOT NULL,
	"terminated_at" timestamp with time zone,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "pools" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"shortname" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"request" jsonb NOT NULL,
	"policies" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"modified_at" timestamp with time zone DEFAULT now() NOT NULL,
	"closed_at" timestamp with time zone,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "secrets" (
	"account_id" uuid NOT NULL,
	"key" text NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "secrets_account_id_key_pk" PRIMARY KEY("account_id","key")
);
--> statement-breakpoint
ALTER TABLE "job_groups" ADD CONSTRAINT "job_groups_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "job_groups" ADD CONSTRAINT "job_groups_pool_id_pools_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."pools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pools" ADD CONSTRAINT "pools_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secrets" ADD CONSTRAINT "secrets_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "job_groups_account" ON "job_groups" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "job_groups_end" ON "job_groups" USING btree ("ends_at") WHERE ends_at is not null and terminated_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "job_groups_shortname" ON "job_groups" USING btree ("account_id","shortname") WHERE shortname is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "pools_account" ON "pools" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "pools_shortname" ON "pools" USING btree ("account_id","shortname") WHERE shortname is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "jobs_pool" ON "jobs" USING btree (("task"->>'poolUuid')) WHERE task->>'poolUuid' is not null;--> statement-breakpoint
CREATE INDEX "jobs_group" ON "jobs" USING btree (("task"->>'jobUuid')) WHERE task->>'jobUuid' is not null;