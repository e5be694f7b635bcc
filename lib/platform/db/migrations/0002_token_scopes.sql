ALTER TABLE "tokens" ADD COLUMN "scope" text DEFAULT 'admin' NOT NULL;--> statement-breakpoint
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_scope" CHECK (scope in ('read', 'submit', 'admin'));