import { expect, it } from "vitest";
import { isAllowedCall, isSameOrigin } from "./allowed-call.ts";

const id = "0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";

it.each([
  ["GET", "/farm/v1/jobs"],
  ["GET", `/farm/v1/jobs/${id}/frames/-5`],
  ["POST", "/tasks"],
  ["POST", `/tasks/${id}/abort`],
  ["POST", "/farm/v1/uploads"],
  ["DELETE", `/farm/v1/uploads/${id}`],
  ["GET", "/farm/v1/farm"],
  ["GET", "/farm/v1/nodes"],
  ["POST", `/farm/v1/accounts/${id}/grants`],
])("people may %s %s", (method, path) => {
  expect(isAllowedCall(method, path)).toBe(true);
});

it.each([
  ["POST", "/farm/v1/leases/acquire"],
  ["POST", "/farm/v1/nodes"],
  ["POST", `/farm/v1/nodes/${id}/heartbeat`],
  ["POST", `/farm/v1/inspections/${id}/finish`],
  ["POST", "/farm/v1/sessions"],
  ["DELETE", "/farm/v1/sessions/current"],
  ["GET", "/farm/v1/events"],
  ["PUT", "/farm/v1/jobs"],
  ["GET", "/farm/v1/jobs/../nodes"],
  ["GET", "/farm/v1/jobs/"],
  ["GET", "//farm/v1/jobs"],
  ["GET", "/nothing"],
])("the browser can't %s %s", (method, path) => {
  expect(isAllowedCall(method, path)).toBe(false);
});

const asked = (headers: Record<string, string>) =>
  isSameOrigin(new Request("http://hearth.test/api/farm/tasks", { method: "POST", headers }));

it("only the portal's own pages may change things", () => {
  expect(asked({ "sec-fetch-site": "same-origin" })).toBe(true);
  expect(asked({ "sec-fetch-site": "cross-site", origin: "http://hearth.test", host: "hearth.test" })).toBe(
    false,
  );
  expect(asked({ "sec-fetch-site": "same-site" })).toBe(false);
});
