/** A .blend that is open: its blocks by code and by struct, its structs by pointer. */
import type { Blocks } from "./blocks.ts";
import { Budget, MAX_DNA_BYTES, MAX_ITEMS } from "./budget.ts";
import type { ByteSource } from "./byte-source.ts";
import { type Compression, openContainer } from "./container.ts";
import { bytesAt, type Content } from "./content.ts";
import { type Dna, readDna } from "./dna.ts";
import { CorruptBlend } from "./errors.ts";
import { type BlendHeader, MAX_HEADER_BYTES, readHeader } from "./header.ts";
import { type Pointer, PointerMap } from "./pointer-map.ts";
import { type Layout, StructView, textOf } from "./struct-view.ts";
import { dataOf, walkBlocks } from "./walk.ts";

/** Units: bytes. The largest struct that is read has 20 KB. */
const MAX_STRUCT_BYTES = 256 * 1024;
/** Units: bytes. A list of thousands of markers has some hundred kilobytes. */
const MAX_LIST_BYTES = 8 * 1024 ** 2;
/** Longest path that Blender takes is 1,024 bytes. */
const MAX_TEXT_BYTES = 4096;

export interface Opened {
  compression: Compression;
  header: BlendHeader;
  content: Content;
  blocks: Blocks;
  dna: Dna;
  budget: Budget;
}

/** Errors: BlendFileError. */
export async function openBlend(source: ByteSource): Promise<BlendReader> {
  const budget = new Budget(source.size);
  const { compression, content } = await openContainer(budget.watch(source), budget);
  const header = readHeader(await bytesAt(content, 0, MAX_HEADER_BYTES));
  const blocks = await walkBlocks(content, header, budget);
  let dnaBlock = blocks.length - 1;
  while (blocks.code(dnaBlock) !== "DNA1") dnaBlock--;
  if (blocks.size(dnaBlock) > MAX_DNA_BYTES)
    throw new CorruptBlend("the description of its data is too long");
  const dnaBytes = await dataOf(content, blocks, dnaBlock, MAX_DNA_BYTES);
  const dna = readDna(dnaBytes, header.pointerSize, header.endian === "little");
  return new BlendReader({ compression, header, content, blocks, dna, budget });
}

export class BlendReader {
  readonly opened: Opened;
  readonly #layout: Layout;
  readonly #byCode = new Map<string, number[]>();
  #ids: PointerMap | null = null;
  /** Of the data blocks that were looked into last. */
  readonly #inside = new Map<number, PointerMap>();

  constructor(opened: Opened) {
    this.opened = opened;
    const { dna, header, blocks } = opened;
    this.#layout = { dna, isLittle: header.endian === "little", pointerSize: header.pointerSize };
    for (let block = 0; block < blocks.length; block++) {
      const code = blocks.code(block);
      if (code === "DATA") continue;
      const list = this.#byCode.get(code);
      if (list === undefined) this.#byCode.set(code, [block]);
      else list.push(block);
    }
  }

  /** Blocks of a code ("SC", "IM", …; not "DATA") in the file's order. */
  coded(code: string): readonly number[] {
    return this.#byCode.get(code) ?? [];
  }

  /** DATA blocks of these structs in the file's order. */
  *dataOf(names: readonly string[]): Generator<number> {
    const { blocks, dna, budget } = this.opened;
    const wanted = new Set(names.map((name) => dna.index(name)).filter((index) => index > 0));
    if (wanted.size === 0) return;
    for (let block = 0; block < blocks.length; block++) {
      budget.step();
      if (wanted.has(blocks.struct(block)) && blocks.code(block) === "DATA") yield block;
    }
  }

  /** The struct at the beginning of a block. */
  async view(block: number): Promise<StructView> {
    return (await this.views(block, 1))[0] as StructView;
  }

  /** All structs of a block that holds an array, up to a bound; at least one. */
  async views(block: number, most = MAX_ITEMS): Promise<StructView[]> {
    const { blocks, dna, content, budget } = this.opened;
    budget.step();
    const struct = blocks.struct(block);
    const size = Math.max(1, dna.size(struct));
    const count = Math.max(1, Math.min(blocks.count(block), most, Math.floor(blocks.size(block) / size)));
    const bytes = await dataOf(content, blocks, block, Math.min(size * count, MAX_STRUCT_BYTES));
    const place = { block, owner: blocks.owner(block) };
    // Copies: who keeps a struct must not keep the window or the frame that it was read from.
    return Array.from(
      { length: Math.max(1, Math.min(count, Math.floor(bytes.length / size))) },
      (_, i) => new StructView(this.#layout, struct, bytes.slice(i * size, (i + 1) * size), place),
    );
  }

  /** The text that a pointer leads to. */
  async textAt(pointer: Pointer | null, owner: number): Promise<string> {
    const block = pointer === null ? null : this.find(pointer, owner);
    if (block === null) return "";
    const { content, blocks } = this.opened;
    return textOf(await dataOf(content, blocks, block, MAX_TEXT_BYTES));
  }

  /**
   * Where a pointer leads: among the DATA of the same data block first (since 3.x two of these may use one name), then
   * among the data blocks. Null where it leads out of the file.
   */
  find(pointer: Pointer, owner: number): number | null {
    return (owner < 0 ? null : this.#mapInside(owner).get(pointer)) ?? this.findId(pointer);
  }

  findId(pointer: Pointer): number | null {
    if (this.#ids === null) {
      const ids: number[] = [];
      for (const list of this.#byCode.values()) for (const block of list) ids.push(block);
      this.#ids = this.#map(ids);
    }
    return this.#ids.get(pointer);
  }

  async follow(pointer: Pointer | null, owner: number): Promise<StructView | null> {
    const block = pointer === null ? null : this.find(pointer, owner);
    return block === null ? null : this.view(block);
  }

  /** The items of a ListBase, each once, up to a bound; ends where the chain leaves the file or bites its tail. */
  async list(holder: StructView, path: string): Promise<StructView[]> {
    const found: StructView[] = [];
    const seen = new Set<number>();
    let [pointer, bytes] = [holder.pointer(`${path}.first`), 0];
    while (pointer !== null && found.length < MAX_ITEMS && bytes < MAX_LIST_BYTES) {
      const block = this.find(pointer, holder.owner);
      if (block === null || seen.has(block)) break;
      seen.add(block);
      const item = await this.view(block);
      found.push(item);
      bytes += item.bytes.length;
      pointer = item.pointer("next");
    }
    return found;
  }

  #map(blocks: readonly number[]): PointerMap {
    return new PointerMap(blocks, (block) => {
      // Each look counts: names can be chosen so that all fall on one place of the table.
      this.opened.budget.step();
      return this.opened.blocks.pointer(block);
    });
  }

  #mapInside(owner: number): PointerMap {
    const known = this.#inside.get(owner);
    if (known !== undefined) return known;
    const { blocks } = this.opened;
    const data: number[] = [];
    for (let block = owner + 1; block < blocks.length && blocks.owner(block) === owner; block++)
      data.push(block);
    const map = this.#map(data);
    if (this.#inside.size > 8) this.#inside.clear();
    this.#inside.set(owner, map);
    return map;
  }
}
