/** Waits until a quote is as wanted, told by the event stream. */
import { watchEvents } from "#lib/client/event-stream.ts";
import type { Quote } from "#lib/contract/farm/quotes.ts";
import { CliError } from "./cli-error.ts";
import type { Connection } from "./connect.ts";
import { persist } from "./persist.ts";

export interface AwaitedQuote {
  quote: Quote;
  isThere: (quote: Quote) => boolean;
  onChange: (quote: Quote) => void;
  signal: AbortSignal;
}

/** Errors: CliError when it was given up meanwhile or the events end. */
export async function awaitQuote(connection: Connection, wanted: AwaitedQuote): Promise<Quote> {
  const { isThere, onChange } = wanted;
  if (isThere(wanted.quote)) return wanted.quote;
  const { id, accountId } = wanted.quote;
  const stop = new AbortController();
  const signal = AbortSignal.any([wanted.signal, stop.signal]);
  const look = () => persist(() => connection.farm.quotes.get({ params: { quoteId: id }, signal }), signal);
  try {
    const { baseUrl, credential } = connection;
    const topics = [`account:${accountId}`] as const;
    for await (const message of watchEvents({ baseUrl, credential, topics, signal })) {
      if (message.type === "lost") continue;
      if (
        message.type === "event" &&
        (message.event.type !== "quote.changed" || message.event.quoteId !== id)
      )
        continue;
      const quote = await look();
      onChange(quote);
      if (isThere(quote)) return quote;
    }
  } finally {
    stop.abort();
  }
  wanted.signal.throwIfAborted();
  throw new CliError("The farm's events ended before the price was known. Try again.");
}
