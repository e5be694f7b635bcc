/** Before bytes are put under their hash: a removal of the same that is under way must not take the new ones. */
import { setTimeout as sleep } from "node:timers/promises";
import type { AccountId } from "#lib/domain/ids.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import { contentsOfHashes, countRemoving } from "./rows.ts";

/** A removal is one step of the store's. Units: milliseconds. */
const STEP_MS = 100;
const STEPS = 100;

/** What is there is kept; what is being removed is waited for. Errors: conflict. */
export async function awaitRemovals(
  ctx: Ctx,
  accountId: AccountId,
  hashes: readonly string[],
): Promise<void> {
  if (hashes.length === 0) return;
  await contentsOfHashes(ctx.db, accountId, hashes, new Date(ctx.clock.now()));
  for (let step = 0; (await countRemoving(ctx.db, accountId, hashes)) > 0; step++) {
    if (step === STEPS)
      throw new PlatformError("conflict", "The same bytes are being removed. Try again in a minute.");
    await sleep(STEP_MS);
  }
}
