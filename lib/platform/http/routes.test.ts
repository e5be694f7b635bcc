import { expect, it } from "vitest";
import type { AnyEndpoint } from "#lib/contract/endpoint.ts";
import { createRoutes } from "./routes.ts";

const route = (method: AnyEndpoint["method"], path: string) => ({
  endpoint: { method, path, who: ["public"], summary: "" } satisfies AnyEndpoint,
  handler: `${method} ${path}`,
});
const find = createRoutes([
  route("GET", "/things/:id"),
  route("GET", "/things/special"),
  route("DELETE", "/things/:id"),
  route("POST", "/things/:id/parts/:part"),
  route("GET", "/tasks"),
]);
const handlerOf = (method: string, path: string) => {
  const found = find(method, path);
  return found === null || found === "method" ? found : found.handler;
};

it.each([
  ["GET", "/things/7", "GET /things/:id"],
  ["GET", "/things/special", "GET /things/special"],
  ["DELETE", "/things/special", "DELETE /things/:id"],
  ["POST", "/things/7/parts/2", "POST /things/:id/parts/:part"],
  ["GET", "/tasks", "GET /tasks"],
  ["GET", "/v1/tasks", "GET /tasks"],
  ["GET", "/v12/things/7", "GET /things/:id"],
  ["PUT", "/tasks", "method"],
  ["GET", "/things/", null],
  ["GET", "//tasks", null],
  ["GET", "/nothing", null],
  ["GET", "/vulkan/tasks", null],
])("%s %s is %s", (method, path, handler) => {
  expect(handlerOf(method, path)).toBe(handler);
});

it("parameters are decoded, and broken ones are nobody's", () => {
  expect(find("POST", "/things/a%20b/parts/%E2%9C%93")).toMatchObject({ params: { id: "a b", part: "✓" } });
  expect(find("GET", "/things/%ff")).toMatchObject({ params: { id: "" } });
});
