/** Quotes, kept fresh by their events. */
import { queryOptions, skipToken } from "@tanstack/react-query";
import type { Farm } from "#lib/client/index.ts";
import type { JobId } from "#lib/domain/ids.ts";
import { keys } from "./keys.ts";

/** Null: none was asked for yet. */
export const quoteQuery = (farm: Farm, quoteId: JobId | null) =>
  queryOptions({
    queryKey: quoteId === null ? ["quote", "none"] : keys.quote(quoteId),
    queryFn: quoteId === null ? skipToken : ({ signal }) => farm.quotes.get({ params: { quoteId }, signal }),
  });

/** Jobs that are to start by themselves and have not. */
export const startsQuery = (farm: Farm) =>
  queryOptions({ queryKey: keys.quotes, queryFn: ({ signal }) => farm.quotes.starts({ signal }) });
