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
  route("GET", "/"),
  route("PUT", "/disks/:id"),
  route("GET", "/disks/tree/:id"),
  route("POST", "/disks/:id/*path"),
  route("GET", "/disks/:id/*path"),
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
  ["GET", "//tasks", "GET /tasks"],
  ["GET", "/v1//tasks/", "GET /tasks"],
  ["GET", "//v1/tasks", "GET /tasks"],
  ["GET", "/Tasks", "GET /tasks"],
  ["GET", "/", "GET /"],
  ["GET", "//", "GET /"],
  ["GET", "/v1", "GET /"],
  ["PUT", "/disks/7//", "PUT /disks/:id"],
  ["GET", "/disks/tree/7", "GET /disks/tree/:id"],
  ["GET", "/nothing", null],
  ["GET", "/vulkan/tasks", null],
])("%s %s is %s", (method, path, handler) => {
  expect(handlerOf(method, path)).toBe(handler);
});

it("parameters are decoded, and broken ones are nobody's", () => {
  expect(find("POST", "/things/a%20b/parts/%E2%9C%93")).toMatchObject({ params: { id: "a b", part: "✓" } });
  expect(find("GET", "/things/%ff")).toMatchObject({ params: { id: "" } });
});

it.each([
  ["POST", "/disks/7//", "/"],
  ["POST", "/disks/7/", ""],
  ["POST", "/v1//disks/7//textures", "/textures"],
  ["GET", "/disks/7//a//b%2Fc/", "/a//b/c/"],
  ["GET", "/DISKS/7/A", "A"],
])("%s %s leaves the rest %j as it came", (method, path, rest) => {
  expect(find(method, path)).toMatchObject({ params: { id: "7", path: rest } });
});
