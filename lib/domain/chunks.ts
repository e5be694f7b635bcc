/**
 * Cuts a file's bytes into chunks where the bytes themselves say so: a change moves the cuts near it and no others, so a file
 * that was saved again shares most of its chunks with what is stored. Pure; the same on every machine, for ever: other cuts
 * would find nothing of what is stored.
 * Source: Xia et al., "FastCDC" (2016): a gear hash over a window of 32 bytes, cuts skipped below a least length.
 */

/** Units: bytes. One changed byte costs about one mean chunk; smaller ones make lists long (a 10 GB file: 70,000). */
export const LEAST_CHUNK = 32 * 1024;
export const MOST_CHUNK = 512 * 1024;
/** A cut where the hash's highest 17 bits are zero: every 128 KiB beyond the least, on average. */
const CUT_BITS = 17;
const SHIFT = 32 - CUT_BITS;

/** 256 words without pattern, from a linear congruential row (Numerical Recipes' constants), high halves mixed in. */
const GEAR = (() => {
  const words = new Int32Array(256);
  let state = 0x9e3779b9;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state;
  };
  for (let at = 0; at < words.length; at++) words[at] = (next() & 0xffff0000) | (next() >>> 16);
  return words;
})();

/**
 * Length of the first chunk of `bytes` from `start`, or null when it may go on beyond what is there.
 * Units: bytes. `isEnd`: nothing follows `bytes`.
 */
export function chunkLength(bytes: Uint8Array, start: number, isEnd: boolean): number | null {
  const there = bytes.length - start;
  const limit = Math.min(there, MOST_CHUNK);
  let hash = 0;
  // The window is warm by the time a cut is allowed.
  for (let at = LEAST_CHUNK - 32; at < limit; at++) {
    hash = ((hash << 1) + (GEAR[bytes[start + at] as number] as number)) | 0;
    if (at >= LEAST_CHUNK && hash >>> SHIFT === 0) return at + 1;
  }
  if (limit === MOST_CHUNK) return MOST_CHUNK;
  return isEnd ? there : null;
}

/** The stream's bytes as chunks. An empty stream has none. A chunk is good until the next is asked for. */
export async function* chunksOf(
  stream: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  for await (const piece of stream) {
    rest = joined(rest, piece);
    let start = 0;
    while (rest.length - start >= MOST_CHUNK) {
      const length = chunkLength(rest, start, false) ?? MOST_CHUNK;
      yield rest.subarray(start, start + length);
      start += length;
    }
    rest = rest.subarray(start);
  }
  for (let start = 0; start < rest.length; ) {
    const length = chunkLength(rest, start, true) ?? rest.length - start;
    yield rest.subarray(start, start + length);
    start += length;
  }
}

function joined(a: Uint8Array<ArrayBuffer>, b: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
