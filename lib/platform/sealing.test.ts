import { expect, it } from "vitest";
import { seal, SealBroken, unseal } from "./sealing.ts";

it.each(["", "swordfish", "Łódź 🔥", "x".repeat(10_000)])("%j comes back as it was", (text) => {
  const sealed = seal("a secret", "for a test", text);
  expect(unseal("a secret", "for a test", sealed)).toBe(text);
  if (text !== "") expect(sealed).not.toContain(text);
});

it("the same text is sealed differently each time", () => {
  expect(seal("s", "p", "text")).not.toBe(seal("s", "p", "text"));
});

const sealed = seal("a secret", "a purpose", "text");
const flipped = `${sealed.slice(0, -2)}${sealed.at(-2) === "A" ? "B" : "A"}${sealed.at(-1)}`;
it.each([
  ["another secret", "a purpose", sealed],
  ["a secret", "another purpose", sealed],
  ["a secret", "a purpose", flipped],
  ["a secret", "a purpose", "v1.AAAA"],
  ["a secret", "a purpose", "text"],
])("under %s, for %s, %s is not read", (secret, purpose, text) => {
  expect(() => unseal(secret, purpose, text)).toThrow(SealBroken);
});
