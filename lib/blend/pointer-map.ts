/**
 * From what Blender calls a pointer (64 bits that only name a block) to the block. An open hash table of numbers: a Map
 * of texts would need ten times the memory for two million blocks.
 */
export interface Pointer {
  low: number;
  high: number;
}

const mix = (low: number, high: number): number =>
  (Math.imul(low ^ (low >>> 15), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)) >>> 0;

export class PointerMap {
  readonly #slots: Int32Array;
  readonly #mask: number;
  readonly #at: (block: number) => Pointer;

  /** `at`: the name of a block. Of two blocks with one name the first counts. */
  constructor(blocks: readonly number[] | Int32Array, at: (block: number) => Pointer) {
    let slots = 16;
    while (slots < blocks.length * 2) slots *= 2;
    this.#slots = new Int32Array(slots).fill(-1);
    this.#mask = slots - 1;
    this.#at = at;
    for (const block of blocks) {
      const { low, high } = at(block);
      const slot = this.#find(low, high);
      if (this.#slots[slot] === -1) this.#slots[slot] = block;
    }
  }

  get(pointer: Pointer): number | null {
    const block = this.#slots[this.#find(pointer.low, pointer.high)] as number;
    return block === -1 ? null : block;
  }

  #find(low: number, high: number): number {
    for (
      let slot = (mix(low, high) ^ (mix(low, high) >>> 16)) & this.#mask;
      ;
      slot = (slot + 1) & this.#mask
    ) {
      const block = this.#slots[slot] as number;
      if (block === -1) return slot;
      const there = this.#at(block);
      if (there.low === low && there.high === high) return slot;
    }
  }
}
