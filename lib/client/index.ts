/**
 * The typed caller of the platform: `farm.jobs.get({params: {jobId}})`. One function for each line of the contract.
 */
import type { AnyEndpoint, InputOf, ReplyOf } from "#lib/contract/endpoint.ts";
import { type Api, api } from "#lib/contract/index.ts";
import { type Remote, remote } from "#lib/contract/qarnot/remote.ts";
import { call } from "./call.ts";
import type { CallInput, CallOptions } from "./send.ts";

export { FarmError } from "./farm-error.ts";

type Caller<E> =
  unknown extends InputOf<E>
    ? (input?: { signal?: AbortSignal }) => Promise<ReplyOf<E>>
    : (input: InputOf<E> & { signal?: AbortSignal }) => Promise<ReplyOf<E>>;

type Table = Record<string, Record<string, AnyEndpoint>>;
type CallerOf<T extends Table> = {
  [Group in keyof T]: { [Verb in keyof T[Group]]: Caller<T[Group][Verb]> };
};
export type Farm = CallerOf<Api>;
/** Somebody else's platform, as a bridge sees it. */
export type RemoteFarm = CallerOf<Remote>;

export interface FarmOptions {
  baseUrl: string;
  credential?: string | null;
  fetch?: typeof globalThis.fetch;
  headers?: Record<string, string>;
}

function callerOf<T extends Table>(table: T, options: FarmOptions): CallerOf<T> {
  const callOptions: CallOptions = {
    baseUrl: options.baseUrl.replace(/\/+$/, ""),
    credential: options.credential ?? null,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    headers: options.headers,
  };
  const groups = Object.entries(table).map(([group, verbs]) => [
    group,
    Object.fromEntries(
      Object.entries(verbs).map(([verb, declared]) => [
        verb,
        (input?: CallInput) => call(declared, callOptions, input),
      ]),
    ),
  ]);
  // Holds because both sides are built from the same table: each verb's types come from the endpoint called here.
  return Object.fromEntries(groups) as CallerOf<T>;
}

/** Shape: createFarm({baseUrl: "http://127.0.0.1:3001", credential}) → farm.projects.list(), farm.jobs.get({params}) … */
export const createFarm = (options: FarmOptions): Farm => callerOf<Api>(api, options);

export const createRemoteFarm = (options: FarmOptions): RemoteFarm => callerOf<Remote>(remote, options);
