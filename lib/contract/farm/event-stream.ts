/** The event stream's address; its messages are in ../events.ts. Not in the endpoint table because it never ends. */
import { z } from "zod";
import { topic } from "../events.ts";

export const EVENT_STREAM_PATH = "/farm/v1/events";

/**
 * `topics`: comma-separated; the portal's own credential may ask for none and gets everything.
 * `after`: id of the last durable event seen; absent: from now on. `Last-Event-ID` means the same.
 * A comment line comes every 15 s so that a dead connection is noticed.
 * A first message `event: ready` with the current id tells that nothing after it will be missed.
 * A message `event: reset` tells that `after` is older than what is kept: fetch what you show again.
 */
export const eventStreamQuery = z.object({
  topics: z
    .string()
    .default("")
    .transform((text) => text.split(",").filter((t) => t !== ""))
    .pipe(z.array(topic).max(200)),
  after: z.string().regex(/^\d+$/).optional(),
});
