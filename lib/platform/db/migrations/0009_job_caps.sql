ALTER TABLE "jobs" ADD COLUMN "cap" bigint;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "at_cap" text DEFAULT 'pause' NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "cap_told" text DEFAULT 'below' NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_at_cap" CHECK (at_cap in ('pause', 'stop'));--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_cap_told" CHECK (cap_told in ('below', 'near', 'reached'));--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_cap" CHECK ("jobs"."cap" is null or ("jobs"."cap" > 0 and "jobs"."charged" <= "jobs"."cap"));