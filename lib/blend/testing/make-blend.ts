/** Writes small .blend files for tests: any pointer size, byte order and header, over a DNA that is made for it. */

export interface Shape {
  pointerSize?: 4 | 8;
  endian?: "little" | "big";
  /** 500 and later get the header of 5.0. */
  version?: number;
}

/** Struct by struct: the fields as C writes them. Sizes follow from them. */
export const DNA: Readonly<Record<string, readonly string[]>> = {
  Link: ["Link *next", "Link *prev"],
  ListBase: ["void *first", "void *last"],
  ID: [
    "void *next",
    "Library *lib",
    "char name[24]",
    "int us",
    "IDProperty *properties",
    "IDProperty *system_properties",
  ],
  IDPropertyData: ["void *pointer", "ListBase group", "int val", "int val2"],
  IDProperty: [
    "IDProperty *next",
    "char type",
    "char subtype",
    "short flag",
    "char name[32]",
    "IDPropertyData data",
  ],
  FileGlobal: [
    "char subvstr[4]",
    "short subversion",
    "short minversion",
    "short minsubversion",
    "short pad",
    "Scene *curscene",
  ],
  rctf: ["float xmin", "float xmax", "float ymin", "float ymax"],
  ImageFormatData: ["char imtype", "char depth", "short pad", "int pad2"],
  RenderData: [
    "ImageFormatData im_format",
    "int sfra",
    "int efra",
    "int frame_step",
    "int xsch",
    "int ysch",
    "short size",
    "short frs_sec",
    "float frs_sec_base",
    "int mode",
    "int scemode",
    "rctf border",
    "char engine[32]",
    "char pic[64]",
  ],
  SceneEEVEE: ["int flag", "int taa_render_samples"],
  Scene: [
    "ID id",
    "Object *camera",
    "RenderData r",
    "SceneEEVEE eevee",
    "ListBase markers",
    "ListBase view_layers",
  ],
  TimeMarker: ["TimeMarker *next", "TimeMarker *prev", "int frame", "int pad", "Object *camera"],
  ViewLayer: ["ViewLayer *next", "ViewLayer *prev", "char name[16]", "short flag", "short pad[3]"],
  Object: ["ID id", "short type", "short pad[3]"],
  Camera: ["ID id"],
  Image: [
    "ID id",
    "char name[64]",
    "short source",
    "short type",
    "int pad",
    "PackedFile *packedfile",
    "ListBase tiles",
  ],
  ImageTile: ["ImageTile *next", "ImageTile *prev", "int tile_number", "int pad"],
  Library: ["ID id", "char name[64]"],
  StripElem: ["char name[32]"],
  Strip: ["StripElem *stripdata", "char dir[64]"],
  Sequence: ["Sequence *next", "Sequence *prev", "Strip *strip", "int type", "int pad", "ListBase seqbase"],
  MeshCacheModifierData: ["void *next", "char filepath[64]"],
  ChannelDriver: ["void *next", "char expression[32]", "int type", "int pad"],
  Text: ["ID id", "char *name", "int flags", "int pad"],
};

const SIZES: Readonly<Record<string, number>> = { char: 1, short: 2, int: 4, float: 4, void: 0 };

type Value = number | string;
export type Values = Readonly<Record<string, Value>>;

interface Slot {
  type: string;
  name: string;
  isPointer: boolean;
  count: number;
}

const slots = (struct: string): Slot[] =>
  (DNA[struct] ?? []).map((line) => {
    const [type = "", name = ""] = line.split(" ");
    const count = Number(/\[(\d+)\]/.exec(name)?.[1] ?? 1);
    return { type, name, isPointer: name.startsWith("*"), count };
  });

export class BlendMaker {
  readonly #shape: Required<Shape>;
  readonly #parts: Uint8Array[] = [];
  readonly #structs = Object.keys(DNA);

  constructor({ pointerSize = 8, endian = "little", version = 304 }: Shape = {}) {
    this.#shape = { pointerSize, endian, version };
    const head =
      version >= 500
        ? `BLENDER17-01v0${version}`
        : `BLENDER${pointerSize === 8 ? "-" : "_"}${endian === "little" ? "v" : "V"}${version}`;
    this.#parts.push(ascii(head));
  }

