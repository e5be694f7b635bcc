/**
 * How far a command is, from a line that it prints and the regular expression that its owner gave.
 * RE2 syntax on purpose: matching takes time linear in the line, so that no expression can hang a node. It has no
 * look-around and no back-references.
 */
import { RE2JS, RE2JSException } from "re2js";

/** Null when the expression is one, else what is wrong with it, in RE2's words. */
export function patternProblem(pattern: string): string | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return error.message.replace(/^error parsing regexp: /, "");
  }
}

/**
 * What a match says. A percent sign makes it percent, a decimal point below 1 or "3/12" a fraction, everything else is
 * percent: "1" is one percent, "1.0" the whole.
 * Shape: "42%" → 0.42 · "42" → 0.42 · "0.42" → 0.42 · "3/12" → 0.25 · "done" → null
 */
export function shareOfText(text: string, isPercent: boolean): number | null {
  const parts = /(\d+(?:\.\d*)?|\.\d+)(?:\s*\/\s*(\d+(?:\.\d*)?))?/.exec(text);
  if (parts === null) return null;
  const [, first = "", of] = parts;
  const value = Number(first);
  if (of !== undefined && !isPercent) return Number(of) > 0 ? Math.min(1, value / Number(of)) : null;
  const isFraction = !isPercent && first.includes(".") && value <= 1;
  return Math.min(1, isFraction ? value : value / 100);
}

/**
 * Answers a function from a line to the share that is done, 0 … 1; null where the line tells none. The first group, or
 * the whole match where there is none, holds the number.
 */
export function progressReader(pattern: string): (line: string) => number | null {
  const compiled = RE2JS.compile(pattern);
  return (line) => {
    const matcher = compiled.matcher(line);
    if (!matcher.find()) return null;
    const whole = matcher.group() ?? "";
    const told = matcher.groupCount() > 0 ? matcher.group(1) : whole;
    return told === null || told === undefined ? null : shareOfText(told, whole.includes("%"));
  };
}
