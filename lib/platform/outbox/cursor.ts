/**
 * A place in the stream of durable events. Rows are ordered by (txid, id), because ids alone commit out of order: a
 * reader that had seen 6 would never look for the 5 that committed later. An event's public id is its row's id; to go on
 * after it, the row is looked up for its txid. So a client keeps one number, and that number need not grow.
 */
import type { Sql } from "../db/database.ts";

export interface Cursor {
  /** Digits of an xid8. */
  txid: string;
  id: number;
}

/** Before everything. Its public id is "0". */
export const BEGINNING: Cursor = { txid: "0", id: 0 };

export function isAfter(a: Cursor, b: Cursor): boolean {
  const [first, second] = [BigInt(a.txid), BigInt(b.txid)];
  return first === second ? a.id > b.id : first > second;
}

/** Where pruning has got to, so that "0" is refused once something is gone. See ./prune.ts. */
export const PRUNED_SETTING = "events.pruned";

/** Null when what came after that event is no longer all kept: the client must fetch again. `after`: digits. */
export async function cursorOf(db: Sql, after: string): Promise<Cursor | null> {
  if (/^0+$/.test(after)) {
    const pruned = await db.query("select 1 from settings where name = $1", [PRUNED_SETTING]);
    return pruned.length === 0 ? BEGINNING : null;
  }
  // Text compares as numeric, so that 30 digits from a stranger are an unknown id and no error.
  const [row] = await db.query<{ txid: string; id: number }>(
    "select txid::text as txid, id from events where id = (case when $1::numeric < 9e18 then $1::numeric end)::bigint",
    [after],
  );
  return row ?? null;
}

/** The newest event that every reader can see by now. */
export async function currentCursor(db: Sql): Promise<Cursor> {
  const [row] = await db.query<Cursor>(
    `select txid::text as txid, id from events where txid < pg_snapshot_xmin(pg_current_snapshot())
     order by txid desc, id desc limit 1`,
  );
  return row ?? BEGINNING;
}

/** Its public id, as the event stream names it; "0" before the first event. */
export async function currentEventId(db: Sql): Promise<string> {
  return String((await currentCursor(db)).id);
}
