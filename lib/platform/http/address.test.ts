import { expect, it } from "vitest";
import { addressBehind } from "./address.ts";

it.each([
  ["127.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["::ffff:127.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"],
  ["::1", "203.0.113.9", "203.0.113.9"],
  ["192.168.1.2", undefined, "192.168.1.2"],
  ["10.0.0.3", " ", "10.0.0.3"],
  ["198.51.100.7", "203.0.113.9", "198.51.100.7"],
  ["2001:db8::1", "203.0.113.9", "2001:db8::1"],
])("from %s with %j it is %s", (peer, header, address) => {
  expect(addressBehind(peer, header)).toBe(address);
});
