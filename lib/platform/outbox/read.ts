/** Reads durable events in their order. */
import { type DurableEvent, durableEvent } from "#lib/contract/events.ts";
import type { Sql } from "../db/database.ts";
import type { Cursor } from "./cursor.ts";

export interface StoredEvent {
  cursor: Cursor;
  /** Null when a row holds nothing that this version understands. */
  event: DurableEvent | null;
}

export interface EventPage {
  events: StoredEvent[];
  /**
   * Committed rows follow that can't be told yet: a transaction older than theirs still runs and may put its own before
   * them. Look again soon.
   */
  isHeldBack: boolean;
}

/**
 * Up to `limit` events after a cursor. Only rows of transactions older than every one that still runs
 * (txid < xmin of the snapshot), so that nothing can ever appear before what was read.
 */
export async function readEvents(db: Sql, after: Cursor, limit: number): Promise<EventPage> {
  const rows = await db.query<{ txid: string; id: number; body: unknown; settled: boolean }>(
    `select txid::text as txid, id, body, txid < pg_snapshot_xmin(pg_current_snapshot()) as settled
     from events where (txid, id) > ($1::text::xid8, $2::bigint) order by txid, id limit $3`,
    [after.txid, after.id, limit],
  );
  const settled = rows.filter((row) => row.settled);
  return {
    events: settled.map(({ txid, id, body }) => ({
      cursor: { txid, id },
      event: durableEvent.safeParse(body).data ?? null,
    })),
    isHeldBack: settled.length < rows.length,
  };
}
