/** What a command prints, kept within bounds: the beginning and the end of each stream, and the last lines of both. */
import { MAX_STREAM_BYTES } from "#lib/domain/script.ts";

/** Beginning and end get half each. Shape of what is left out: "\n… 12,345 bytes left out …\n" */
export function createStreamKeeper(limitBytes = MAX_STREAM_BYTES): {
  add(chunk: Uint8Array): void;
  bytes(): Buffer;
} {
  const half = Math.floor(limitBytes / 2);
  let head: Buffer = Buffer.alloc(0);
  const tail: Uint8Array[] = [];
  let tailBytes = 0;
  let leftOut = 0;
  return {
    add(given) {
      let chunk = given;
      if (head.length < half) {
        const taken = chunk.subarray(0, half - head.length);
        head = Buffer.concat([head, taken]);
        chunk = chunk.subarray(taken.length);
      }
      if (chunk.length === 0) return;
      tail.push(chunk);
      tailBytes += chunk.length;
      // Whole chunks are dropped, so that a flood costs no copying.
      for (let first = tail[0]; first && tailBytes - first.length >= half; first = tail[0]) {
        tail.shift();
        tailBytes -= first.length;
        leftOut += first.length;
      }
    },
    bytes() {
      const all = Buffer.concat(tail);
      const cut = Math.max(0, all.length - half);
      const gone = leftOut + cut;
      const gap = gone === 0 ? "" : `\n… ${gone.toLocaleString("en")} bytes left out …\n`;
      return Buffer.concat([head, Buffer.from(gap), all.subarray(cut)]);
    },
  };
}

/** Time that reading progress may take of each second: the expression is its owner's, the node is everybody's. */
const BUDGET_MS = 50;
/** A progress line is short; the rest of a longer one is not looked at. Units: characters. */
const LOOK_AT = 1024;

/** The newest share that a batch of lines tells; null: none. Looks from the end and stops when its time is up. */
export function createProgressWatch(
  read: (line: string) => number | null,
  now: () => number = () => performance.now(),
): (lines: readonly string[]) => number | null {
  let second = 0;
  let spentMs = 0;
  return (lines) => {
    for (const line of lines.toReversed()) {
      const from = now();
      if (Math.floor(from / 1000) !== second) [second, spentMs] = [Math.floor(from / 1000), 0];
      if (spentMs > BUDGET_MS) return null;
      const share = read(line.slice(0, LOOK_AT));
      spentMs += now() - from;
      if (share !== null) return share;
    }
    return null;
  };
}
