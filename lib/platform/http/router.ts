/**
 * From a request to a verb and back: find the call in the contract's table, authenticate, check who, parse, run, answer.
 * Plain node:http: a heartbeat every second from every node goes through here.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { type AnyEndpoint, isQarnots } from "#lib/contract/endpoint.ts";
import { EVENT_STREAM_PATH } from "#lib/contract/farm/event-stream.ts";
import { api } from "#lib/contract/index.ts";
import { authenticate } from "../accounts/authenticate.ts";
import { ARCHIVE_PATH } from "../archive/ticket.ts";
import { sendArchive } from "../archive/send.ts";
import type { Actor, Ctx, Platform } from "../context.ts";
import { PlatformError } from "../errors.ts";
import type { EventFeed } from "../outbox/listen.ts";
import { checkCaller } from "./access.ts";
import { addressOf } from "./address.ts";
import { asOtherAccount } from "./other-account.ts";
import { allowOrigin, answerPreflight } from "./cors.ts";
import { errorReply, invalidInput } from "./error-reply.ts";
import { sendEvents } from "./event-stream.ts";
import { handlers } from "./handlers.ts";
import { lenient } from "./lenient-input.ts";
import { OPENAPI_PATH, openApiText } from "./openapi.ts";
import { queryOf } from "./query.ts";
import { readJson } from "./read-body.ts";
import { createRoutes, type Found, withoutVersion } from "./routes.ts";
import { WrittenAnswer } from "./written-answer.ts";

export interface RouterOptions {
  platform: Platform;
  feed: EventFeed;
  /** Origins whose pages may call from a browser, e.g. "http://localhost:3000". */
  corsOrigins: readonly string[];
  /** Parses replies too, so that tests and development notice what does not fit the contract. */
  checksReplies: boolean;
}

type Run = (ctx: Ctx, input: unknown, exchange: Exchange) => Promise<unknown>;

function tableOfRoutes() {
  const groups = Object.entries(api as Record<string, Record<string, AnyEndpoint>>);
  // Holds because `handlers` is typed over the same table: each verb takes what its endpoint's schemas parse.
  const verbs = handlers as unknown as Record<string, Record<string, Run>>;
  return groups.flatMap(([group, endpoints]) =>
    Object.entries(endpoints).map(([name, endpoint]) => {
      const handler = verbs[group]?.[name];
      if (handler === undefined) throw new Error(`No verb for ${group}.${name}.`);
      return { endpoint, handler };
    }),
  );
}

function parsed(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (!result.success) throw invalidInput(result.error);
  return result.data;
}

async function inputOf(found: Found<Run>, url: URL, request: IncomingMessage): Promise<unknown> {
  const { endpoint } = found;
  const read = (schema: z.ZodType, value: unknown) =>
    parsed(schema, isQarnots(endpoint) ? lenient(schema, value) : value);
  return {
    ...(endpoint.params && { params: paramsOf(endpoint.params, found.params) }),
    ...(endpoint.query && { query: read(endpoint.query, queryOf(url)) }),
    ...(endpoint.body && { body: await bodyOf(endpoint, endpoint.body, read, request) }),
  };
}

/** A list where one is meant keeps the manners for each. */
async function bodyOf(
  { checksItself }: AnyEndpoint,
  schema: z.ZodType,
  read: (schema: z.ZodType, value: unknown) => unknown,
  request: IncomingMessage,
): Promise<unknown> {
  const sent = (await readJson(request)) ?? {};
  if (!checksItself) return read(schema, sent);
  return Array.isArray(sent) ? sent.map((one) => lenient(schema, one)) : lenient(schema, sent);
}

/** An id that is none of ours names nothing: 404, not 400, as for any other id. */
function paramsOf(schema: z.ZodType, params: Record<string, string>): unknown {
  const result = schema.safeParse(params);
  if (!result.success) throw new PlatformError("not_found", "There is no such thing.");
  return result.data;
}

function contextOf(platform: Platform, exchange: Exchange, actor: Actor): Ctx {
  const { request, signal, requestId } = exchange;
  return { ...platform, actor, requestId, signal, address: addressOf(request) };
}

/** One request and its answer. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  requestId: string;
  /** Fires when the caller hangs up. */
  signal: AbortSignal;
}

