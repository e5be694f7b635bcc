/** The calls that people and their scripts make, in the order of the reference. Pure. */
import type { Scope } from "#lib/domain/account.ts";
import { type AnyEndpoint, scopeOf } from "../endpoint.ts";
import { api } from "../index.ts";
import { BODIES } from "./bodies.ts";
import { GROUPS } from "./groups.ts";

export interface ApiCall {
  /** Shape: "tasks.submit" */
  id: string;
  group: string;
  endpoint: AnyEndpoint;
  /** Null: needs no token. */
  scope: Scope | null;
  isForAdmins: boolean;
  /** A body that is right, for readers to start from. */
  body?: unknown;
}

const isForPeople = ({ who }: AnyEndpoint): boolean =>
  who.some((caller) => caller === "account" || caller === "admin" || caller === "public");

/** Shape: "/pools/:pool" → "/pools/{pool}" */
export const templateOf = (path: string): string => path.replace(/[:*]([A-Za-z]+)/g, "{$1}");

export function apiCalls(): ApiCall[] {
  const groups = Object.entries(api as Record<string, Record<string, AnyEndpoint>>);
  const order = Object.keys(GROUPS);
  return groups
    .filter(([group]) => order.includes(group))
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .flatMap(([group, endpoints]) =>
      Object.entries(endpoints)
        .filter(([, endpoint]) => isForPeople(endpoint))
        .map(([verb, endpoint]) => {
          const id = `${group}.${verb}`;
          return {
            id,
            group,
            endpoint,
            scope: endpoint.who.includes("public") ? null : scopeOf(endpoint),
            isForAdmins: !endpoint.who.includes("account") && !endpoint.who.includes("public"),
            ...(id in BODIES && { body: BODIES[id] }),
          };
        }),
    );
}
