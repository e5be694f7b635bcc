/** Accounts, API tokens and the ledger. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import { keys } from "./keys.ts";

const LEDGER_PAGE = 100;

export const meQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.me, queryFn: ({ signal }) => farm.accounts.me({ signal }) });

export const accountsQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.accounts, queryFn: ({ signal }) => farm.accounts.list({ signal }) });

export const tokensQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.tokens, queryFn: ({ signal }) => farm.tokens.list({ signal }) });

/** Newest first; the next page begins before the last id seen. */
export const ledgerQuery = (farm: Farm) =>
  infiniteQueryOptions({
    queryKey: keys.ledger,
    queryFn: ({ signal, pageParam }) =>
      farm.credits.entries({ query: { before: pageParam, limit: LEDGER_PAGE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < LEDGER_PAGE ? undefined : page.at(-1)?.id),
  });
