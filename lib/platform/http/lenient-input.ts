/**
 * What a client of Qarnot's sent, with the names that the contract has: property names in any case ("InstanceCount"), and
 * a null where only absence is allowed taken as absence. Qarnot's server is .NET and takes both; C#'s clients send both.
 *
 * Only names that a schema knows are touched: the keys of a record (labels) are data and stay as they are. Pure.
 */
import { z } from "zod";

interface Shape {
  /** Name in lower case → the contract's name. */
  names: Map<string, string>;
  properties: Record<string, z.ZodType>;
  /** Names that may be absent and not null. */
  notNull: Set<string>;
}

const shapes = new WeakMap<z.ZodObject, Shape>();

function shapeOf(schema: z.ZodObject): Shape {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  // Holds: zod's object shapes are made of the types that it exports.
  const properties = schema.shape as Record<string, z.ZodType>;
  const names = Object.keys(properties);
  const takes = (name: string, value: undefined | null) =>
    properties[name]?.safeParse(value).success === true;
  const shape = {
    names: new Map(names.map((name) => [name.toLowerCase(), name])),
    properties,
    notNull: new Set(names.filter((name) => !takes(name, null) && takes(name, undefined))),
  };
  shapes.set(schema, shape);
  return shape;
}

function objectAs(schema: z.ZodObject, value: Record<string, unknown>): Record<string, unknown> {
  const { names, properties, notNull } = shapeOf(schema);
  const entries: [string, unknown][] = [];
  for (const [given, item] of Object.entries(value)) {
    const name = names.get(given.toLowerCase()) ?? given;
    // Where both stand, the contract's own spelling is meant.
    if (name !== given && Object.hasOwn(value, name)) continue;
    if (item === null && notNull.has(name)) continue;
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    entries.push([name, property === undefined ? item : lenient(property, item)]);
  }
  return Object.fromEntries(entries);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The schema inside wrappers; a pipe's input is what arrives. */
function unwrapped(schema: z.ZodType): z.ZodType | null {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodLazy
  )
    return schema.unwrap() as z.ZodType;
  if (schema instanceof z.ZodPipe) return schema.in as z.ZodType;
  return null;
}

/** Shape: (taskCreation, {Name: "a", Labels: {K: "v"}, Tags: null}) → {name: "a", labels: {K: "v"}} */
export function lenient(schema: z.ZodType, value: unknown): unknown {
  const inner = unwrapped(schema);
  if (inner !== null) return lenient(inner, value);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((item) => lenient(schema.element as z.ZodType, item));
  // Each member renames what it knows; what none knows stays.
  if (schema instanceof z.ZodUnion)
    return (schema.options as z.ZodType[]).reduce((so_far, option) => lenient(option, so_far), value);
  if (schema instanceof z.ZodIntersection)
    return lenient(schema.def.right as z.ZodType, lenient(schema.def.left as z.ZodType, value));
  if (!isRecord(value)) return value;
  if (schema instanceof z.ZodObject) return objectAs(schema, value);
  if (schema instanceof z.ZodRecord)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, lenient(schema.valueType as z.ZodType, item)]),
    );
  return value;
}
