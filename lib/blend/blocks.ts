/** The list of a file's blocks, as columns of numbers: 40 bytes each, whatever they hold. */
import { MAX_BLOCKS } from "./budget.ts";
import { BeyondLimits, CorruptBlend } from "./errors.ts";
import type { Pointer } from "./pointer-map.ts";

export interface BlockHead {
  code: string;
  /** Where its data begins. */
  offset: number;
  length: number;
  low: number;
  high: number;
  /** Index of its struct in the file's DNA. */
  struct: number;
  count: number;
}

const FIRST = 4096;
/** What no file needs more of: it bounds the table of names. */
const MAX_CODES = 1000;

export class Blocks {
  length = 0;
  readonly codes: string[] = [];
  readonly #codeOf = new Map<string, number>();
  #code = new Uint16Array(FIRST);
  #offset = new Float64Array(FIRST);
  #size = new Float64Array(FIRST);
  #low = new Uint32Array(FIRST);
  #high = new Uint32Array(FIRST);
  #struct = new Int32Array(FIRST);
  #count = new Int32Array(FIRST);
  #owner = new Int32Array(FIRST);
  #latestOwner = -1;

  /** Errors: BeyondLimits. */
  add(head: BlockHead): void {
    if (this.length >= MAX_BLOCKS) throw new BeyondLimits("it has more parts than any scene");
    if (this.length === this.#code.length) this.#grow();
    const at = this.length++;
    if (head.code !== "DATA") this.#latestOwner = at;
    this.#code[at] = this.#number(head.code);
    this.#offset[at] = head.offset;
    this.#size[at] = head.length;
    this.#low[at] = head.low;
    this.#high[at] = head.high;
    this.#struct[at] = head.struct;
    this.#count[at] = Math.min(head.count, 0x7fffffff);
    this.#owner[at] = this.#latestOwner;
  }

  code(block: number): string {
    return this.codes[this.#code[block] as number] ?? "";
  }
  offset(block: number): number {
    return this.#offset[block] as number;
  }
  size(block: number): number {
    return this.#size[block] as number;
  }
  pointer(block: number): Pointer {
    return { low: this.#low[block] as number, high: this.#high[block] as number };
  }
  struct(block: number): number {
    return this.#struct[block] as number;
  }
  count(block: number): number {
    return this.#count[block] as number;
  }
  /** The block that is not DATA before it: the data block that it belongs to; itself for one of those; -1 for none. */
  owner(block: number): number {
    return this.#owner[block] as number;
  }

  #number(code: string): number {
    const known = this.#codeOf.get(code);
    if (known !== undefined) return known;
    if (this.codes.length >= MAX_CODES) throw new CorruptBlend("its parts have no sensible names");
    this.codes.push(code);
    this.#codeOf.set(code, this.codes.length - 1);
    return this.codes.length - 1;
  }

  #grow(): void {
    const twice = <Column extends { set(from: Column): void; length: number }>(
      column: Column,
      make: new (length: number) => Column,
    ): Column => {
      const grown = new make(column.length * 2);
      grown.set(column);
      return grown;
    };
    this.#code = twice(this.#code, Uint16Array);
    this.#offset = twice(this.#offset, Float64Array);
    this.#size = twice(this.#size, Float64Array);
    this.#low = twice(this.#low, Uint32Array);
    this.#high = twice(this.#high, Uint32Array);
    this.#struct = twice(this.#struct, Int32Array);
    this.#count = twice(this.#count, Int32Array);
    this.#owner = twice(this.#owner, Int32Array);
  }
}
