/**
 * How JS values become SQL parameters and columns become JS values: one way, used by both engines, so that a statement
 * that works on one works on the other.
 */
import { types } from "pg";

/** What is sent: text, or bytes for bytea. The server reads the text as the type the statement wants. */
export type SqlParam = string | Uint8Array | null;

/**
 * Shape:  [1, null, "a,b"] → `{"1",NULL,"a,b"}` · {a: 1} → `{"a":1}` · Date → ISO 8601 in UTC
 * An array means an SQL array on both engines; a JSON array for a jsonb column is passed as JSON.stringify(array).
 */
export function encodeParam(value: unknown): SqlParam {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return value;
  return encodeText(value);
}

function encodeText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    case "object":
      if (value instanceof Date) return value.toISOString();
      return Array.isArray(value) ? encodeArray(value) : JSON.stringify(value);
    default:
      throw new TypeError(`A ${typeof value} can't be an SQL parameter.`);
  }
}

function encodeArray(values: readonly unknown[]): string {
  const items = values.map((item) => {
    if (item === null || item === undefined) return "NULL";
    if (item instanceof Uint8Array) return `"\\\\x${Buffer.from(item).toString("hex")}"`;
    if (Array.isArray(item)) return encodeArray(item);
    return `"${encodeText(item).replace(/[\\"]/g, "\\$&")}"`;
  });
  return `{${items.join(",")}}`;
}

const INT8 = 20;
const DATE = 1082;
const TIMESTAMP = 1114;
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;
const TEXT_ARRAY = 1009;

/** Exact or not at all: beyond 2^53 the digits stay text. */
function int8(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

type Decode = (text: string) => unknown;
/** pg names the types it knows; it answers for any. */
const textParser = types.getTypeParser as (oid: number, format?: "text") => Decode;
const textOf: Decode = (text) => text;
const arrayOfText = textParser(TEXT_ARRAY);
const OWN: Record<number, Decode> = {
  [INT8]: int8,
  [INT8_ARRAY]: (text) => (arrayOfText(text) as (string | null)[]).map((t) => (t === null ? null : int8(t))),
  [NUMERIC_ARRAY]: arrayOfText,
  /** Without a zone they are no moment, so they stay text. */
  [DATE]: textOf,
  [TIMESTAMP]: textOf,
};

/** The decoder of a column type. Units: PostgreSQL type oid. */
export function decoderOf(oid: number): Decode {
  return OWN[oid] ?? textParser(oid);
}
