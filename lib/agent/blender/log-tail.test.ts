import { expect, test } from "vitest";
import { createLogTail } from "./log-tail.ts";

test("the last lines stay within the limit", () => {
  const log = createLogTail(1000);
  for (let i = 0; i < 100_000; i++) log.add(`line ${i}`);
  const text = log.text();
  expect(text.length).toBeLessThanOrEqual(1000);
  expect(text.endsWith("line 99999")).toBe(true);
  expect(text.split("\n")[0]).toMatch(/^line \d+$/);
});

test("control characters, lone surrogates and signed addresses are taken out", () => {
  const log = createLogTail();
  log.add("a\u0000b\u001b[31mc\ud800d\te");
  log.add("GET https://store/x?X-Amz-Signature=abc&y=1 failed");
  expect(log.text()).toBe("ab[31mcd\te\nGET [address] failed");
});
