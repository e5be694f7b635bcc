import { expect, it } from "vitest";
import { z } from "zod";
import { taskCreation } from "#lib/contract/qarnot/task.ts";
import { lenient } from "./lenient-input.ts";

it("a task of the C# client is read by its names in any case", () => {
  const sent = {
    Name: "a",
    PROFILE: "blender",
    InstanceCount: 4,
    Constants: [{ Key: "BLEND_FILE", Value: "Intro.blend" }],
    Tags: null,
    Something: { Else: 1 },
  };
  const read = lenient(taskCreation, sent);
  expect(read).toMatchObject({
    name: "a",
    profile: "blender",
    instanceCount: 4,
    constants: [{ key: "BLEND_FILE", value: "Intro.blend" }],
    Something: { Else: 1 },
  });
  expect(taskCreation.safeParse(read).success).toBe(true);
});

const schema = z.object({
  labels: z.record(z.string(), z.object({ maxCores: z.number() })).default({}),
  rest: z
    .union([z.object({ prefix: z.string() }), z.object({ slotsCount: z.number() }).nullable()])
    .optional(),
  list: z.array(z.string()).default([]),
  note: z.string().nullish(),
});

it("keys that are data stay as they are, and what stands under them is read", () => {
  expect(lenient(schema, { Labels: { Prefix: { MaxCores: 2 } } })).toEqual({
    labels: { Prefix: { maxCores: 2 } },
  });
});

it("one of several shapes finds its names", () => {
  expect(lenient(schema, { Rest: { SlotsCount: 2 } })).toEqual({ rest: { slotsCount: 2 } });
  expect(lenient(schema, { Rest: { Prefix: "a" } })).toEqual({ rest: { prefix: "a" } });
});

it("null is absence where only absence is allowed, and stays where it is a value", () => {
  expect(lenient(schema, { List: null, Note: null, labels: null })).toEqual({ note: null });
});

it("of two spellings the contract's own counts", () => {
  expect(lenient(schema, { NOTE: "b", note: "a", Note: "c" })).toEqual({ note: "a" });
});

it.each([[7], ["text"], [null], [[1, 2]]])(
  "%j, which is no object, is left for the schema to refuse",
  (value) => {
    expect(lenient(schema, value)).toEqual(value);
  },
);

it("a name that every object has is no property", () => {
  expect(lenient(schema, { constructor: 1, toString: 2 })).toEqual({ constructor: 1, toString: 2 });
});
