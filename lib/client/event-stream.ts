/**
 * Reads the platform's event stream and keeps it alive: reconnects with the last id seen, says when it had to.
 * Used by the gateway (everything), the agent (its node) and `hearth render` (one job).
 */
import { type FarmEvent, farmEvent, type Topic } from "#lib/contract/events.ts";
import { EVENT_STREAM_PATH } from "#lib/contract/farm/event-stream.ts";
import { pause } from "#lib/time.ts";

export interface EventStreamOptions {
  baseUrl: string;
  credential: string;
  /** Empty: everything, for the portal's own credential. */
  topics: readonly Topic[];
  signal: AbortSignal;
  fetch?: typeof globalThis.fetch;
}

/**
 * `ready`: nothing that happens from here on is missed (first connection: fetch what you show now).
 * `reset`: something may have been missed; fetch again. `lost`: the connection is gone and being tried again.
 */
export type StreamMessage =
  | { type: "event"; event: FarmEvent }
  | { type: "ready" }
  | { type: "reset" }
  | { type: "lost" };

/** Silence that means a dead connection: the platform writes at least every 15 s. Units: milliseconds. */
const SILENCE_MS = 40_000;
const RETRY_MS = [100, 250, 500, 1000, 2000, 5000];

interface SseMessage {
  id: string | null;
  type: string;
  data: string;
}

/** Cuts a text/event-stream into messages. Source: WHATWG HTML, server-sent events. */
export function createSseParser(): (chunk: string) => SseMessage[] {
  let rest = "";
  return (chunk) => {
    rest += chunk;
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.flatMap((block) => {
      const message: SseMessage = { id: null, type: "message", data: "" };
      for (const line of block.split("\n")) {
        const colon = line.indexOf(":");
        if (colon <= 0) continue;
        const value = line.slice(colon + 1).replace(/^ /, "");
        const field = line.slice(0, colon);
        if (field === "id") message.id = value;
        else if (field === "event") message.type = value;
        else if (field === "data") message.data += (message.data === "" ? "" : "\n") + value;
      }
      return message.data === "" && message.type === "message" ? [] : [message];
    });
  };
}

async function* readOnce(options: EventStreamOptions, after: string | null): AsyncGenerator<SseMessage> {
  const query = new URLSearchParams();
  if (options.topics.length > 0) query.set("topics", options.topics.join(","));
  if (after !== null) query.set("after", after);
  const silence = new AbortController();
  const signal = AbortSignal.any([options.signal, silence.signal]);
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const doFetch = options.fetch ?? globalThis.fetch;
    const response = await doFetch(`${options.baseUrl.replace(/\/+$/, "")}${EVENT_STREAM_PATH}?${query}`, {
      headers: { authorization: options.credential, accept: "text/event-stream" },
      signal,
    });
    if (!response.ok || response.body === null)
      throw new Error(`The event stream answered ${response.status}.`);
    const parse = createSseParser();
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      yield* parse(chunk);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** An event that this version can't read (the farm is newer) is a gap like any other: told as `reset`, then passed by. */
function readMessage(data: string): StreamMessage {
  try {
    return { type: "event", event: farmEvent.parse(JSON.parse(data)) };
  } catch {
    return { type: "reset" };
  }
}

/** Never throws while the signal lives: a refused or lost connection is told as `lost` and tried again. */
export async function* watchEvents(options: EventStreamOptions): AsyncGenerator<StreamMessage> {
  let after: string | null = null;
  let failures = 0;
  while (!options.signal.aborted) {
    try {
      for await (const message of readOnce(options, after)) {
        failures = 0;
        if (message.id !== null) after = message.id;
        if (message.type === "ready" || message.type === "reset") yield { type: message.type };
        else if (message.type === "message") yield readMessage(message.data);
      }
    } catch {
      // Refused, cut or silent: all told as `lost` below.
    }
    if (options.signal.aborted) return;
    yield { type: "lost" };
    await pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 5000, options.signal);
    failures += 1;
  }
}
