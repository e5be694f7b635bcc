/** The secrets that a task may know (`secretsAccessRights`): of its account, named one by one or by how their keys begin. */
import type { TaskCreation } from "#lib/contract/qarnot/task.ts";
import type { Platform } from "../context.ts";
import { invalidTask } from "../tasks/invalid.ts";
import { secretsOf } from "./rows.ts";
import { openSecret } from "./sealed.ts";

type Rights = TaskCreation["secretsAccessRights"];

const asked = (rights: Rights) => ({
  keys: rights?.bySecret.map(({ key }) => key) ?? [],
  prefixes: rights?.byPrefix.map(({ prefix }) => prefix) ?? [],
});

/** Errors: invalid, for a secret that is named and not there: better now than in a run that misses it. */
export async function checkSecrets(
  { db }: Pick<Platform, "db">,
  accountId: string,
  rights: Rights,
): Promise<void> {
  const { keys } = asked(rights);
  if (keys.length === 0) return;
  const known = new Set((await secretsOf(db, accountId, { keys, prefixes: [] })).map(({ key }) => key));
  const missing = keys.find((key) => !known.has(key));
  if (missing !== undefined)
    throw invalidTask({ secretsAccessRights: `There is no secret "${missing.slice(0, 200)}".` });
}

/** As they are now, by key. One that was deleted since, or can't be opened any more, is left out. */
export async function openedSecrets(
  platform: Pick<Platform, "db" | "settings">,
  accountId: string,
  rights: Rights,
): Promise<{ key: string; value: string }[]> {
  const wanted = asked(rights);
  if (wanted.keys.length + wanted.prefixes.length === 0) return [];
  const rows = await secretsOf(platform.db, accountId, wanted);
  return rows.flatMap(({ key, sealed }) => {
    const value = openSecret(platform, { accountId, key, sealed });
    return value === null ? [] : [{ key, value }];
  });
}
