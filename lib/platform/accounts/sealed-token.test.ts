/** Sealed copies of tokens: opened by this farm alone, each in its own row. */
import { expect, it } from "vitest";
import { openToken, sealToken } from "./sealed-token.ts";

it("opens what it sealed, and nothing under another secret, of another row, or damaged", () => {
  const sealed = sealToken("the farm's secret", "hat_token", "hash");
  expect(openToken("the farm's secret", sealed, "hash")).toBe("hat_token");
  expect(sealed).not.toBe(sealToken("the farm's secret", "hat_token", "hash"));
  expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("hat_token");
  expect(openToken("another secret", sealed, "hash")).toBeNull();
  expect(openToken("the farm's secret", sealed, "other")).toBeNull();
  // One seal in 64 begins with an A already.
  const damaged = `${sealed.startsWith("A") ? "B" : "A"}${sealed.slice(1)}`;
  expect(openToken("the farm's secret", damaged, "hash")).toBeNull();
  expect(openToken("the farm's secret", "", "hash")).toBeNull();
});
