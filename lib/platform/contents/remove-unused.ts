/**
 * Removes what no version and no job needs any more, a day after somebody last asked for it: an upload under way may count
 * on it. It is claimed first, so that who stores the same bytes again meanwhile waits (see ./await-removals.ts).
 */
import type { Ctx } from "../context.ts";
import { inLanes } from "../objects/in-lanes.ts";
import { contentFolderOf } from "./places.ts";
import { claimUnused, deleteContents } from "./unused-rows.ts";

/** Units: milliseconds. */
const GRACE_MS = 86_400_000;
const STALE_CLAIM_MS = 600_000;
const AT_MOST = 1000;
const AT_ONCE = 8;
/** The whole list is compared: not each minute. Units: milliseconds. */
const EVERY_MS = 3_600_000;

let lastAt = Number.NEGATIVE_INFINITY;

export async function removeUnusedContents(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  if (now - lastAt < EVERY_MS) return;
  lastAt = now;
  for (;;) {
    const claimed = await claimUnused(ctx.db, {
      before: new Date(now - GRACE_MS),
      stale: new Date(now - STALE_CLAIM_MS),
      at: new Date(now),
      limit: AT_MOST,
    });
    await inLanes(claimed, AT_ONCE, ({ accountId, sha256 }) =>
      ctx.objects.remove(contentFolderOf(accountId), sha256),
    );
    await deleteContents(ctx.db, claimed);
    if (claimed.length > 0) ctx.log.info("contents.removed", { count: claimed.length });
    if (claimed.length < AT_MOST) return;
  }
}
