/** The contract's table as routes: finds the call for a method and a path. Pure. */
import type { AnyEndpoint } from "#lib/contract/endpoint.ts";

export interface Route<Handler> {
  endpoint: AnyEndpoint;
  handler: Handler;
}
export interface Found<Handler> extends Route<Handler> {
  params: Record<string, string>;
}

/** Qarnot's newer clients call /v1/tasks, older ones /tasks. */
export const withoutVersion = (path: string): string => path.replace(/^\/v\d+(?=\/|$)/, "") || "/";

const isParam = (segment: string) => segment.startsWith(":");

/** Literal segments win over parameters: /farm/v1/projects/sample is no project's id. */
function literalsFirst(a: { segments: string[] }, b: { segments: string[] }): number {
  for (const [i, segment] of a.segments.entries()) {
    const difference = Number(isParam(segment)) - Number(isParam(b.segments[i] ?? ""));
    if (difference !== 0) return difference;
  }
  return 0;
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/** Answers a function from method and path (no query) to the route; "method" when only the method is wrong. */
export function createRoutes<Handler>(routes: readonly Route<Handler>[]) {
  const byLength = Map.groupBy(
    routes
      .map((route) => ({ route, segments: route.endpoint.path.split("/").slice(1) }))
      .sort((a, b) => a.segments.length - b.segments.length || literalsFirst(a, b)),
    (r) => r.segments.length,
  );
  return (method: string, path: string): Found<Handler> | "method" | null => {
    const asked = withoutVersion(path).split("/").slice(1);
    let wrongMethod = false;
    for (const { route, segments } of byLength.get(asked.length) ?? []) {
      if (!segments.every((s, i) => (isParam(s) ? asked[i] !== "" : s === asked[i]))) continue;
      if (route.endpoint.method !== method) {
        wrongMethod = true;
        continue;
      }
      const params: Record<string, string> = {};
      for (const [i, s] of segments.entries())
        if (isParam(s)) params[s.slice(1)] = decoded(asked[i] ?? "") ?? "";
      return { ...route, params };
    }
    return wrongMethod ? "method" : null;
  };
}
