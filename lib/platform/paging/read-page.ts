/**
 * A page of any noun that an account has. A page begins after the last row of the one before, by the value that sorts and
 * the id: so pages stay right while rows are added, and a late page costs what the first does.
 */
import { z } from "zod";
import type { Filter, PageRequest } from "#lib/contract/qarnot/paging.ts";
import type { Sql } from "../db/database.ts";
import { isBadPattern } from "../db/errors.ts";
import { InputProblem } from "../errors.ts";
import { type Filterable, filterSql } from "./filter-sql.ts";

/** Where rows of a noun come from and what they can be sorted by. Its SQL is written by us, never by a request. */
export interface Listing extends Filterable {
  columns: string;
  /** Shape: "pools p" */
  from: string;
  /** The same without what only its columns need, so that sorting and counting are cheap. */
  narrowFrom?: string;
  /** Shape: "p.id" */
  id: string;
  /** Which rows there are, with the account as $1. Shape: "p.account_id = $1 and p.deleted_at is null" */
  where: string;
  /** By their names on the wire, in lower case; texts sort the same everywhere with collate "C". */
  sorts: Readonly<Record<string, { sql: string; cast: string }>>;
}

export interface Page<Row> {
  rows: Row[];
  /** Of all pages. */
  total: number;
  isTruncated: boolean;
  nextToken: string | null;
}

/** What the plain lists and searches answer: older clients know no pages. More is read by pages. */
export const MOST_LISTED = 1000;

/** A page request for "all that fits" of a filter. */
export const onePage = (filter: Filter | null | undefined, maximumResults = MOST_LISTED): PageRequest => ({
  filter,
  maximumResults,
  token: null,
  orderBy: null,
  orderType: null,
});

/** Things with any of the tags; all without. Shape: "a" or ["a", "b"], as a query string gives them. */
export function tagged(tags: string | readonly string[] | undefined): Filter | null {
  const values = tags === undefined ? [] : [tags].flat();
  return values.length === 0 ? null : { operator: "In", field: "Tags", values: [...values] };
}

function sortOf({ sorts, noun }: Listing, orderBy: string | null | undefined) {
  const name = (orderBy ?? "creationDate").toLowerCase();
  const sort = Object.hasOwn(sorts, name) ? sorts[name] : undefined;
  if (sort !== undefined) return { name, ...sort };
  throw new InputProblem({ orderBy: `${noun} are sorted by ${Object.keys(sorts).join(", ")}.` });
}

/** Where the next page begins: order, direction, the last value and id. Opaque to clients, and bound to its order. */
const place = z.tuple([z.string(), z.boolean(), z.string(), z.uuid()]);
type Place = z.infer<typeof place>;

const tokenOf = (at: Place): string => Buffer.from(JSON.stringify(at)).toString("base64url");

function placeOf(token: string | null | undefined, sort: string, isDescending: boolean): Place | null {
  if (!token) return null;
  let value: unknown = null;
  try {
    value = JSON.parse(Buffer.from(token, "base64url").toString());
  } catch {
    // Told below, as for any other text.
  }
  const read = place.safeParse(value);
  if (!read.success || read.data[0] !== sort || read.data[1] !== isDescending)
    throw new InputProblem({ token: "This token is not of a page in this order. Begin without one." });
  return read.data;
}

async function countAll(
  sql: Sql,
  listing: Listing,
  accountId: string,
  filter: Filter | null | undefined,
): Promise<number> {
  const { sql: condition, params } = filterSql(listing, filter, 2);
  const [count] = await sql.query<{ total: number }>(
    `select count(*)::int as total from ${listing.narrowFrom ?? listing.from} where ${listing.where} and (${condition})`,
    [accountId, ...params],
  );
  return count?.total ?? 0;
}

/** Parameters before the filter's: account, limit, last value, last id. */
const FIRST_FILTER_PARAM = 5;

/** Errors: InputProblem for a filter, order or token that means nothing. */
export async function readPage<Row extends { id: string }>(
  sql: Sql,
  listing: Listing,
  accountId: string,
  request: PageRequest,
): Promise<Page<Row>> {
  const sort = sortOf(listing, request.orderBy);
  const isDescending = /^desc/i.test(request.orderType ?? "desc");
  const [sign, order] = isDescending ? ["<", "desc"] : [">", "asc"];
  const [, , value = null, id = null] = placeOf(request.token, sort.name, isDescending) ?? [];
  const limit = request.maximumResults;
  const condition = filterSql(listing, request.filter, FIRST_FILTER_PARAM);
  const hits = `select ${listing.id} as id, ${sort.sql} as value from ${listing.narrowFrom ?? listing.from}
    where ${listing.where} and (${condition.sql})`;
  const [first, from, counted] = request.filter
    ? [`hits as materialized (${hits}), `, "hits", ", (select count(*) from hits)::int as total"]
    : ["", `(${hits}) hits`, ""];
  try {
    const rows = await sql.query<Row & { sortValue: string; total?: number }>(
      // Sorted without what is shown: ten thousand whole rows would be carried through the sort for twenty. With a filter
      // all rows are looked at, so they are counted on the way; without one an index has the page, and another the count.
      `with ${first}page as materialized (
         select id, value from ${from}
         where $4::uuid is null or (value, id) ${sign} ($3::${sort.cast}, $4::uuid)
         order by value ${order}, id ${order} limit $2
       )
       select ${listing.columns}, page.value::text as "sortValue"${counted}
       from ${listing.from} join page on page.id = ${listing.id}
       order by page.value ${order}, page.id ${order}`,
      [accountId, limit + 1, value, id, ...condition.params],
    );
    const total = rows[0]?.total ?? (await countAll(sql, listing, accountId, request.filter));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const isTruncated = rows.length > limit && last !== undefined;
    return {
      rows: shown,
      total,
      isTruncated,
      nextToken: isTruncated ? tokenOf([sort.name, isDescending, last.sortValue, last.id]) : null,
    };
  } catch (error) {
    if (!isBadPattern(error)) throw error;
    throw new InputProblem({ filter: "A Like holds an expression that can't be read." });
  }
}
