/** What is known of an upload in parts, in memory and in the small files of its folder. */
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { z } from "zod";
import { readSmallFile, writeSmallFile } from "./fs-files.ts";
import { MultipartMissing, type ObjectHead } from "./object-store.ts";

const planShape = z.object({
  bucket: z.string(),
  key: z.string(),
  /** Null: an S3 client's, that says with each part how long it is. Units: bytes. */
  sizeBytes: z.number().nullable(),
  partSizeBytes: z.number().nullable(),
  /** Of the object that it becomes. */
  headers: z.record(z.string(), z.string()).default({}),
  /** Units: milliseconds since 1970. */
  startedAt: z.number().default(0),
});
export type Plan = z.infer<typeof planShape>;

const partShape = z.object({
  number: z.number(),
  sizeBytes: z.number(),
  etag: z.string(),
  /** Base64, by name. */
  sums: z.record(z.string(), z.string()),
  modifiedAt: z.coerce.date(),
  /** In the one file, at (number - 1) × stride; otherwise in a file of its own. */
  isInPlace: z.boolean(),
  stride: z.number().nullable(),
});
export type Part = z.infer<typeof partShape>;
/** `boot`: the machine's run in which the part was written but not yet known to be on the disk itself. */
const noteShape = z.object({ ...partShape.shape, boot: z.string().nullable() });

export interface PartUpload {
  plan: Plan;
  folder: string;
  /** The one file. */
  data: string;
  parts: Map<number, Part>;
  /** How far parts lie apart in the one file. Units: bytes; null before the first. */
  stride: number | null;
  receiving: Map<number, { body: Readable; ended: Promise<void> }>;
  /** Written, and not yet known to be on the disk itself. */
  unsettled: Set<Part>;
  settling: Promise<void> | null;
  completing: Promise<ObjectHead> | null;
}

/** The kernel's name for this run of the machine: what was only in its memory is gone in the next. */
const BOOT = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();

export const noteOf = (upload: Pick<PartUpload, "folder">, part: number) =>
  join(upload.folder, `part-${part}.json`);

/** Never synced: a note that a power cut takes only makes its part be sent again. */
export const writePartNote = (upload: PartUpload, part: Part, state: "this boot" | "settled") =>
  writeSmallFile(
    noteOf(upload, part.number),
    JSON.stringify({ ...part, boot: state === "settled" ? null : BOOT }),
    { isSynced: false },
  );

async function readPartNote(path: string): Promise<Part | null> {
  try {
    const { boot, ...part } = noteShape.parse(JSON.parse((await readSmallFile(path)) ?? "null"));
    return boot === null || boot === BOOT ? part : null;
  } catch {
    return null;
  }
}

/** Errors: MultipartMissing. */
export async function loadUpload(root: string, id: string): Promise<PartUpload> {
  const folder = join(root, id);
  const text = await readSmallFile(join(folder, "plan.json"));
  if (text === null) throw new MultipartMissing(id);
  const plan = planShape.parse(JSON.parse(text));
  const parts = new Map<number, Part>();
  for (const name of await readdir(folder)) {
    if (!/^part-\d+\.json$/.test(name)) continue;
    const part = await readPartNote(join(folder, name));
    if (part !== null) parts.set(part.number, part);
  }
  return {
    plan,
    folder,
    data: join(folder, "data"),
    parts,
    stride: plan.partSizeBytes ?? [...parts.values()].find((part) => part.stride !== null)?.stride ?? null,
    receiving: new Map(),
    unsettled: new Set(),
    settling: null,
    completing: null,
  };
}
