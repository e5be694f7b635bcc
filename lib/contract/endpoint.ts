/**
 * How one HTTP call is declared. The router, the typed client and the portal's forwarder all read this line;
 * nothing about a call is written anywhere else.
 */
import type { z } from "zod";
import type { Scope } from "#lib/domain/account.ts";

/** Who may call. `public` needs no credential; `service` is the portal itself. An admin may call what an account may. */
export type Caller = "public" | "account" | "admin" | "node" | "service";

export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/farm/v1/jobs/:jobId`; each `:name` is in `params`. A last `*name` is the rest of the path as it came, `a//b` too. */
  path: string;
  who: readonly Caller[];
  summary: string;
  /** Where the method does not tell it: a POST that only looks is `read`. See scopeOf. */
  scope?: Scope;
  params?: Params;
  query?: Query;
  body?: Body;
  /** The verb reads the body itself, as it came: it refuses in words of its own. The schema still says what it takes. */
  checksItself?: true;
  /** Absent: status 200 with an empty body, as Qarnot's actions answer. */
  reply?: Reply;
  /** Body or reply are plain bytes: the verb reads or writes them itself. Not for the portal's forwarder. */
  bytes?: "in" | "out";
  /** The reply is this text itself, not JSON of it. */
  media?: "text/plain";
}

/** Declares a call; only there to infer the types. */
export function endpoint<
  Params extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
  Body extends z.ZodType = z.ZodNever,
  Reply extends z.ZodType = z.ZodNever,
>(declared: Endpoint<Params, Query, Body, Reply>): Endpoint<Params, Query, Body, Reply> {
  return declared;
}

export type AnyEndpoint = Endpoint<z.ZodType, z.ZodType, z.ZodType, z.ZodType>;

/** Calls that only administrators may make need `admin`; of the rest, a GET needs `read` and everything else `submit`. */
export function scopeOf(declared: AnyEndpoint): Scope {
  if (declared.scope !== undefined) return declared.scope;
  if (declared.who.includes("admin") && !declared.who.includes("account")) return "admin";
  return declared.method === "GET" ? "read" : "submit";
}

/** Ours stand below /farm/v1; the others are Qarnot's, with Qarnot's manners (see lib/platform/http/lenient-input.ts). */
export const isQarnots = (declared: AnyEndpoint): boolean => !declared.path.startsWith("/farm/v1/");

type Part<Name extends string, Schema, How extends "in" | "out"> = [Schema] extends [z.ZodNever]
  ? unknown
  : Schema extends z.ZodType
    ? { [K in Name]: How extends "in" ? z.input<Schema> : z.output<Schema> }
    : unknown;

type Parts<E, How extends "in" | "out"> =
  E extends Endpoint<infer P, infer Q, infer B, z.ZodType>
    ? Part<"params", P, How> & Part<"query", Q, How> & Part<"body", B, How>
    : never;

/** What a caller hands over: `{params, query, body}`, each only where the call has it. */
export type InputOf<E> = Parts<E, "in">;
/** What a verb receives, parsed. */
export type ParsedOf<E> = Parts<E, "out">;
/** What a caller gets: the parsed reply, or void. */
export type ReplyOf<E> =
  E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R>
    ? [R] extends [z.ZodNever]
      ? void
      : z.output<R>
    : never;
/** What a verb may return for the reply, before it is parsed. */
export type AnswerOf<E> =
  E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R>
    ? [R] extends [z.ZodNever]
      ? void
      : z.input<R>
    : never;
