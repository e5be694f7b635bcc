/** Custom properties, where add-ons (Cycles is one) keep their settings: a tree of groups of named values. */
import { MAX_ITEMS } from "./budget.ts";
import type { BlendReader } from "./reader.ts";
import type { StructView } from "./struct-view.ts";

const [INT, FLOAT, GROUP, DOUBLE, BOOL] = [1, 2, 6, 8, 10] as const;

export type Properties = ReadonlyMap<string, number>;

/**
 * The numbers of a named group, e.g. "cycles", of what the pointer in `path` leads to; null where there is none.
 * Only what was ever changed is stored.
 */
export async function readGroup(
  reader: BlendReader,
  holder: StructView,
  path: string,
  name: string,
): Promise<Properties | null> {
  const root = await reader.follow(holder.pointer(path), holder.owner);
  if (root === null) return null;
  const group = await findChild(reader, root, name);
  if (group === null || group.number("type", 0) !== GROUP) return null;
  const values = new Map<string, number>();
  for (const child of await children(reader, group)) {
    const value = numberOf(child, reader.opened.header.endian === "little");
    if (value !== null && values.size < MAX_ITEMS) values.set(child.text("name"), value);
  }
  return values;
}

async function children(reader: BlendReader, group: StructView): Promise<StructView[]> {
  return reader.list(group, "data.group");
}

async function findChild(reader: BlendReader, group: StructView, name: string): Promise<StructView | null> {
  for (const child of await children(reader, group)) if (child.text("name") === name) return child;
  return null;
}

function numberOf(property: StructView, isLittle: boolean): number | null {
  const { bytes } = property;
  const bits = new DataView(new ArrayBuffer(8));
  const [val, val2] = [property.number("data.val", null), property.number("data.val2", null)];
  if (val === null || val2 === null || bytes.length === 0) return null;
  switch (property.number("type", -1)) {
    case INT:
      return val;
    case BOOL:
      return val === 0 ? 0 : 1;
    case FLOAT:
      bits.setInt32(0, val);
      return bits.getFloat32(0);
    case DOUBLE:
      // Eight bytes over both; the first holds the low half in little endian files.
      bits.setInt32(isLittle ? 4 : 0, val);
      bits.setInt32(isLittle ? 0 : 4, val2);
      return bits.getFloat64(0);
    default:
      return null;
  }
}
