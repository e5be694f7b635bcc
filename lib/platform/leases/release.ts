/** leases.release: the node gives back what it did not render. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound } from "../errors.ts";
import { endLease } from "./end.ts";
import { readLease } from "./rows.ts";

export async function releaseLease(ctx: Ctx, { params }: ParsedOf<Api["leases"]["release"]>): Promise<void> {
  const lease = await readLease(ctx.db, params.leaseId);
  if (lease === undefined) throw notFound("lease");
  await endLease(ctx, lease, "released");
}