/** Always with a Content-Length, also when it is empty: older clients read it before anything else. */
function sendText(response: ServerResponse, status: number, text: string | Buffer, media: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...(text.length > 0 && { "content-type": `${media}; charset=utf-8` }),
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

const sendJson = (response: ServerResponse, status: number, body: unknown, media = "application/json") =>
  sendText(response, status, body === undefined ? "" : JSON.stringify(body), media);

function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  const given = request.headers["x-request-id"];
  const requestId = typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  response.setHeader("x-request-id", requestId);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("cache-control", "no-store");
  // Only path and query matter; clients that send "//settings" must not be read as a host.
  const url = new URL(`http://platform.invalid${request.url?.startsWith("/") ? request.url : "/"}`);
  return { request, response, url, requestId, signal: gone.signal };
}

/** The listener of the API's HTTP server. */
export function createRouter(options: RouterOptions): (req: IncomingMessage, res: ServerResponse) => void {
  const { platform, feed } = options;
  const find = createRoutes(tableOfRoutes());

  async function actorOf(request: IncomingMessage): Promise<Actor> {
    const header = request.headers.authorization;
    if (header === undefined) return { type: "public" };
    const actor = await authenticate(platform, header);
    if (actor === null) {
      throw new PlatformError(
        "unauthorized",
        "The token is not valid: it may have expired or been revoked. Sign in again.",
      );
    }
    return actor;
  }

  async function call(found: Found<Run>, exchange: Exchange): Promise<void> {
    const { endpoint } = found;
    // A stale token must not keep anybody from signing in.
    const caller: Actor = endpoint.who.includes("public")
      ? { type: "public" }
      : await actorOf(exchange.request);
    checkCaller(caller, endpoint);
    const actor = await asOtherAccount(platform, caller, endpoint, exchange.request);
    const input = await inputOf(found, exchange.url, exchange.request);
    const answer = await found.handler(contextOf(platform, exchange, actor), input, exchange);
    if (endpoint.bytes === "out") return;
    if (answer instanceof WrittenAnswer) {
      if (options.checksReplies && answer.status === 200)
        endpoint.reply?.parse(JSON.parse(String(answer.json)));
      return sendText(exchange.response, answer.status, answer.json, "application/json");
    }
    if (options.checksReplies) endpoint.reply?.parse(answer);
    if (endpoint.media !== undefined) sendText(exchange.response, 200, String(answer), endpoint.media);
    else sendJson(exchange.response, 200, endpoint.reply === undefined ? undefined : answer);
  }

  async function answer(exchange: Exchange): Promise<void> {
    const { request, response, url } = exchange;
    // Node leaves the body of an answer to HEAD out by itself.
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    if (url.pathname === "/healthz" && method === "GET") {
      await platform.db.query("select 1");
      return sendJson(response, 200, { ok: true });
    }
    if (method === "GET" && withoutVersion(url.pathname) === EVENT_STREAM_PATH) {
      const actor = await actorOf(request);
      return sendEvents({ ctx: contextOf(platform, exchange, actor), feed, exchange });
    }
    if (method === "GET" && withoutVersion(url.pathname) === OPENAPI_PATH)
      return sendText(response, 200, openApiText(platform.settings.apiOrigin), "application/json");
    if (method === "GET" && url.pathname.startsWith(ARCHIVE_PATH))
      return sendArchive(contextOf(platform, exchange, { type: "public" }), exchange);
    const found = find(method, url.pathname);
    if (found === null) throw new PlatformError("not_found", `There is nothing at ${url.pathname}.`);
    if (found === "method")
      throw new PlatformError("not_found", `${method} is not a call of ${url.pathname}.`);
    return call(found, exchange);
  }

  return (request, response) => {
    const exchange = exchangeOf(request, response);
    allowOrigin(request, response, options.corsOrigins);
    if (request.method === "OPTIONS") return answerPreflight(response);
    answer(exchange).catch((error: unknown) => {
      if (exchange.signal.aborted && response.destroyed) return;
      const { status, body, media } = errorReply(error, exchange.requestId, platform.log);
      // What is left of a refused body would stand before the next request on this connection.
      if (!request.complete) response.setHeader("connection", "close");
      if (response.headersSent) response.destroy();
      else sendJson(response, status, body, media);
    });
  };
}
