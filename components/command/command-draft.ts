/** What is written in the form of a command, and the task that it means. Pure. */
import { FarmError } from "#lib/client/index.ts";
import type { TaskCreationInput } from "#lib/contract/qarnot/task.ts";
import { countFrames, FrameRangeError, MAX_FRAMES } from "#lib/domain/frame-range.ts";

export interface Constant {
  /** Of the row on the page, not of the constant. */
  id: number;
  key: string;
  value: string;
}

export interface CommandDraft {
  name: string;
  command: string;
  progress: string;
  /** How many runs, or which numbers they have. */
  by: "count" | "range";
  count: string;
  range: string;
  constants: Constant[];
  /** An existing bucket's name, or "". */
  bucket: string;
}

export const EMPTY_COMMAND: CommandDraft = {
  name: "",
  command: "",
  progress: "",
  by: "count",
  count: "1",
  range: "",
  constants: [],
  bucket: "",
};

export type CommandErrors = Partial<Record<"name" | "command" | "progress" | "runs", string>> & {
  /** By the row's id. */
  constants: Record<number, string>;
};

/** As the platform takes them. */
const KEY = /^[A-Za-z0-9_.-]{1,2048}$/;

function runsProblem({ by, count, range }: CommandDraft): string | null {
  if (by === "count") {
    const runs = Number(count.trim());
    return /^\d+$/.test(count.trim()) && runs >= 1 && runs <= MAX_FRAMES
      ? null
      : `A whole number from 1 to ${MAX_FRAMES.toLocaleString("en")}.`;
  }
  try {
    return countFrames(range) > 0 ? null : "Like 1-10, 15.";
  } catch (error) {
    if (error instanceof FrameRangeError) return error.message;
    throw error;
  }
}

function constantProblem({ id, key }: Constant, all: readonly Constant[]): string | null {
  if (!KEY.test(key)) return "A name of letters, digits, “_”, “.” and “-”.";
  if (all.some((other) => other.key === key && other.id !== id)) return "This name is there twice.";
  return null;
}

const isEmpty = ({ key, value }: Constant) => key.trim() === "" && value === "";

/** Shape: texts → the task without its files, or for each wrong field what to do. */
export function readCommand(
  draft: CommandDraft,
): { ok: true; task: TaskCreationInput } | { ok: false; errors: CommandErrors } {
  const written = draft.constants
    .filter((one) => !isEmpty(one))
    .map((one) => ({ ...one, key: one.key.trim() }));
  const problems = written.map((one) => [one.id, constantProblem(one, written)] as const);
  const errors: CommandErrors = {
    ...(draft.command.trim() === "" && { command: "Write what is to be run, like python3 backtest.py." }),
    constants: Object.fromEntries(problems.filter((entry): entry is [number, string] => entry[1] !== null)),
  };
  const runs = runsProblem(draft);
  if (runs !== null) errors.runs = runs;
  if (Object.keys(errors).length > 1 || Object.keys(errors.constants).length > 0)
    return { ok: false, errors };
  const command = draft.command.trim();
  return {
    ok: true,
    task: {
      name: draft.name.trim() || command.slice(0, 80),
      profile: "script",
      constants: [
        { key: "SCRIPT_CMD", value: command },
        ...(draft.progress === "" ? [] : [{ key: "SCRIPT_PROGRESS", value: draft.progress }]),
        ...written.map(({ key, value }) => ({ key, value })),
      ],
      ...(draft.by === "count"
        ? { instanceCount: Number(draft.count.trim()) }
        : { advancedRanges: draft.range.trim() }),
    },
  };
}

const FIELD_OF: Record<string, "name" | "command" | "progress" | "runs"> = {
  name: "name",
  SCRIPT_CMD: "command",
  command: "command",
  SCRIPT_PROGRESS: "progress",
  progress: "progress",
  advancedRanges: "runs",
  instanceCount: "runs",
};

/** What the farm refused, at the fields that it names; null where none of them is on the page. */
export function refusedFields(error: Error | null, draft: CommandDraft): CommandErrors | null {
  if (!(error instanceof FarmError)) return null;
  const errors: CommandErrors = { constants: {} };
  let found = false;
  for (const [name, message] of Object.entries(error.fields)) {
    const field = FIELD_OF[name];
    const constant = draft.constants.find(({ key }) => key.trim() === name);
    if (field !== undefined) errors[field] = message;
    else if (constant !== undefined) errors.constants[constant.id] = message;
    else continue;
    found = true;
  }
  return found ? errors : null;
}
