/**
 * SHA-256 of a part, base64, for storage to check. WebCrypto where the page may use it (https, localhost); a farm opened
 * over plain http in a home network has none, so the same sum is computed here.
 * Source: FIPS 180-4.
 */

/** First 32 bits of the fractional parts of the n-th roots of the first primes, as the standard defines its constants. */
function primeRoots(count: number, power: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  return primes.map((p) => ((p ** power - Math.floor(p ** power)) * 2 ** 32) | 0);
}
const ROUNDS = Int32Array.from(primeRoots(64, 1 / 3));
const START = primeRoots(8, 1 / 2);

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function mix(state: Int32Array, words: Int32Array): void {
  for (let t = 16; t < 64; t++) {
    const [w2, w15] = [words[t - 2] as number, words[t - 15] as number];
    const s1 = turn(w2, 17) ^ turn(w2, 19) ^ (w2 >>> 10);
    const s0 = turn(w15, 7) ^ turn(w15, 18) ^ (w15 >>> 3);
    words[t] = (s1 + (words[t - 7] as number) + s0 + (words[t - 16] as number)) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let t = 0; t < 64; t++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[t] as number) + (words[t] as number)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) state[at] = ((state[at] as number) + word) | 0;
}

/** The sum without WebCrypto. Units: bytes in, 32 bytes out. */
export function sha256InScript(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const state = Int32Array.from(START);
  const words = new Int32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let t = 0; t < 16; t++) words[t] = view.getInt32(block + t * 4);
    mix(state, words);
  }
  const sum = new DataView(new ArrayBuffer(32));
  for (const [at, word] of state.entries()) sum.setInt32(at * 4, word);
  return new Uint8Array(sum.buffer);
}

async function sum(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  // Absent outside secure contexts, whatever its type says.
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return sha256InScript(bytes);
  return new Uint8Array(await subtle.digest("SHA-256", bytes));
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  let text = "";
  for (const byte of await sum(bytes)) text += HEX[byte] ?? "";
  return text;
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** Base64 of the bytes' SHA-256, as `x-amz-checksum-sha256` wants it. */
export async function sha256Base64(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return base64(await sum(bytes));
}
