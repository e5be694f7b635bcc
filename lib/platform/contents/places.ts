/** Where an account's contents and packs lie. Neither is a bucket of the account's: nobody changes what is stored by its hash. */
import type { AccountId } from "#lib/domain/ids.ts";

export const contentFolderOf = (accountId: AccountId): string => `content-${accountId}`;
export const packFolderOf = (accountId: AccountId): string => `packs-${accountId}`;
