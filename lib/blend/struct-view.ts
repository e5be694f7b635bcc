/** One struct of a file, its fields by name. What a file does not have, or has too short, is the fallback. */
import type { Dna, Field } from "./dna.ts";
import type { Pointer } from "./pointer-map.ts";

// A mark of byte order is part of a name like any other letter.
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Up to its zero; in the encoding of old systems where it is no UTF-8. */
export function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const its = end === -1 ? bytes : bytes.subarray(0, end);
  try {
    return strict.decode(its);
  } catch {
    // Not the browser's "latin1", which is Windows' code page.
    return Array.from(its, (byte) => String.fromCharCode(byte)).join("");
  }
}

export interface Layout {
  dna: Dna;
  isLittle: boolean;
  pointerSize: 4 | 8;
}

export class StructView {
  readonly bytes: Uint8Array;
  /** The block that it is in, and the data block which that belongs to. */
  readonly block: number;
  readonly owner: number;
  readonly #layout: Layout;
  readonly #struct: number;
  readonly #data: DataView;

  constructor(layout: Layout, struct: number, bytes: Uint8Array, place: { block: number; owner: number }) {
    this.#layout = layout;
    this.#struct = struct;
    this.bytes = bytes;
    this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.block = place.block;
    this.owner = place.owner;
  }

  get structName(): string {
    return this.#layout.dna.name(this.#struct);
  }

  has(path: string): boolean {
    return this.#field(path) !== null;
  }

  /** The first number of the field; whole or not. */
  number<Fallback extends number | null>(path: string, fallback: Fallback): number | Fallback {
    return this.numberAt(path, 0) ?? fallback;
  }

  numberAt(path: string, index: number): number | null {
    const field = this.#field(path);
    if (field === null || field.isPointer || index >= field.count) return null;
    const { isLittle } = this.#layout;
    const at = field.offset + (field.size / field.count) * index;
    switch (field.type) {
      case "char":
      case "int8_t":
        return this.#data.getInt8(at);
      case "uchar":
      case "uint8_t":
      case "bool":
        return this.#data.getUint8(at);
      case "short":
        return this.#data.getInt16(at, isLittle);
      case "ushort":
        return this.#data.getUint16(at, isLittle);
      // DNA's long is four bytes on every system.
      case "int":
      case "long":
        return this.#data.getInt32(at, isLittle);
      case "ulong":
        return this.#data.getUint32(at, isLittle);
      case "float":
        return this.#data.getFloat32(at, isLittle);
      case "double":
        return this.#data.getFloat64(at, isLittle);
      case "int64_t":
        return Number(this.#data.getBigInt64(at, isLittle));
      case "uint64_t":
        return Number(this.#data.getBigUint64(at, isLittle));
      default:
        return null;
    }
  }

  text(path: string): string {
    const field = this.#field(path);
    if (field === null || field.isPointer) return "";
    return textOf(this.bytes.subarray(field.offset, field.offset + field.size));
  }

  /** Null for a pointer to nothing, and where there is no such field. */
  pointer(path: string, index = 0): Pointer | null {
    const field = this.#field(path);
    if (field === null || !field.isPointer || index >= field.count) return null;
    const { isLittle, pointerSize } = this.#layout;
    const at = field.offset + index * pointerSize;
    if (pointerSize === 4) {
      const low = this.#data.getUint32(at, isLittle);
      return low === 0 ? null : { low, high: 0 };
    }
    const first = this.#data.getUint32(at, isLittle);
    const second = this.#data.getUint32(at + 4, isLittle);
    const [low, high] = isLittle ? [first, second] : [second, first];
    return low === 0 && high === 0 ? null : { low, high };
  }

  #field(path: string): Field | null {
    const field = this.#layout.dna.field(this.#struct, path);
    return field !== null && field.size > 0 && field.offset + field.size <= this.bytes.length ? field : null;
  }
}
