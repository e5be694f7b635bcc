/** The last lines that Blender printed for an attempt, fit to be shown: no control characters, no signed addresses. */

/** As much as the contract takes. Units: UTF-16 code units, as zod counts them. */
const MAX_LOG = 65_536;

/** Control characters but the tab, and lone surrogates, which no database text takes. */
const CONTROL = /[\p{Cc}--\t]|\p{Cs}/gv;
const SIGNED = /\bhttps?:\/\/\S*[?&](?:X-Amz-|signature|token)\S*/gi;

export const cleanLine = (line: string): string => line.replace(SIGNED, "[address]").replace(CONTROL, "");

export interface LogTail {
  add(line: string): void;
  clear(): void;
  text(): string;
}

export function createLogTail(limit = MAX_LOG): LogTail {
  let lines: string[] = [];
  let size = 0;
  return {
    add(line) {
      const clean = cleanLine(line).slice(0, limit - 1);
      if (clean === "" && lines.at(-1) === "") return;
      lines.push(clean);
      size += clean.length + 1;
      // Dropped in bulk, so that a talkative Blender costs no shift for every line.
      if (size > 2 * limit) {
        let kept = 0;
        let from = lines.length;
        while (from > 0 && kept + (lines[from - 1]?.length ?? 0) + 1 <= limit)
          kept += (lines[--from]?.length ?? 0) + 1;
        lines = lines.slice(from);
        size = kept;
      }
    },
    clear() {
      lines = [];
      size = 0;
    },
    text() {
      const all = lines.join("\n").trim();
      if (all.length <= limit) return all;
      const tail = all.slice(-limit);
      // A cut line is dropped, and with it a surrogate pair that may have been cut.
      return tail.slice(tail.indexOf("\n") + 1);
    },
  };
}
