/** secrets.get, create, update, remove and search. Values are sealed for their account and key, and never logged. */
import type { ParsedOf } from "#lib/contract/endpoint.ts";
import type { Api } from "#lib/contract/index.ts";
import type { Ctx } from "../context.ts";
import { notFound, PlatformError } from "../errors.ts";
import { accountOf } from "../policy.ts";
import { deleteSecret, insertSecret, MAX_SECRETS, secretKeys, sealedSecret, updateSecret } from "./rows.ts";
import { openSecret, sealSecret } from "./sealed.ts";

export async function getSecret(
  ctx: Ctx,
  { params: { key } }: ParsedOf<Api["secrets"]["get"]>,
): Promise<{ value: string }> {
  const { accountId } = accountOf(ctx.actor);
  const sealed = await sealedSecret(ctx.db, accountId, key);
  if (sealed === undefined) throw notFound("secret");
  const value = openSecret(ctx, { accountId, key, sealed });
  // Permanent until somebody writes it again, so nothing that clients repeat.
  if (value === null)
    throw new PlatformError(
      "conflict",
      "The secret can't be opened: HEARTH_SECRET was changed. Write it again.",
    );
  return { value };
}

export async function createSecret(
  ctx: Ctx,
  { params: { key }, body }: ParsedOf<Api["secrets"]["create"]>,
): Promise<void> {
  const { accountId } = accountOf(ctx.actor);
  const now = new Date(ctx.clock.now());
  const made = await insertSecret(ctx.db, {
    accountId,
    key,
    sealed: sealSecret(ctx, accountId, key, body.value),
    now,
  });
  if (made === "exists") throw new PlatformError("conflict", `There is a secret ${key} already.`);
  if (made === "full")
    throw new PlatformError("forbidden", `Maximum number of secrets reached: ${MAX_SECRETS}.`);
}

export async function changeSecret(
  ctx: Ctx,
  { params: { key }, body }: ParsedOf<Api["secrets"]["update"]>,
): Promise<void> {
  const { accountId } = accountOf(ctx.actor);
  const sealed = sealSecret(ctx, accountId, key, body.value);
  if (!(await updateSecret(ctx.db, { accountId, key, sealed, now: new Date(ctx.clock.now()) })))
    throw notFound("secret");
}

export async function removeSecret(ctx: Ctx, { params }: ParsedOf<Api["secrets"]["remove"]>): Promise<void> {
  if (!(await deleteSecret(ctx.db, accountOf(ctx.actor).accountId, params.key))) throw notFound("secret");
}

/** Shape: a, b/c, b/d/e below "" → ["a", "b/"]; below "b" → ["c", "d/"] */
export async function searchSecrets(
  ctx: Ctx,
  { params: { prefix } }: ParsedOf<Api["secrets"]["search"]>,
): Promise<{ keys: string[] }> {
  const folder = prefix === "" ? "" : `${prefix}/`;
  const names = (await secretKeys(ctx.db, accountOf(ctx.actor).accountId, folder)).map((key) => {
    const [first = "", ...deeper] = key.slice(folder.length).split("/");
    return deeper.length > 0 ? `${first}/` : first;
  });
  return { keys: [...new Set(names)] };
}
