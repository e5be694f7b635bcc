CREATE TABLE "buckets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"folder" text NOT NULL,
	"kind" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"is_locked" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "buckets_kind" CHECK (kind in ('files', 'project', 'result', 'disk'))
);
--> statement-breakpoint
ALTER TABLE "tokens" ADD COLUMN "sealed" text;--> statement-breakpoint
ALTER TABLE "buckets" ADD CONSTRAINT "buckets_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "buckets_name" ON "buckets" USING btree ("account_id","name") WHERE deleted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "buckets_folder" ON "buckets" USING btree ("folder");--> statement-breakpoint
-- What is there already: each project's and each job's folder becomes a bucket under a readable name. A name that is
-- taken gets the end of its id.
INSERT INTO "buckets" ("id", "account_id", "name", "folder", "kind", "created_at", "used_at")
SELECT id, account_id, CASE WHEN place = 1 AND length(slug) > 2 THEN slug ELSE slug || '-' || right(id::text, 12) END, folder, kind, created_at, created_at
FROM (
	SELECT *, row_number() OVER (PARTITION BY account_id, slug ORDER BY created_at, id) AS place
	FROM (
		SELECT id, account_id, bucket AS folder, 'project' AS kind, created_at,
			coalesce(nullif(trim(both '-' from left(regexp_replace(lower(regexp_replace(name, '\.blend[0-9]*$', '', 'i')), '[^a-z0-9]+', '-', 'g'), 40)), ''), 'untitled') AS slug
		FROM projects
		UNION ALL
		SELECT id, account_id, result_bucket, 'result', created_at,
			coalesce(nullif(trim(both '-' from left(regexp_replace(lower(regexp_replace(name, '\.blend[0-9]*$', '', 'i')), '[^a-z0-9]+', '-', 'g'), 40)), ''), 'untitled') || '-frames'
		FROM jobs WHERE deleted_at IS NULL
	) AS named
) AS placed;
