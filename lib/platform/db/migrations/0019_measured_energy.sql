ALTER TABLE "jobs" ADD COLUMN "measured_joules" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "measured_core_seconds" double precision DEFAULT 0 NOT NULL;