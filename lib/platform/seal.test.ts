import { expect, test } from "vitest";
import { seal, unseal } from "./seal.ts";

test("a sealed text is read with the same secret for the same purpose, and by nobody else", () => {
  const sealed = seal("secret", "constants", "höch");
  expect(sealed).not.toContain("höch");
  expect(seal("secret", "constants", "höch")).not.toBe(sealed);
  expect(unseal("secret", "constants", sealed)).toBe("höch");
  expect(unseal("secret", "other", sealed)).toBeNull();
  expect(unseal("another", "constants", sealed)).toBeNull();
  expect(unseal("secret", "constants", "höch")).toBeNull();
  expect(unseal("secret", "constants", `${sealed.slice(0, -2)}AA`)).toBeNull();
});
