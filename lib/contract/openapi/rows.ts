/** A JSON Schema as rows for people to read: one a field, nested ones with dots. Pure. */
import type { JsonSchema } from "./schemas.ts";

export interface FieldRow {
  /** Shape: "constants[].key" */
  name: string;
  /** Shape: "text", "list of whole number", "flex or onDemand" */
  type: string;
  /** Name of the shape that it refers to, which has rows of its own. */
  shape?: string;
  isRequired: boolean;
}

const WORDS: Record<string, string> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  null: "null",
  object: "object",
};
/** A list of more words than this is told by the document. */
const MOST_WORDS = 6;

const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;
const listOf = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

function alternativesOf(schema: JsonSchema): JsonSchema[] {
  return [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])];
}

function typeOf(schema: JsonSchema): { type: string; shape?: string } {
  const reference = schema["$ref"];
  if (typeof reference === "string") {
    const shape = reference.split("/").at(-1) ?? "";
    return { type: shape, shape };
  }
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 0) {
    const types = alternatives.map(typeOf);
    const shape = types.find((t) => t.shape !== undefined)?.shape;
    return {
      type: [...new Set(types.map((t) => t.type))].join(" or "),
      ...(shape !== undefined && { shape }),
    };
  }
  if (schema["const"] !== undefined) return { type: JSON.stringify(schema["const"]) };
  if (Array.isArray(schema["enum"])) {
    const words = schema["enum"].map(String);
    return { type: words.length > MOST_WORDS ? `one of ${words.length} words` : words.join(" or ") };
  }
  if (schema["type"] === "array" && isSchema(schema["items"])) {
    const { type, shape } = typeOf(schema["items"]);
    return { type: `list of ${type}`, ...(shape !== undefined && { shape }) };
  }
  return { type: WORDS[String(schema["type"])] ?? "anything" };
}

/** What has fields inside: an object, one in a list, one beside null. */
function insideOf(schema: JsonSchema): { schema: JsonSchema; suffix: string } | null {
  if (isSchema(schema["properties"])) return { schema, suffix: "." };
  if (schema["type"] === "array" && isSchema(schema["items"])) {
    const inside = insideOf(schema["items"]);
    return inside && { schema: inside.schema, suffix: `[]${inside.suffix}` };
  }
  const objects = alternativesOf(schema).map(insideOf).filter(Boolean);
  return objects.length === 1 ? (objects[0] ?? null) : null;
}

/** The fields of an object (or of what a list holds); none for a plain value. */
export function rowsOf(schema: JsonSchema, prefix = ""): FieldRow[] {
  const inside = insideOf(schema);
  if (inside === null) return [];
  const required = Array.isArray(inside.schema["required"]) ? inside.schema["required"] : [];
  const start = prefix === "" && inside.suffix.startsWith("[]") ? "[]." : prefix;
  return Object.entries(inside.schema["properties"] as Record<string, JsonSchema>).flatMap(
    ([name, property]) => {
      const nested = insideOf(property);
      return [
        { name: start + name, ...typeOf(property), isRequired: required.includes(name) },
        ...(nested === null ? [] : rowsOf(property, start + name + nested.suffix)),
      ];
    },
  );
}

export const typeText = (schema: JsonSchema) => typeOf(schema);
