/** Writes durable events with the change they tell of: all commit or none. */
import type { DurableEvent } from "#lib/contract/events.ts";
import type { Transaction } from "../db/database.ts";

/** Readers are woken on this channel when the event's transaction commits; they read rows, the payload is empty. */
export const EVENTS_CHANNEL = "hearth_events";

/** Several events in their order, by one statement: a frame's end tells of frame, job and credits at once. */
export async function appendEvents(tx: Transaction, events: readonly DurableEvent[]): Promise<void> {
  await tx.query(
    `with appended as (
       insert into events (body)
       select told.body from jsonb_array_elements($1::jsonb) with ordinality as told (body, place) order by told.place
       returning id
     ), woken as (select count(*) from appended)
     select pg_notify($2, '') from woken`,
    [JSON.stringify(events), EVENTS_CHANNEL],
  );
}

export const appendEvent = (tx: Transaction, event: DurableEvent): Promise<void> => appendEvents(tx, [event]);
