/**
 * Regular expressions of strangers on names of files. A hostile one can run for ever (backtracking), so each look happens
 * in a context of its own with a time limit, which V8 keeps inside expressions too.
 */
import { createContext, Script } from "node:vm";
import type { FileFilter } from "#lib/contract/translate/results.ts";

/** Any honest pattern takes microseconds. Units: milliseconds. */
const LIMIT_MS = 200;
const MOST_TRIES = 20;
const sandbox: { pattern: string; names: readonly string[] } = { pattern: "", names: [] };
const context = createContext(sandbox, { codeGeneration: { strings: false, wasm: false } });

/** A pattern that is none, or that takes too long. */
export class PatternError extends Error {
  constructor(pattern: string, cause: unknown) {
    super(`"${pattern.slice(0, 80)}" is no regular expression that can be used here.`, { cause });
    this.name = "PatternError";
  }
}

const SCRIPT = new Script(
  "(() => { const p = new RegExp(pattern); return Array.from(names, (n) => (p.test(n) ? '1' : '0')).join(''); })()",
);

/** Patterns that took too long once: nobody waits for them again. */
const hostile = new Set<string>();
const MOST_KEPT = 1000;

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";

/** The clock runs on while a busy machine lets us wait; that is no fault of the pattern. */
function run(): string {
  for (let tries = 1; ; tries++) {
    const before = process.cpuUsage();
    try {
      return String(SCRIPT.runInContext(context, { timeout: LIMIT_MS }));
    } catch (error) {
      const { user } = process.cpuUsage(before);
      if (!isTimeout(error) || user > (LIMIT_MS * 1000) / 2 || tries === MOST_TRIES) throw error;
    }
  }
}

/** Which of the names the pattern is found in. Errors: PatternError. */
function foundIn(pattern: string, names: readonly string[]): boolean[] {
  if (hostile.has(pattern)) throw new PatternError(pattern, new Error("It took too long before."));
  sandbox.pattern = pattern;
  sandbox.names = names;
  try {
    return [...run()].map((digit) => digit === "1");
  } catch (error) {
    if (isTimeout(error) && hostile.size < MOST_KEPT) hostile.add(pattern);
    throw new PatternError(pattern, error);
  }
}

/** Errors: PatternError. */
export const checkPattern = (pattern: string): void => void foundIn(pattern, ["0001.png"]);

/** The names that the filter takes: on the whitelist where there is one, and not on the blacklist. Errors: PatternError. */
export function takenBy(filter: FileFilter, names: readonly string[]): string[] {
  const wanted = filter.whitelist === null ? null : foundIn(filter.whitelist, names);
  const unwanted = filter.blacklist === null ? null : foundIn(filter.blacklist, names);
  return names.filter((_, i) => (wanted?.[i] ?? true) && !(unwanted?.[i] ?? false));
}
