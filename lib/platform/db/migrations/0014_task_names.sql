DROP INDEX "jobs_told";--> statement-breakpoint
DROP INDEX "jobs_name";--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "name_head" text GENERATED ALWAYS AS (left(name, 255)) STORED;--> statement-breakpoint
CREATE INDEX "jobs_tags" ON "jobs" USING gin ("tags") WHERE deleted_at is null and forgotten_at is null;--> statement-breakpoint
CREATE INDEX "jobs_told" ON "jobs" USING btree ("account_id","created_at","id","wire_state","frame_seconds","name_head") WHERE deleted_at is null and forgotten_at is null;--> statement-breakpoint
CREATE INDEX "jobs_name" ON "jobs" USING btree ("account_id",name_head collate "C","id") WHERE deleted_at is null;