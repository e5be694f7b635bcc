/** Cuts what a process prints into lines, in bounded memory whatever it prints. */
import { StringDecoder } from "node:string_decoder";

/** Longest line kept of Blender's own talk. Units: characters. */
export const MAX_LINE = 8192;

/**
 * Answers the lines that a chunk completes, without their ends. A line longer than its limit is cut there and the rest
 * dropped. `limitOf` sees the line's beginning: facts of our own script may be longer than Blender's talk.
 */
export function createLineSplitter(limitOf: (beginning: string) => number): {
  push(chunk: Uint8Array): string[];
  end(): string[];
} {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const keep = (text: string) => {
    const limit = limitOf(text);
    return text.length > limit ? text.slice(0, limit) : text;
  };
  const split = (text: string) => {
    const lines: string[] = [];
    let from = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
      lines.push(keep(rest + text.slice(from, at)).replace(/\r$/, ""));
      rest = "";
      from = at + 1;
    }
    rest = keep(rest + text.slice(from));
    return lines;
  };
  return {
    push: (chunk) => split(decoder.write(chunk)),
    end: () => split(`${decoder.end()}\n`).filter((line) => line !== ""),
  };
}
