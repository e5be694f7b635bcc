import { expect, it } from "vitest";
import { rowsOf } from "./rows.ts";

const text = { type: "string" };

it("fields are told with their types, nested ones with dots, named shapes by their name", () => {
  const schema = {
    type: "object",
    required: ["name"],
    properties: {
      name: text,
      state: { enum: ["a", "b"] },
      size: { anyOf: [{ type: "integer" }, { type: "null" }] },
      constants: { type: "array", items: { type: "object", properties: { key: text } } },
      filter: { anyOf: [{ $ref: "#/components/schemas/Filter" }, { type: "null" }] },
      place: { type: "object", properties: { x: { type: "number" } } },
    },
  };
  expect(
    rowsOf(schema).map(({ name, type, isRequired }) => `${name}${isRequired ? "*" : ""}: ${type}`),
  ).toEqual([
    "name*: text",
    "state: a or b",
    "size: whole number or null",
    "constants: list of object",
    "constants[].key: text",
    "filter: Filter or null",
    "place: object",
    "place.x: number",
  ]);
  expect(rowsOf(schema).find((row) => row.name === "filter")?.shape).toBe("Filter");
});

it("a list's fields begin with it, and a plain value has none", () => {
  expect(rowsOf({ type: "array", items: { type: "object", properties: { id: text } } })[0]?.name).toBe(
    "[].id",
  );
  expect(rowsOf(text)).toEqual([]);
});
