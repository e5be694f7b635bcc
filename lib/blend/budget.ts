/**
 * What one reading may cost, so that no file can hold a browser or the farm up. Real files stay far below: of 750 looked
 * at, none had more than 48,160 blocks or unpacked to more than 20 times its size.
 */
import type { ByteSource } from "./byte-source.ts";
import { BeyondLimits } from "./errors.ts";

export const MAX_BLOCKS = 2_000_000;
/** Of one thing that the reader walks or lists: strips, markers, properties, paths. */
export const MAX_ITEMS = 20_000;
/** Units: bytes. What is kept of a file that can only be unpacked from its beginning. */
export const MAX_KEPT_BYTES = 128 * 1024 ** 2;
/** Units: bytes. Larger than any window that Blender or the zstd program asks for by itself (8 MiB at level 19). */
export const MAX_WINDOW_BYTES = 32 * 1024 ** 2;
/** Units: bytes. 135 KB is the largest seen. */
export const MAX_DNA_BYTES = 4 * 1024 ** 2;

/** Below this much, how well it packs says nothing. Units: bytes. */
const RATIO_FROM_BYTES = 48 * 1024 ** 2;
const MAX_RATIO = 200;
/** Units: milliseconds, without waiting for the source. Real files take 5 to 200. */
const LEAST_MS = 1800;
/** Each packed megabyte earns so much more: gzip unpacks 1 MB of input in 10 to 20 ms on slow machines. */
const MS_PER_MB = 60;

export class Budget {
  readonly #inputBytes: number;
  readonly #now: () => number;
  readonly #began: number;
  #unpacked = 0;
  #waitedMs = 0;
  #ticks = 0;

  constructor(inputBytes: number, now: () => number = () => performance.now()) {
    this.#inputBytes = inputBytes;
    this.#now = now;
    this.#began = now();
  }

  /** The source, whose slowness is not the file's fault: a store far away answers in its own time. */
  watch(source: ByteSource): ByteSource {
    const wait = async (reading: Promise<Uint8Array>): Promise<Uint8Array> => {
      const began = this.#now();
      const bytes = await reading;
      this.#waitedMs += this.#now() - began;
      return bytes;
    };
    return {
      size: source.size,
      read(offset, length) {
        const reading = source.read(offset, length);
        return reading instanceof Promise ? wait(reading) : reading;
      },
    };
  }

  /** Errors: BeyondLimits for what unpacks without end. */
  unpack(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > RATIO_FROM_BYTES && this.#unpacked > MAX_RATIO * this.#inputBytes)
      throw new BeyondLimits("it unpacks to far more than any scene");
    this.checkTime();
  }

  /** Now and then, from loops over what the file says. */
  step(): void {
    this.#ticks += 1;
    if (this.#ticks % 1024 === 0) this.checkTime();
  }

  checkTime(): void {
    if (this.#now() - this.#began - this.#waitedMs > LEAST_MS + (this.#inputBytes / 1e6) * MS_PER_MB)
      throw new BeyondLimits("reading it takes too long");
  }
}
