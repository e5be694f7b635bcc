ALTER TABLE "contents" ADD COLUMN "used_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "contents" ADD COLUMN "removing_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "facts" jsonb;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "remaps" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "contents_used" ON "contents" USING btree ("used_at");