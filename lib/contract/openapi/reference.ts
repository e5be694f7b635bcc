/** What the reference page shows, as plain data: groups of calls with their fields and examples, and the named shapes. */
import type { z } from "zod";
import type { Scope } from "#lib/domain/account.ts";
import { type ApiCall, apiCalls, templateOf } from "./calls.ts";
import { exampleOf, type Language, LANGUAGES, variableOf } from "./examples.ts";
import { GROUPS } from "./groups.ts";
import { type FieldRow, rowsOf, typeText } from "./rows.ts";
import { createSchemaBook, type SchemaBook } from "./schemas.ts";

export interface ReferenceCall {
  id: string;
  method: string;
  path: string;
  summary: string;
  scope: Scope | null;
  isForAdmins: boolean;
  /** Names in the path, with the variable that examples read. */
  params: { name: string; variable: string }[];
  query: FieldRow[];
  bodyFields: FieldRow[];
  /** Its body or its answer is a file: for programs, not for a page. */
  isFile: boolean;
  /** JSON to begin with; null: takes none. */
  body: string | null;
  answer: { type: string; shape?: string; fields: FieldRow[] } | null;
  examples: { language: Language; text: string }[];
}

export interface ReferenceGroup {
  id: string;
  title: string;
  about: string;
  calls: ReferenceCall[];
}

export interface Reference {
  groups: ReferenceGroup[];
  shapes: { name: string; fields: FieldRow[] }[];
}

function answerOf(book: SchemaBook, reply: z.ZodType | undefined): ReferenceCall["answer"] {
  if (reply === undefined) return null;
  const schema = book.of(reply);
  return { ...typeText(schema), fields: rowsOf(schema) };
}

function describeCall(book: SchemaBook, call: ApiCall): ReferenceCall {
  const { id, endpoint, scope, isForAdmins } = call;
  const names = [...endpoint.path.matchAll(/[:*]([A-Za-z]+)/g)].map((found) => found[1] ?? "");
  const fieldsOf = (schema: z.ZodType | undefined) => (schema === undefined ? [] : rowsOf(book.of(schema)));
  const bodyShape = endpoint.body && typeText(book.of(endpoint.body));
  return {
    id,
    method: endpoint.method,
    path: templateOf(endpoint.path),
    summary: endpoint.summary,
    scope,
    isForAdmins,
    params: names.map((name) => ({ name, variable: variableOf(name) })),
    query: fieldsOf(endpoint.query),
    isFile: endpoint.bytes !== undefined,
    bodyFields:
      bodyShape?.shape !== undefined
        ? [{ name: "(the body)", ...bodyShape, isRequired: true }]
        : fieldsOf(endpoint.body),
    body: endpoint.body === undefined ? null : JSON.stringify(call.body ?? {}, null, 2),
    answer: answerOf(book, endpoint.reply),
    examples: LANGUAGES.map((language) => ({ language, text: exampleOf(call, language) })),
  };
}

export function readReference(): Reference {
  const book = createSchemaBook();
  const calls = apiCalls();
  const groups = Object.entries(GROUPS).map(([id, { title, about }]) => ({
    id,
    title,
    about,
    calls: calls.filter((call) => call.group === id).map((call) => describeCall(book, call)),
  }));
  const shapes = Object.entries(book.components)
    .map(([name, schema]) => ({ name, fields: rowsOf(schema) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return { groups: groups.filter(({ calls: own }) => own.length > 0), shapes };
}
