/**
 * The OpenAPI 3.1 document, made from the table that router and clients read. Served at GET /openapi.json, written by
 * scripts/contract-to-openapi.ts, read by the reference page. Pure.
 */
import type { z } from "zod";
import { errorBody, problemBody } from "../errors.ts";
import { type ApiCall, apiCalls, templateOf } from "./calls.ts";
import { GROUPS } from "./groups.ts";
import { createSchemaBook, type JsonSchema, type SchemaBook } from "./schemas.ts";

export interface DocumentOptions {
  /** Origin of the API, e.g. "http://localhost:3001". */
  server: string;
}

/** Of the wire: it grows with what is added, and the first number with what breaks. */
const API_VERSION = "1.0.0";

const json = (schema: JsonSchema, example?: unknown) => ({
  "application/json": { schema, ...(example !== undefined && { example }) },
});

/** Shape: an object schema's properties as parameters; those of a path are always required. */
function parametersOf(book: SchemaBook, where: "path" | "query", schema: z.ZodType | undefined): unknown[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = book.of(schema) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...shape }]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: shape,
    ...(description !== undefined && { description }),
  }));
}

function refusalsOf({ endpoint, scope, isForAdmins }: ApiCall): Record<string, { $ref: string }> {
  const refused = (name: string) => ({ $ref: `#/components/responses/${name}` });
  return {
    ...((endpoint.body ?? endpoint.query) && { "400": refused("Invalid") }),
    ...(scope !== null && { "401": refused("Unauthorized") }),
    ...(scope !== null && (scope !== "read" || isForAdmins) && { "403": refused("Forbidden") }),
    ...(endpoint.params && { "404": refused("NotFound") }),
  };
}

function operationOf(book: SchemaBook, call: ApiCall): JsonSchema {
  const { endpoint, scope } = call;
  const text = endpoint.media === "text/plain";
  const reply = endpoint.reply === undefined ? undefined : book.of(endpoint.reply);
  const file: JsonSchema = { type: "string", format: "binary" };
  const content = text
    ? { "text/plain": { schema: { type: "string" } } }
    : endpoint.bytes === "out"
      ? { "application/octet-stream": { schema: file } }
      : reply && json(reply);
  const form: JsonSchema = { type: "object", properties: { filedata: file }, required: ["filedata"] };
  return {
    operationId: call.id,
    tags: [GROUPS[call.group as keyof typeof GROUPS]?.title ?? call.group],
    summary: endpoint.summary.split(/(?<=\.) /)[0],
    description: endpoint.summary,
    security: scope === null ? [] : [{ token: [] }, { bearer: [] }],
    ...(scope !== null && { "x-scope": scope }),
    parameters: [
      ...parametersOf(book, "path", endpoint.params),
      ...parametersOf(book, "query", endpoint.query),
    ],
    ...(endpoint.body && {
      requestBody: { required: call.body !== undefined, content: json(book.of(endpoint.body), call.body) },
    }),
    ...(endpoint.bytes === "in" && {
      requestBody: { required: true, content: { "multipart/form-data": { schema: form } } },
    }),
    responses: {
      "200": {
        description: content ? "Done." : "Done, with nothing in the answer.",
        ...(content && { content }),
      },
      ...refusalsOf(call),
    },
  };
}

const ABOUT = `The API of a render farm. Paths without /farm/v1 speak Qarnot's REST API, so that scripts and SDKs written for it
work with another address; they also exist below /v1. Paths below /farm/v1 are Hearth's own.

Send an API token in \`Authorization\`, bare or as \`Bearer …\`. Errors are JSON with a \`message\`; permanent ones are never 5xx.`;

function componentsOf(book: SchemaBook) {
  const problem = (description: string) => ({ description, content: json(book.of(errorBody)) });
  return {
    schemas: book.components,
    responses: {
      Invalid: {
        description:
          "Something in the request is not right; `fields` names it. Filters and scaling are told as a problem.",
        content: {
          ...json(book.of(errorBody)),
          "application/problem+json": { schema: book.of(problemBody) },
        },
      },
      Unauthorized: problem("The token is missing, wrong or revoked."),
      Forbidden: problem("The token's scope is too small, or the thing is in no state for it."),
      NotFound: problem("There is no such thing, or it is another account's."),
    },
    securitySchemes: {
      token: {
        type: "apiKey",
        in: "header",
        name: "Authorization",
        description: "The API token itself, as Qarnot's clients send it.",
      },
      bearer: { type: "http", scheme: "bearer", description: "The same, as other clients send it." },
    },
  };
}

export function openApiDocument({ server }: DocumentOptions): JsonSchema {
  const book = createSchemaBook();
  const paths: Record<string, JsonSchema> = {};
  for (const call of apiCalls()) {
    const path = templateOf(call.endpoint.path);
    paths[path] ??= {};
    paths[path][call.endpoint.method.toLowerCase()] = operationOf(book, call);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Hearth",
      version: API_VERSION,
      description: ABOUT,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: server }],
    tags: Object.values(GROUPS).map(({ title, about }) => ({ name: title, description: about })),
    paths,
    components: componentsOf(book),
  };
}
