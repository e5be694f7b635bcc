/** Files that were set aside for jobs and that no job or project needs any more. */
import type { Ctx } from "../context.ts";
import { setRemoved, unusedSources } from "../sources/rows.ts";

/** Longer than any submission takes between asking for a source and writing its job. Units: milliseconds. */
const REST_MS = 3_600_000;
const AT_MOST = 100;

export async function removeUnusedSources(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now();
  const before = new Date(now - REST_MS);
  for (const { id, folder } of await unusedSources(ctx.db, before, AT_MOST)) {
    if (!(await setRemoved(ctx.db, id, before, new Date(now)))) continue;
    // Sources of one file from before there were others lie in their project's own bucket.
    if (folder.startsWith("source-")) await ctx.objects.removeBucket(folder);
  }
}
