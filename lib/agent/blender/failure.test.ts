import { expect, test } from "vitest";
import { failureOfExit } from "./failure.ts";

test.each([
  [{ status: 139, signal: null, said: null }, "blender_crashed"],
  [{ status: 134, signal: null, said: null }, "blender_crashed"],
  [{ status: 0, signal: null, said: null }, "blender_crashed"],
  [{ status: 7, signal: null, said: null }, "script_error"],
  [{ status: 137, signal: null, said: null }, "out_of_memory"],
  [{ status: null, signal: "SIGKILL", said: null }, "out_of_memory"],
  [{ status: 134, signal: null, said: "out_of_memory" as const }, "out_of_memory"],
  [{ status: 139, signal: null, said: "file_too_new" as const }, "file_too_new"],
  [{ status: 153, signal: null, said: null }, "disk_full"],
  [{ status: 1, signal: null, said: "sandbox_failed" as const }, "sandbox_failed"],
])("a Blender that ended with %o failed by %s", (exit, code) => {
  expect(failureOfExit(exit).code).toBe(code);
});
