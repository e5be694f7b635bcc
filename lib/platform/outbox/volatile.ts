/**
 * Tells a volatile event to every platform on the database. Nothing is stored and nothing synced: on PGlite it stays in
 * the process, on PostgreSQL a transaction that only notifies is not flushed.
 */
import type { VolatileEvent } from "#lib/contract/events.ts";
import type { Database } from "../db/database.ts";

export const VOLATILE_CHANNEL = "hearth_volatile";

/** PostgreSQL takes payloads below 8,000 bytes. */
const MAX_BYTES = 7999;

/** An event too large to tell and impossible to split. */
export class VolatileEventTooLarge extends Error {
  readonly code = "volatile_too_large";
  constructor(type: string, bytes: number) {
    super(`The ${type} event has ${bytes} bytes; ${MAX_BYTES} can be told.`);
    this.name = "VolatileEventTooLarge";
  }
}

/** Errors: VolatileEventTooLarge. A large `frame.progress` goes in several. */
export async function publishVolatile(db: Database, event: VolatileEvent): Promise<void> {
  for (const payload of payloadsOf(event)) await db.notify(VOLATILE_CHANNEL, payload);
}

function payloadsOf(event: VolatileEvent): string[] {
  const payload = JSON.stringify(event);
  const bytes = Buffer.byteLength(payload);
  if (bytes <= MAX_BYTES) return [payload];
  if (event.type !== "frame.progress" || event.frames.length < 2)
    throw new VolatileEventTooLarge(event.type, bytes);
  const middle = event.frames.length >> 1;
  return [
    ...payloadsOf({ ...event, frames: event.frames.slice(0, middle) }),
    ...payloadsOf({ ...event, frames: event.frames.slice(middle) }),
  ];
}
