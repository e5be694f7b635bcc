/**
 * Qarnot's filters → a SQL condition with parameters. Pure. Names of fields are looked up in a table and values are only
 * ever parameters, so nothing of a request becomes SQL.
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

type Kind = "text" | "number" | "date" | "uuid" | "boolean" | "list" | "uuids";
interface Field {
  sql: string;
  kind: Kind;
}

/** Of a job's row `j`, by their names on the wire in lower case. */
const FIELDS: Record<string, Field> = {
  uuid: { sql: "j.id", kind: "uuid" },
  name: { sql: "j.name", kind: "text" },
  shortname: { sql: "coalesce(j.shortname, j.id::text)", kind: "text" },
  profile: { sql: "j.task->>'profile'", kind: "text" },
  pooluuid: { sql: "(j.task->>'poolUuid')::uuid", kind: "uuid" },
  jobuuid: { sql: "(j.task->>'jobUuid')::uuid", kind: "uuid" },
  projectuuid: { sql: "(j.task->>'projectUuid')::uuid", kind: "uuid" },
  state: { sql: "j.wire_state", kind: "text" },
  previousstate: { sql: "j.wire_before", kind: "text" },
  statetransitiontime: { sql: "j.wire_state_at", kind: "date" },
  previousstatetransitiontime: { sql: "j.wire_before_at", kind: "date" },
  lastmodified: { sql: "j.modified_at", kind: "date" },
  creationdate: { sql: "j.created_at", kind: "date" },
  enddate: { sql: "j.ended_at", kind: "date" },
  instancecount: { sql: "coalesce((j.task->>'instanceCount')::int, 0)", kind: "number" },
  totalinstancecount: { sql: "j.total_frames", kind: "number" },
  runninginstancecount: { sql: "j.active", kind: "number" },
  progress: { sql: "100.0 * j.completed / greatest(j.total_frames, 1)", kind: "number" },
  executiontime: { sql: "j.frame_seconds", kind: "number" },
  resultscount: { sql: "j.results_count", kind: "number" },
  snapshotinterval: { sql: "j.snapshot_interval", kind: "number" },
  resultbucket: { sql: "j.delivery_bucket", kind: "text" },
  advancedranges: { sql: "j.task->>'advancedRanges'", kind: "text" },
  autodeleteoncompletion: {
    sql: "coalesce((j.task->>'autoDeleteOnCompletion')::boolean, false)",
    kind: "boolean",
  },
  tags: { sql: "j.tags", kind: "list" },
  resourcebuckets: {
    sql: "array(select jsonb_array_elements_text(coalesce(j.task->'resourceBuckets', '[]'::jsonb)))",
    kind: "list",
  },
  "dependencies.dependson": { sql: "j.depends_on", kind: "uuids" },
};

const CAST: Record<Kind, string> = {
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
function valueAs(kind: Kind, field: string, value: unknown): string | number | boolean {
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

function fieldOf(name: string): Field {
  const label = /^labels\.(.+)$/i.exec(name)?.[1];
  if (label !== undefined && /^[\w.-]{1,100}$/.test(label))
    return { sql: `(j.task->'labels'->>'${label}')`, kind: "text" };
  const field = FIELDS[name.toLowerCase()];
  if (field === undefined) throw refuse(`Tasks can't be filtered by "${name.slice(0, 80)}".`);
  return field;
}

export interface Condition {
  sql: string;
  params: unknown[];
}

/** `from`: number of the first parameter. Errors: InputProblem, which says what is wrong. */
export function filterSql(filter: Filter | null | undefined, from: number): Condition {
  const params: unknown[] = [];
  let parts = 0;
  const bind = (value: unknown, cast: string) => `$${from - 1 + params.push(value)}::${cast}`;

  function leafSql(leaf: FilterLeaf): string {
    const operator = operatorOf(leaf.operator);
    const { sql, kind } = fieldOf(leaf.field);
    const many = leaf.values ?? (Array.isArray(leaf.value) ? leaf.value : null);
    const cast = CAST[kind];
    if (operator === "In" || operator === "NotIn") {
      const values = (many ?? [leaf.value]).map((value) => valueAs(kind, leaf.field, value));
      const list = bind(values, `${cast}[]`);
      const isIn = kind === "list" || kind === "uuids" ? `${sql} && ${list}` : `${sql} = any(${list})`;
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
    if (kind === "list" || kind === "uuids") {
      if (operator === "Equal") return `${bound} = any(${sql})`;
      if (operator === "NotEqual") return `not (${bound} = any(${sql}))`;
      throw refuse(`${leaf.field} is a list: it can be Equal, NotEqual, In, NotIn or Like.`);
    }
    return `(${sql}) ${SIGN[operator]} ${bound}`;
  }

  function sqlOf(node: Filter, depth: number): string {
    if (depth > MAX_FILTER_DEPTH || ++parts > MAX_FILTER_PARTS)
      throw refuse(`A filter may have ${MAX_FILTER_PARTS} parts, ${MAX_FILTER_DEPTH} deep.`);
    if (!("filters" in node)) return leafSql(node);
    const word = node.operator.toLowerCase();
    if (word !== "and" && word !== "or")
      throw refuse(`"${node.operator.slice(0, 40)}" joins no filters: And or Or do.`);
    if (node.filters.length === 0) return word === "and" ? "true" : "false";
    return `(${node.filters.map((one) => sqlOf(one, depth + 1)).join(` ${word} `)})`;
  }

  const sql = filter ? sqlOf(filter, 1) : "true";
  return { sql, params };
}
