/** Law of topics: you may watch what you may GET with the same credential. */
import type { Topic } from "#lib/contract/events.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { jobFor } from "../jobs/get.ts";

/** Errors: not_found, unauthorized or forbidden, as that GET would answer. */
export async function checkTopic(ctx: Ctx, topic: Topic): Promise<void> {
  const { actor } = ctx;
  if (actor.type === "service" || topic === "farm") return;
  const [kind, id = ""] = topic.split(":");
  switch (kind) {
    case "job":
      await jobFor(ctx, "read", id);
      return;
    case "account":
      if (actor.type !== "account" || actor.accountId !== id) throw notFound("account");
      return;
    case "nodes":
      if (actor.type !== "account" || actor.role !== "admin")
        throw new PlatformError("forbidden", "Only administrators watch the nodes.");
      return;
    default:
      if (actor.type !== "node") throw notFound("node");
  }
}
