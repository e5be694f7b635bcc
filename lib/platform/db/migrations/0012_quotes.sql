ALTER TABLE "frames" ADD COLUMN "opening_core_seconds" double precision;--> statement-breakpoint
ALTER TABLE "frames" ADD COLUMN "setup_core_seconds" double precision;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "probe" jsonb;