  /** `pointer`: what others call it. */
  struct(code: string, struct: string, pointer: number, values: Values = {}): this {
    const bytes = new Uint8Array(this.#size(struct));
    for (const [path, value] of Object.entries(values)) this.#write(bytes, struct, path, value);
    return this.block(code, bytes, { pointer, struct: this.#structs.indexOf(struct) });
  }

  block(
    code: string,
    bytes: Uint8Array,
    { pointer = 0, struct = 0, count = 1, length = bytes.length } = {},
  ): this {
    const { version, pointerSize, endian } = this.#shape;
    const isLittle = endian === "little";
    const isLarge = version >= 500;
    const head = new DataView(new ArrayBuffer(isLarge ? 32 : pointerSize === 8 ? 24 : 20));
    const text = ascii(code);
    // A code is a number: two letters lie at the other end in big endian files.
    text.forEach((letter, i) => head.setUint8(isLittle ? i : 4 - text.length + i, letter));
    if (isLarge) {
      head.setInt32(4, struct, true);
      head.setBigUint64(8, BigInt(pointer), true);
      head.setBigInt64(16, BigInt(length), true);
      head.setBigInt64(24, BigInt(count), true);
    } else {
      head.setInt32(4, length, isLittle);
      if (pointerSize === 8) head.setBigUint64(8, BigInt(pointer), isLittle);
      else head.setUint32(8, pointer, isLittle);
      head.setInt32(8 + pointerSize, struct, isLittle);
      head.setInt32(12 + pointerSize, count, isLittle);
    }
    this.#parts.push(new Uint8Array(head.buffer), bytes);
    return this;
  }

  /** With its DNA and its end. */
  end(dna: Uint8Array = this.dna()): Uint8Array {
    return this.block("DNA1", dna).block("ENDB", new Uint8Array()).bytes();
  }

  bytes(): Uint8Array {
    return concat(this.#parts);
  }

  dna(): Uint8Array {
    const all = this.#structs.flatMap((struct) => slots(struct));
    const names = [...new Set(all.map((slot) => slot.name))];
    const types = [...new Set([...Object.keys(SIZES), ...this.#structs, ...all.map((slot) => slot.type)])];
    const parts: Uint8Array[] = [ascii("SDNA")];
    const pad = () => parts.push(new Uint8Array((4 - (concat(parts).length % 4)) % 4));
    for (const [tag, texts] of [
      ["NAME", names],
      ["TYPE", types],
    ] as const) {
      parts.push(ascii(tag), this.#int(texts.length), ...texts.map((text) => ascii(`${text}\0`)));
      pad();
    }
    parts.push(ascii("TLEN"), ...types.map((type) => this.#short(SIZES[type] ?? this.#size(type))));
    pad();
    parts.push(ascii("STRC"), this.#int(this.#structs.length));
    for (const struct of this.#structs) {
      const its = slots(struct);
      parts.push(this.#short(types.indexOf(struct)), this.#short(its.length));
      for (const { type, name } of its)
        parts.push(this.#short(types.indexOf(type)), this.#short(names.indexOf(name)));
    }
    return concat(parts);
  }

  #size(type: string): number {
    if (!(type in DNA)) return SIZES[type] ?? 0;
    return slots(type).reduce((sum, slot) => sum + this.#slotSize(slot), 0);
  }
  #slotSize(slot: Slot): number {
    return (slot.isPointer ? this.#shape.pointerSize : this.#size(slot.type)) * slot.count;
  }

  #write(bytes: Uint8Array, struct: string, path: string, value: Value): void {
    const [first = "", ...rest] = path.split(".");
    let at = 0;
    for (const slot of slots(struct)) {
      if (slot.name.replace(/^\*|\[.*$/g, "") === first) {
        const its = bytes.subarray(at, at + this.#slotSize(slot));
        return rest.length > 0
          ? this.#write(its, slot.type, rest.join("."), value)
          : this.#put(its, slot, value);
      }
      at += this.#slotSize(slot);
    }
    throw new Error(`There is no ${path} in ${struct}.`);
  }

  #put(bytes: Uint8Array, slot: Slot, value: Value): void {
    if (typeof value === "string") return bytes.set(ascii(value).subarray(0, bytes.length));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isLittle = this.#shape.endian === "little";
    if (slot.isPointer && bytes.length === 8) view.setBigUint64(0, BigInt(value), isLittle);
    else if (slot.isPointer) view.setUint32(0, value, isLittle);
    else if (slot.type === "float") view.setFloat32(0, value, isLittle);
    else if (slot.type === "short") view.setInt16(0, value, isLittle);
    else if (slot.type === "char") view.setInt8(0, value);
    else view.setInt32(0, value, isLittle);
  }

  #int(value: number): Uint8Array {
    const view = new DataView(new ArrayBuffer(4));
    view.setInt32(0, value, this.#shape.endian === "little");
    return new Uint8Array(view.buffer);
  }
  #short(value: number): Uint8Array {
    const view = new DataView(new ArrayBuffer(2));
    view.setInt16(0, value, this.#shape.endian === "little");
    return new Uint8Array(view.buffer);
  }
}

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
