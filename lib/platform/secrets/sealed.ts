/** A secret's value as it is stored: sealed for its account and key, so that none can be put in another's place. */
import type { Platform } from "../context.ts";
import { seal, unseal } from "../seal.ts";

type Keeper = Pick<Platform, "settings">;

const purposeOf = (accountId: string, key: string) => `secret ${accountId} ${key}`;

export const sealSecret = ({ settings }: Keeper, accountId: string, key: string, value: string): string =>
  seal(settings.secret, purposeOf(accountId, key), value);

/** Null when HEARTH_SECRET was changed since. */
export const openSecret = (
  { settings }: Keeper,
  { accountId, key, sealed }: { accountId: string; key: string; sealed: string },
): string | null => unseal(settings.secret, purposeOf(accountId, key), sealed);
