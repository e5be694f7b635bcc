/** The contract's table as routes: finds the call for a method and a path. Pure. */
import type { AnyEndpoint } from "#lib/contract/endpoint.ts";

export interface Route<Handler> {
  endpoint: AnyEndpoint;
  handler: Handler;
}
export interface Found<Handler> extends Route<Handler> {
  params: Record<string, string>;
}

/** Qarnot's newer clients call /v1/tasks, older ones /tasks; configured addresses that end in "/" make //tasks of it. */
export const withoutVersion = (path: string): string =>
  path.replace(/^\/+/, "/").replace(/^\/v\d+(?=\/|$)/, "") || "/";

/** Shape: "/v1//tasks/" → ["tasks"]: empty segments say nothing, except in the rest of a path that ends in `*`. */
const segmentsOf = (path: string): string[] => path.split("/").filter((segment) => segment !== "");

const isParam = (segment: string) => segment.startsWith(":");

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

interface Compiled<Handler> {
  route: Route<Handler>;
  /** Literals in lower case: Qarnot's server does not tell /Carbon from /carbon. */
  segments: string[];
  /** Name of the parameter that takes the rest. */
  rest: string | null;
}

function compile<Handler>(route: Route<Handler>): Compiled<Handler> {
  const all = segmentsOf(route.endpoint.path);
  const last = all.at(-1);
  const rest = last?.startsWith("*") === true ? last.slice(1) : null;
  const own = rest === null ? all : all.slice(0, -1);
  return { route, segments: own.map((s) => (isParam(s) ? s : s.toLowerCase())), rest };
}

/** Whole paths win over rests, literal segments over parameters: /farm/v1/projects/sample is no project's id. */
function moreParticularFirst(a: Compiled<unknown>, b: Compiled<unknown>): number {
  if ((a.rest === null) !== (b.rest === null)) return a.rest === null ? -1 : 1;
  if (a.segments.length !== b.segments.length) return b.segments.length - a.segments.length;
  for (const [i, segment] of a.segments.entries()) {
    const difference = Number(isParam(segment)) - Number(isParam(b.segments[i] ?? ""));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What stands after the first `count` segments and one slash, untouched: ("/a//b/c/", 1) → "/b/c/" */
function restAfter(path: string, count: number): string {
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    while (path[at] === "/") at += 1;
    while (at < path.length && path[at] !== "/") at += 1;
  }
  return path.slice(at + 1);
}

function paramsOf(
  { segments, rest }: Compiled<unknown>,
  asked: string[],
  path: string,
): Record<string, string> | null {
  if (rest === null ? asked.length !== segments.length : asked.length < segments.length) return null;
  const params: Record<string, string> = {};
  for (const [i, segment] of segments.entries()) {
    const given = asked[i] ?? "";
    if (isParam(segment)) params[segment.slice(1)] = decoded(given) ?? "";
    else if (given.toLowerCase() !== segment) return null;
  }
  if (rest === null) return params;
  return { ...params, [rest]: decoded(restAfter(path, segments.length)) ?? "" };
}

/** Answers a function from method and path (no query) to the route; "method" when only the method is wrong. */
export function createRoutes<Handler>(routes: readonly Route<Handler>[]) {
  const compiled = routes.map(compile).sort(moreParticularFirst);
  return (method: string, rawPath: string): Found<Handler> | "method" | null => {
    const path = withoutVersion(rawPath);
    const asked = segmentsOf(path);
    let wrongMethod = false;
    for (const one of compiled) {
      const params = paramsOf(one, asked, path);
      if (params === null) continue;
      if (one.route.endpoint.method === method) return { ...one.route, params };
      wrongMethod = true;
    }
    return wrongMethod ? "method" : null;
  };
}
