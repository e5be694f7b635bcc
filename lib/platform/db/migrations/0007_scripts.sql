CREATE TABLE "results" (
	"job_id" uuid NOT NULL,
	"frame" integer NOT NULL,
	"path" text NOT NULL,
	"key" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	CONSTRAINT "results_job_id_frame_path_pk" PRIMARY KEY("job_id","frame","path")
);
--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "error_log" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "stdout_bytes" bigint;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "stderr_bytes" bigint;--> statement-breakpoint
ALTER TABLE "frames" ADD COLUMN "result_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "script" jsonb;--> statement-breakpoint
ALTER TABLE "results" ADD CONSTRAINT "results_job_id_frame_frames_job_id_frame_fk" FOREIGN KEY ("job_id","frame") REFERENCES "public"."frames"("job_id","frame") ON DELETE cascade ON UPDATE no action;