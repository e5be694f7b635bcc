/**
 * Qarnot's filters → a SQL condition with parameters, for any noun. Pure. Names of fields are looked up in the noun's own
 * table and values are only ever parameters, so nothing of a request becomes SQL.
 */
import {
  COMPARISONS,
  type Comparison,
  type Filter,
  type FilterLeaf,
  MAX_FILTER_DEPTH,
  MAX_FILTER_PARTS,
} from "#lib/contract/qarnot/paging.ts";
import { InputProblem } from "../errors.ts";

export type FieldKind = "text" | "number" | "date" | "uuid" | "boolean" | "list" | "uuids";
export interface Field {
  sql: string;
  kind: FieldKind;
}

/** What a noun can be filtered by. */
export interface Filterable {
  /** Plural, for messages: "Pools". */
  noun: string;
  /** By their names on the wire, in lower case. */
  fields: Readonly<Record<string, Field>>;
  /** A jsonb object of texts, for `Labels.<key>`. */
  labels?: string;
}

export interface Condition {
  sql: string;
  params: unknown[];
}

const CAST: Record<FieldKind, string> = {
  text: "text",
  number: "float8",
  date: "timestamptz",
  uuid: "uuid",
  boolean: "boolean",
  list: "text",
  uuids: "uuid",
};
const SIGN: Partial<Record<Comparison, string>> = {
  Equal: "=",
  NotEqual: "is distinct from",
  LessThan: "<",
  LessThanOrEqual: "<=",
  GreaterThan: ">",
  GreaterThanOrEqual: ">=",
};

const refuse = (message: string) => new InputProblem({ filter: message });

/** What a column of that kind can be compared with. Errors: InputProblem. */
function valueAs(kind: FieldKind, field: string, value: unknown): string | number | boolean {
  const text = String(value).trim();
  const wrong = (what: string) =>
    refuse(`${field} is compared with ${what}, not with "${text.slice(0, 80)}".`);
  switch (kind) {
    case "number":
      if (text === "" || !Number.isFinite(Number(text))) throw wrong("a number");
      return Number(text);
    case "date": {
      const at = new Date(text);
      if (Number.isNaN(at.getTime())) throw wrong("a date");
      return at.toISOString();
    }
    case "uuid":
    case "uuids":
      if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw wrong("a uuid");
      return text.toLowerCase();
    case "boolean":
      if (!/^(?:true|false)$/i.test(text)) throw wrong("true or false");
      return text.toLowerCase() === "true";
    default:
      if (text.includes("\u0000")) throw wrong("text");
      return String(value);
  }
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}

/** `/^prefix/` as the CLI writes it is an expression; other text is looked for anywhere, with `%` as the wildcard. */
function likeOf(field: string, value: string): { operator: string; value: string } {
  const expression = /^\/(.*)\/(i?)$/s.exec(value);
  if (expression === null)
    return { operator: "like", value: value.includes("%") ? value : `%${value.replace(/[\\_]/g, "\\$&")}%` };
  const pattern = expression[1] ?? "";
  // The database's expressions take no time to speak of without references back and looks around.
  if (pattern.length > 256 || /\\\d|\(\?/.test(pattern))
    throw refuse(`The expression for ${field} is too long, or refers back or looks around.`);
  if (!isExpression(pattern)) throw refuse(`The expression for ${field} can't be read.`);
  return { operator: expression[2] === "i" ? "~*" : "~", value: pattern };
}

function operatorOf(text: string): Comparison {
  const found = COMPARISONS.find((one) => one.toLowerCase() === text.toLowerCase());
  if (found === undefined)
    throw refuse(`"${text}" is no operator. There are And, Or, ${COMPARISONS.join(", ")}.`);
  return found;
}

function fieldOf(of: Filterable, name: string): Field {
  const label = /^labels\.(.+)$/i.exec(name)?.[1];
  // Only letters that end no text: the one name of a request that stands in SQL.
  if (label !== undefined && of.labels !== undefined && /^[\w.-]{1,100}$/.test(label))
    return { sql: `(${of.labels}->>'${label}')`, kind: "text" };
  const key = name.toLowerCase();
  const field = Object.hasOwn(of.fields, key) ? of.fields[key] : undefined;
  if (field === undefined) throw refuse(`${of.noun} can't be filtered by "${name.slice(0, 80)}".`);
  return field;
}

type Bind = (value: unknown, cast: string) => string;

function leafSql(of: Filterable, leaf: FilterLeaf, bind: Bind): string {
  const operator = operatorOf(leaf.operator);
  const { sql, kind } = fieldOf(of, leaf.field);
  const many = leaf.values ?? (Array.isArray(leaf.value) ? leaf.value : null);
  const cast = CAST[kind];
  const isList = kind === "list" || kind === "uuids";
  if (operator === "In" || operator === "NotIn") {
    const values = (many ?? [leaf.value]).map((value) => valueAs(kind, leaf.field, value));
    const list = bind(values, `${cast}[]`);
    if (isList) return operator === "In" ? `${sql} && ${list}` : `not (${sql} && ${list})`;
    const isIn = `(${sql}) = any(${list})`;
    return operator === "In" ? `coalesce(${isIn}, false)` : `not coalesce(${isIn}, false)`;
  }
  const [value] = many ?? [leaf.value];
  if (value === null || value === undefined) {
    if (operator === "Equal") return `${sql} is null`;
    if (operator === "NotEqual") return `${sql} is not null`;
    throw refuse(`${leaf.field} needs a value.`);
  }
  if (operator === "Like") {
    const like = likeOf(leaf.field, String(value));
    const text = kind === "list" ? `array_to_string(${sql}, ',')` : `(${sql})::text`;
    return `coalesce(${text} ${like.operator} ${bind(valueAs("text", leaf.field, like.value), "text")}, false)`;
  }
  const bound = bind(valueAs(kind, leaf.field, value), cast);
  if (isList) {
    // Lists are never null, and written so an index of their values answers.
    if (operator === "Equal") return `${sql} @> array[${bound}]`;
    if (operator === "NotEqual") return `not (${sql} @> array[${bound}])`;
    throw refuse(`${leaf.field} is a list: it can be Equal, NotEqual, In, NotIn or Like.`);
  }
  return `coalesce((${sql}) ${SIGN[operator]} ${bound}, false)`;
}

/** `from`: number of the first parameter. Errors: InputProblem, which says what is wrong. */
export function filterSql(of: Filterable, filter: Filter | null | undefined, from: number): Condition {
  const params: unknown[] = [];
  let parts = 0;
  const bind: Bind = (value, cast) => `$${from - 1 + params.push(value)}::${cast}`;

  function sqlOf(node: Filter, depth: number): string {
    if (depth > MAX_FILTER_DEPTH || ++parts > MAX_FILTER_PARTS)
      throw refuse(`A filter may have ${MAX_FILTER_PARTS} parts, ${MAX_FILTER_DEPTH} deep.`);
    if (!("filters" in node)) return leafSql(of, node, bind);
    const word = node.operator.toLowerCase();
    if (word !== "and" && word !== "or")
      throw refuse(`"${node.operator.slice(0, 40)}" joins no filters: And or Or do.`);
    if (node.filters.length === 0) return word === "and" ? "true" : "false";
    return `(${node.filters.map((one) => sqlOf(one, depth + 1)).join(` ${word} `)})`;
  }

  return { sql: filter ? sqlOf(filter, 1) : "true", params };
}
