/**
 * GET /farm/v1/events: everything that happens under the asked topics, as text/event-stream, resumable by id.
 * Subscribes first and answers `ready` then, so nothing falls between. A reader that cannot keep up is dropped: it comes
 * back and goes on where it was.
 */
import { type StreamedEvent, type Topic, topicsOf } from "#lib/contract/events.ts";
import { eventStreamQuery } from "#lib/contract/farm/event-stream.ts";
import { authenticate } from "../accounts/authenticate.ts";
import type { Ctx } from "../context.ts";
import { PlatformError } from "../errors.ts";
import type { EventFeed } from "../outbox/listen.ts";
import { invalidInput } from "./error-reply.ts";
import type { Exchange } from "./router.ts";
import { checkTopic } from "./topics.ts";

/** Below every proxy's patience; the client calls 40 s of silence a dead line. Units: milliseconds. */
const COMMENT_MS = 15_000;
/** What may wait in memory for one reader. Units: bytes. */
const MOST_WAITING = 4 * 1024 ** 2;

/** Shape: ("12", "ready", "12") → "id: 12\nevent: ready\ndata: 12\n\n" */
export function sseMessage(id: string | null, type: string | null, data: string): string {
  return `${id === null ? "" : `id: ${id}\n`}${type === null ? "" : `event: ${type}\n`}data: ${data}\n\n`;
}

function topicsAsked(ctx: Ctx, asked: readonly Topic[]): ReadonlySet<Topic> | "everything" {
  if (asked.length > 0) return new Set(asked);
  if (ctx.actor.type === "service") return "everything";
  throw new PlatformError("invalid", "Name the topics to watch.", { topics: "Name at least one topic." });
}

export async function sendEvents(given: { ctx: Ctx; feed: EventFeed; exchange: Exchange }): Promise<void> {
  const { ctx, feed, exchange } = given;
  const { request, response, url } = exchange;
  const query = eventStreamQuery.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) throw invalidInput(query.error);
  const lastEventId = request.headers["last-event-id"];
  const after =
    query.data.after ??
    (typeof lastEventId === "string" && /^\d+$/.test(lastEventId) ? lastEventId : undefined);
  const topics = topicsAsked(ctx, query.data.topics);
  for (const topic of query.data.topics) await checkTopic(ctx, topic);

  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" });
  response.flushHeaders();
  const write = (text: string) => {
    response.write(text);
    if (response.writableLength > MOST_WAITING) {
      ctx.log.warn("events.reader_dropped", { requestId: ctx.requestId });
      response.destroy();
    }
  };
  const isAsked = (event: StreamedEvent["event"]) =>
    topics === "everything" || topicsOf(event).some((topic) => topics.has(topic));
  const endsThis = (event: StreamedEvent["event"]) =>
    event.type === "sessions.ended" &&
    ctx.actor.type === "account" &&
    event.accountId === ctx.actor.accountId;
  const tell = ({ id, event }: StreamedEvent) => {
    if (response.destroyed) return;
    if (isAsked(event)) write(sseMessage(id, null, JSON.stringify(event)));
    if (endsThis(event)) response.end();
  };
  // A token that was revoked ends its streams too, at once.
  const stopChecking = ctx.credentials.onForget(() => {
    authenticate(ctx, request.headers.authorization)
      .then((actor) => {
        if (actor === null && ctx.actor.type !== "public") response.end();
      })
      .catch((error: unknown) => ctx.log.warn("events.check_failed", { error }));
  });
  const beat = setInterval(() => write(": still here\n\n"), COMMENT_MS);
  beat.unref();
  const closed = new Promise<void>((resolve) => {
    if (response.destroyed) resolve();
    response.on("close", resolve);
  });
  try {
    const subscription = await feed.subscribe(tell, after);
    try {
      if (subscription.isReset) write(sseMessage(null, "reset", "fetch again"));
      write(sseMessage(subscription.readyAt, "ready", subscription.readyAt));
      await closed;
    } finally {
      subscription.stop();
    }
  } finally {
    clearInterval(beat);
    stopChecking();
    response.end();
  }
}
