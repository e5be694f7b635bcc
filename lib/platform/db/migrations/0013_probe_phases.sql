ALTER TABLE "frames" ADD COLUMN "sampling_core_seconds" double precision;--> statement-breakpoint
ALTER TABLE "frames" ADD COLUMN "is_cold" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "frames" ADD COLUMN "samples" integer;--> statement-breakpoint
ALTER TABLE "frames" DROP COLUMN "opening_core_seconds";