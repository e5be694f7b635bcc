CREATE TABLE "scene_models" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"source_hash" text NOT NULL,
	"source_id" uuid NOT NULL,
	"scene" text NOT NULL,
	"state" text NOT NULL,
	"problem" text,
	"size_bytes" integer,
	"facts" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone DEFAULT now() NOT NULL,
	"node_id" uuid,
	"deadline" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "scene_models_state" CHECK (state in ('waiting', 'exporting', 'ready', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "scene_models" ADD CONSTRAINT "scene_models_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scene_models" ADD CONSTRAINT "scene_models_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scene_models" ADD CONSTRAINT "scene_models_node_id_nodes_id_fk" FOREIGN KEY ("node_id") REFERENCES "public"."nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "scene_models_of" ON "scene_models" USING btree ("account_id","source_hash","scene");--> statement-breakpoint
CREATE INDEX "scene_models_open" ON "scene_models" USING btree ("created_at") WHERE state in ('waiting', 'exporting');