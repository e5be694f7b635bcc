CREATE TABLE "chunks" (
	"account_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"pack_id" uuid,
	"content" text,
	"position" bigint NOT NULL,
	CONSTRAINT "chunks_account_id_sha256_pk" PRIMARY KEY("account_id","sha256"),
	CONSTRAINT "chunks_place" CHECK ((pack_id is null) <> (content is null))
);
--> statement-breakpoint
CREATE TABLE "contents" (
	"account_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"recipe" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contents_account_id_sha256_pk" PRIMARY KEY("account_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "packs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"size_bytes" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "project_versions" (
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"blend_file" text NOT NULL,
	"source_id" uuid NOT NULL,
	"new_bytes" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "project_versions_project_id_number_pk" PRIMARY KEY("project_id","number")
);
--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "is_addressed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chunks" ADD CONSTRAINT "chunks_pack_id_packs_id_fk" FOREIGN KEY ("pack_id") REFERENCES "public"."packs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contents" ADD CONSTRAINT "contents_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "packs" ADD CONSTRAINT "packs_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_versions" ADD CONSTRAINT "project_versions_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_versions" ADD CONSTRAINT "project_versions_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chunks_pack" ON "chunks" USING btree ("pack_id");--> statement-breakpoint
CREATE INDEX "contents_recipe" ON "contents" USING btree ("account_id","recipe");--> statement-breakpoint
CREATE INDEX "packs_account" ON "packs" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "packs_age" ON "packs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "project_versions_source" ON "project_versions" USING btree ("source_id");--> statement-breakpoint
INSERT INTO "project_versions" ("project_id", "number", "blend_file", "source_id", "new_bytes", "created_at")
  SELECT p.id, 1, p.blend_file, p.source_id, s.size_bytes, p.created_at FROM projects p JOIN sources s ON s.id = p.source_id;
