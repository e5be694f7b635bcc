DROP INDEX "jobs_account";--> statement-breakpoint
CREATE INDEX "jobs_active" ON "jobs" USING btree ("account_id") WHERE active > 0 and deleted_at is null;--> statement-breakpoint
CREATE INDEX "jobs_name" ON "jobs" USING btree ("account_id",name collate "C","id") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "jobs_account" ON "jobs" USING btree ("account_id","created_at","id") WHERE deleted_at is null;