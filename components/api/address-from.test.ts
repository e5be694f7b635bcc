import { expect, it } from "vitest";
import { addressFrom } from "./address-from.ts";

it.each([
  ["/info", {}, "/info"],
  ["/pools/{pool}", { "path.pool": "a b?" }, "/pools/a%20b%3F"],
  [
    "/secrets-manager/data/{key}",
    { "path.key": "folder/ключ" },
    "/secrets-manager/data/folder/%D0%BA%D0%BB%D1%8E%D1%87",
  ],
  ["/jobs", { "query.limit": "5", "query.before": "", body: "{}" }, "/jobs?limit=5"],
])("%s with %j is asked for at %s", (path, given, address) => {
  expect(addressFrom(path, given)).toBe(address);
});
