/**
 * DNA1: how each struct of this very file is laid out. Names stay the old ones of C for ever, whatever Blender calls a
 * field today. Never kept from one file to another: two builds of one version differ.
 * Source: Blender's makesdna/intern/dna_genfile.cc.
 */
import { CorruptBlend } from "./errors.ts";

export interface Field {
  offset: number;
  /** Name of its type, e.g. "short", "ListBase". */
  type: string;
  isPointer: boolean;
  /** Elements of the array; 1 for a single value. */
  count: number;
  /** Units: bytes, of all elements. */
  size: number;
}

interface Struct {
  type: number;
  size: number;
  fields: ReadonlyMap<string, Field>;
}

const NO_FIELDS: ReadonlyMap<string, Field> = new Map();

export class Dna {
  readonly #types: readonly string[];
  readonly #structs: readonly Struct[];
  readonly #structOf = new Map<string, number>();
  readonly #paths = new Map<string, Field | null>();

  constructor(types: readonly string[], structs: readonly Struct[]) {
    this.#types = types;
    this.#structs = structs;
    structs.forEach((struct, index) => this.#structOf.set(types[struct.type] ?? "", index));
  }

  get structs(): number {
    return this.#structs.length;
  }
  name(struct: number): string {
    return this.#types[this.#structs[struct]?.type ?? -1] ?? "";
  }
  size(struct: number): number {
    return this.#structs[struct]?.size ?? 0;
  }
  /** -1 when this file has no such struct. */
  index(name: string): number {
    return this.#structOf.get(name) ?? -1;
  }

  /** Shape: (Scene, "r.im_format.imtype") → {offset, type: "char", …}; null when this file has no such field. */
  field(struct: number, path: string): Field | null {
    const key = `${struct}:${path}`;
    const known = this.#paths.get(key);
    if (known !== undefined) return known;
    const found = this.#find(struct, path);
    this.#paths.set(key, found);
    return found;
  }

  #find(struct: number, path: string): Field | null {
    let [offset, at] = [0, struct];
    const names = path.split(".");
    for (const [depth, name] of names.entries()) {
      const field = (this.#structs[at]?.fields ?? NO_FIELDS).get(name);
      if (field === undefined) return null;
      offset += field.offset;
      if (depth === names.length - 1) return { ...field, offset };
      if (field.isPointer) return null;
      at = this.index(field.type);
    }
    return null;
  }
}

/** Errors: CorruptBlend. */
export function readDna(bytes: Uint8Array, pointerSize: 4 | 8, isLittle: boolean): Dna {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 4;
  const wrong = (what: string): never => {
    throw new CorruptBlend(`the description of its data has no sensible ${what}`);
  };
  const tag = (name: string) => {
    at = (at + 3) & ~3;
    if (String.fromCharCode(...bytes.subarray(at, at + 4)) !== name) wrong(name);
    at += 4;
  };
  const number = (): number => {
    if (at + 4 > bytes.length) wrong("end");
    const value = view.getUint32(at, isLittle);
    at += 4;
    return value;
  };
  const short = (): number => {
    if (at + 2 > bytes.length) wrong("end");
    const value = view.getUint16(at, isLittle);
    at += 2;
    return value;
  };
  const texts = (name: string): string[] => {
    tag(name);
    const count = number();
    if (count > bytes.length - at) wrong(name);
    const list: string[] = [];
    for (let i = 0; i < count; i++) {
      const end = bytes.indexOf(0, at);
      if (end === -1) wrong(name);
      list.push(latin1(bytes.subarray(at, end)));
      at = end + 1;
    }
    return list;
  };
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== "SDNA") wrong("beginning");
  const names = texts("NAME").map((name) => parseName(name, wrong));
  const types = texts("TYPE");
  tag("TLEN");
  const lengths = types.map(short);
  tag("STRC");
  const count = number();
  if (count > (bytes.length - at) / 4) wrong("STRC");
  const structs: Struct[] = [];
  for (let i = 0; i < count; i++) {
    const type = short();
    const fields = new Map<string, Field>();
    let offset = 0;
    for (let left = short(); left > 0; left--) {
      const fieldType = short();
      const name = names[short()] ?? wrong("field");
      const each = name.isPointer ? pointerSize : (lengths[fieldType] ?? wrong("type"));
      const size = each * name.count;
      fields.set(name.text, { ...name, offset, type: types[fieldType] ?? "", size });
      offset += size;
    }
    structs.push({ type, size: lengths[type] ?? wrong("struct"), fields });
  }
  return new Dna(types, structs);
}

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 256));

/** Shape: "*next" → next, a pointer; "mat[4][4]" → mat, 16; "(*func)()" → func, a pointer. */
function parseName(
  name: string,
  wrong: (what: string) => never,
): { text: string; isPointer: boolean; count: number } {
  let count = 1;
  for (const found of name.matchAll(/\[(\d+)\]/g)) count *= Number(found[1]);
  if (count > 0x7fffffff) wrong("array");
  return { text: /\w+/.exec(name)?.[0] ?? "", isPointer: /^\(?\*/.test(name), count };
}
