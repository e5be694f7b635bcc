/** A task of the profile `script` → the command it runs. Pure. All its other constants reach the command as they are. */
import { formatFrameRange, expandFrameRange, FrameRangeError } from "#lib/domain/frame-range.ts";
import { type ScriptSettings, scriptSettings, SHELL_NAMES } from "#lib/domain/script.ts";
import { patternProblem } from "#lib/domain/script-progress.ts";
import type { TaskCreation } from "../qarnot/task.ts";
import { frameTextOf, TranslationError } from "./settings.ts";

export const SCRIPT_PROFILE = "script";

export const SCRIPT_CONSTANTS = [
  { name: "SCRIPT_CMD", value: "", description: "The command, for example python3 backtest.py." },
  {
    name: "SCRIPT_PROGRESS",
    value: "",
    description:
      "A regular expression (RE2) on stdout: its first group, or the whole match, is the progress in percent or as a fraction. Empty: none is told.",
  },
];

/** Set for every run; a constant of that name could only be lost. */
const OURS = new Set(["INSTANCE_ID", "INSTANCE_COUNT"]);

function checkConstants(constants: TaskCreation["constants"]): void {
  for (const { key, value } of constants) {
    const isKnown = SCRIPT_CONSTANTS.some(({ name }) => name === key);
    if (key.startsWith("SCRIPT_") && !isKnown)
      throw new TranslationError(
        key,
        `The profile script has no constant ${key}, only SCRIPT_CMD and SCRIPT_PROGRESS. Call yours something that does not begin with SCRIPT_.`,
      );
    if (OURS.has(key))
      throw new TranslationError(key, `${key} is set for each run. Call your constant something else.`);
    if (SHELL_NAMES.has(key))
      throw new TranslationError(key, `${key} is the shell's own. Call your constant something else.`);
    if (value.includes("\0"))
      throw new TranslationError(key, `${key} holds a NUL, which no environment can.`);
  }
}

function framesOf(task: TaskCreation): string {
  try {
    return formatFrameRange(expandFrameRange(frameTextOf(task)));
  } catch (error) {
    if (error instanceof FrameRangeError) throw new TranslationError("advancedRanges", error.message);
    throw error;
  }
}

/**
 * Shape: SCRIPT_CMD "python3 a.py", instanceCount 3 → {script: {command: "python3 a.py", progress: null}, frames: "0-2"}
 * Errors: TranslationError with the constant that is missing, unknown or no expression; ZodError out of limits.
 */
export function scriptFromTask(task: TaskCreation): { script: ScriptSettings; frames: string } {
  checkConstants(task.constants);
  const constants = new Map(task.constants.map((c) => [c.key, c.value]));
  const command = constants.get("SCRIPT_CMD")?.trim() ?? "";
  if (command === "")
    throw new TranslationError(
      "SCRIPT_CMD",
      "Name the command in the constant SCRIPT_CMD, for example python3 backtest.py.",
    );
  const progress = constants.get("SCRIPT_PROGRESS") || null;
  const problem = progress === null ? null : patternProblem(progress);
  if (problem !== null)
    throw new TranslationError(
      "SCRIPT_PROGRESS",
      `SCRIPT_PROGRESS is no regular expression (RE2): ${problem}.`,
    );
  return { script: scriptSettings.parse({ command, progress }), frames: framesOf(task) };
}
