/** Writes a durable event with the change it tells of: both commit or neither. */
import type { DurableEvent } from "#lib/contract/events.ts";
import type { Transaction } from "../db/database.ts";

/** Readers are woken on this channel when the event's transaction commits; they read rows, the payload is empty. */
export const EVENTS_CHANNEL = "hearth_events";

export async function appendEvent(tx: Transaction, event: DurableEvent): Promise<void> {
  await tx.query(
    "with appended as (insert into events (body) values ($1) returning id) select pg_notify($2, '') from appended",
    [event, EVENTS_CHANNEL],
  );
}
