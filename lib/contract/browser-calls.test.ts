import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BROWSER_CALLS } from "./browser-calls.ts";
import type { AnyEndpoint } from "./endpoint.ts";
import { api } from "./index.ts";

const ROOT = join(import.meta.dirname, "../..");
const table = api as Record<string, Record<string, AnyEndpoint>>;

/** Every `farm.group.verb` in the code that pages run. */
function callsOfPages(): Set<string> {
  const files = ["components", "lib/queries", "lib/client/tree"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((name) =>
      join(ROOT, folder, name),
    ),
  );
  const found = new Set<string>();
  for (const file of files.filter((name) => /(?<!\.test)\.tsx?$/.test(name)))
    for (const [, group = "", verb = ""] of readFileSync(file, "utf8").matchAll(/\bfarm\.(\w+)\.(\w+)\b/g))
      if (table[group]?.[verb] !== undefined) found.add(`${group}.${verb}`);
  return found;
}

it("the browser's list says of each call what the contract says", () => {
  for (const [name, declared] of Object.entries(BROWSER_CALLS)) {
    const [group = "", verb = ""] = name.split(".");
    const endpoint = table[group]?.[verb];
    expect(declared, name).toBe(`${endpoint?.method} ${endpoint?.path}`);
  }
});

it("it has every call that pages make, and no other", () => {
  const told =
    "Pages may only make the calls of lib/contract/browser-calls.ts: add it there, or take it out.";
  expect(Object.keys(BROWSER_CALLS).toSorted(), told).toEqual([...callsOfPages()].toSorted());
});
