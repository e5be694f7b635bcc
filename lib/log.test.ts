/** What a line of the log must keep, whatever facts it is given. */
import { expect, test } from "vitest";
import { createLog } from "./log.ts";

function logged(facts: Record<string, unknown>): unknown {
  const lines: string[] = [];
  createLog("node", (line) => lines.push(line)).warn("frame.failed", facts);
  return JSON.parse(lines.join(""));
}

test("a fact of the same name does not hide what the line is about", () => {
  expect(logged({ what: "upload", level: 3, frame: 7 })).toMatchObject({
    level: "warn",
    service: "node",
    what: "frame.failed",
    frame: 7,
  });
});

test("what smells of a secret is not written", () => {
  expect(logged({ apiToken: "x", nested: { password: "y" } })).toMatchObject({
    apiToken: "[hidden]",
    nested: { password: "[hidden]" },
  });
});
