import { expect, it } from "vitest";
import { FarmError } from "#lib/client/index.ts";
import { type CommandDraft, EMPTY_COMMAND, readCommand, refusedFields } from "./command-draft.ts";

const draft = (change: Partial<CommandDraft>): CommandDraft => ({
  ...EMPTY_COMMAND,
  command: "python3 a.py",
  ...change,
});
const errorsOf = (change: Partial<CommandDraft>) => {
  const read = readCommand(draft(change));
  return read.ok ? null : read.errors;
};

it("a form becomes the task that a script would send", () => {
  const read = readCommand(
    draft({
      name: " sweep ",
      command: " python3 a.py ",
      progress: String.raw`day (\d+/\d+)`,
      count: "20",
      constants: [
        { id: 1, key: " SEED ", value: "7" },
        { id: 2, key: "", value: "" },
      ],
    }),
  );
  expect(read).toEqual({
    ok: true,
    task: {
      name: "sweep",
      profile: "script",
      constants: [
        { key: "SCRIPT_CMD", value: "python3 a.py" },
        { key: "SCRIPT_PROGRESS", value: String.raw`day (\d+/\d+)` },
        { key: "SEED", value: "7" },
      ],
      instanceCount: 20,
    },
  });
  const ranged = readCommand(draft({ by: "range", range: "1-3, 9" }));
  expect(ranged.ok && ranged.task).toMatchObject({ name: "python3 a.py", advancedRanges: "1-3, 9" });
});

it("what is wrong is told at its field", () => {
  expect(errorsOf({ command: " " })).toMatchObject({
    command: expect.stringContaining("Write what") as string,
  });
  for (const count of ["", "0", "1.5", "-1", "200000", "many"])
    expect(errorsOf({ count })?.runs).toContain("A whole number");
  expect(errorsOf({ by: "range", range: "9-" })?.runs).toBeDefined();
  const constants = [
    { id: 1, key: "A", value: "1" },
    { id: 2, key: "A", value: "2" },
    { id: 3, key: "b c", value: "" },
  ];
  expect(Object.keys(errorsOf({ constants })?.constants ?? {})).toEqual(["1", "2", "3"]);
});

it("what the farm refuses is told at its field too, or in general", () => {
  const refused = (fields: Record<string, string>) =>
    new FarmError({ code: "invalid", message: "Invalid task file.", status: 400, fields, requestId: "" });
  const asked = draft({ constants: [{ id: 4, key: "INSTANCE_ID", value: "1" }] });
  expect(refusedFields(refused({ SCRIPT_PROGRESS: "no expression" }), asked)?.progress).toBe("no expression");
  expect(refusedFields(refused({ INSTANCE_ID: "is set" }), asked)?.constants).toEqual({ 4: "is set" });
  expect(refusedFields(refused({}), asked)).toBeNull();
  expect(refusedFields(new Error("lost"), asked)).toBeNull();
});
