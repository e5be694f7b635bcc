/** The document that says what the API is: right by the standard, whole, and with examples that are what they show. */
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { apiCalls } from "./calls.ts";
import type { AnyEndpoint } from "../endpoint.ts";
import { api } from "../index.ts";
import { openApiDocument } from "./document.ts";
import { ELSEWHERE, GROUPS } from "./groups.ts";

const document = openApiDocument({ server: "http://localhost:3001" });
const text = JSON.stringify(document);

it("is an OpenAPI 3.1 document by the standard's own schema", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

it("would not pass with a mistake in it", async () => {
  const broken = structuredClone(document);
  Object.assign(broken, { paths: { "no-slash": { get: { responses: 7 } } } });
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

it("refers only to what it holds", () => {
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((found) => found[1] ?? "");
  expect(references.length).toBeGreaterThan(50);
  for (const reference of new Set(references)) {
    const found = reference
      .split("/")
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
    expect(found, reference).toBeDefined();
  }
});

it("has every call that people make, each under its own name, and none that is for nodes", () => {
  const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map((found) => found[1]);
  expect(new Set(ids)).toEqual(new Set(apiCalls().map(({ id }) => id)));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain("tasks.submit");
  expect(ids).not.toContain("leases.acquire");
});

it("leaves no group of people's calls out without saying where it is told", () => {
  const told = new Set<string>([...Object.keys(GROUPS), ...ELSEWHERE]);
  const forPeople = Object.entries(api as Record<string, Record<string, AnyEndpoint>>)
    .filter(([, calls]) =>
      Object.values(calls).some(({ who }) => who.includes("account") || who.includes("admin")),
    )
    .map(([group]) => group);
  expect(forPeople.filter((group) => !told.has(group))).toEqual([]);
});

describe("an example of a body is right", () => {
  const withBodies = apiCalls().flatMap(({ id, endpoint, body }) =>
    body === undefined ? [] : [{ id, schema: endpoint.body, body }],
  );
  it.each(withBodies)("$id", ({ schema, body }) => {
    const read = schema?.safeParse(body);
    expect(read?.error?.issues).toBeUndefined();
    expect(read?.success).toBe(true);
  });
});

it("every call that refuses an empty body has an example of a right one", () => {
  const lacking = apiCalls()
    .filter(({ endpoint, body }) => body === undefined && endpoint.body?.safeParse({}).success === false)
    .map(({ id }) => id);
  expect(lacking).toEqual([]);
});

it("every call's parameters in its path are in its document", () => {
  const { paths } = document as {
    paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>;
  };
  for (const [path, methods] of Object.entries(paths))
    for (const { parameters } of Object.values(methods)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
      const told = parameters.filter((p) => p.in === "path").map((p) => p.name);
      expect(new Set(told)).toEqual(new Set(named));
    }
});
