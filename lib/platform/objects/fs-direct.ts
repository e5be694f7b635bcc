/**
 * Writes that go to the disk itself and not by the kernel's memory (O_DIRECT). What an upload is acknowledged for must be on
 * the disk anyway, and filling fresh pages of that memory was the dearest part of taking one: 3 to 5 CPU-seconds for 2 GiB,
 * against 0.5 this way.
 */
import { constants, promises as fs } from "node:fs";
import type { FileHandle } from "node:fs/promises";

/** What the kernel asks of addresses, offsets and lengths; the largest block that disks have. Units: bytes. */
export const DIRECT_BLOCK = 4096;
/** One write. Larger ones gain nothing more. */
export const DIRECT_WRITE_BYTES = 512 * 1024;
/** Filled only while they are written, so a slow sender holds none. */
const SLOTS = 16;

/** WebAssembly's memory begins at a page's beginning, which Node promises of no other. Made when first needed. */
let slots: { memory: SharedArrayBuffer; free: Buffer[] } | null = null;
const waiting: ((slot: Buffer) => void)[] = [];

function slotsOf() {
  if (slots !== null) return slots;
  const pages = (SLOTS * DIRECT_WRITE_BYTES) / 65_536;
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const memory = buffer as ArrayBufferLike as SharedArrayBuffer;
  const free = Array.from({ length: SLOTS }, (_, i) =>
    Buffer.from(memory, i * DIRECT_WRITE_BYTES, DIRECT_WRITE_BYTES),
  );
  slots = { memory, free };
  return slots;
}

/** In which all slots lie: a thread that sees it too may read what one holds. */
export const slotMemory = (): SharedArrayBuffer => slotsOf().memory;

/** Null where the file system offers no such thing (some in memory), or the system is none that has it. */
export async function openDirect(path: string): Promise<FileHandle | null> {
  const { O_DIRECT, O_WRONLY } = constants;
  if (O_DIRECT === undefined) return null;
  return fs.open(path, O_WRONLY | O_DIRECT).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EINVAL" || error.code === "EOPNOTSUPP") return null;
    throw error;
  });
}

/** A buffer that the disk takes from directly, given to `work` alone. */
export async function withSlot(work: (slot: Buffer) => Promise<void>): Promise<void> {
  const { free } = slotsOf();
  const slot = free.pop() ?? (await new Promise<Buffer>((resolve) => waiting.push(resolve)));
  try {
    await work(slot);
  } finally {
    const next = waiting.shift();
    if (next === undefined) free.push(slot);
    else next(slot);
  }
}
