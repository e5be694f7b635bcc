/**
 * Uploads in parts on disk: one file of the whole size (sparse at first), each part written straight to its place, a small
 * note for each part that is there. So nothing is copied together at the end, and a restart keeps what has arrived.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, open, readdir, rm, stat, statfs } from "node:fs/promises";
import { IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { z } from "zod";
import type { FileHasher } from "./file-hasher.ts";
import { headOf, moveInto, readSmallFile, syncFolder, writeSmallFile } from "./fs-files.ts";
import { storeError, writeStream } from "./fs-write.ts";
import {
  ChecksumMismatch,
  MultipartIncomplete,
  MultipartMissing,
  type ObjectHead,
  type StoredPart,
  StoreFull,
} from "./object-store.ts";

/** A part has another length than the plan says. */
export class PartLengthError extends Error {
  readonly code = "part_length";
  constructor(part: number, expected: number | null, came: number) {
    super(
      expected === null
        ? `The upload has no part ${part}.`
        : `Part ${part} has ${expected} bytes, ${came} were announced or came.`,
    );
    this.name = "PartLengthError";
  }
}

/** S3's most. */
const MAX_PARTS = 10_000;
/** Units: milliseconds. So long a completed upload answers again. */
const REMEMBERED_MS = 7 * 24 * 3600 * 1000;
const ID = /^[0-9a-f-]{36}$/;

const planShape = z.object({
  bucket: z.string(),
  key: z.string(),
  sizeBytes: z.number(),
  partSizeBytes: z.number(),
});
type Plan = z.infer<typeof planShape>;
/** `boot`: the machine's run in which the part was written but not yet known to be on the disk itself. */
const noteShape = z.object({
  number: z.number(),
  sizeBytes: z.number(),
  checksumSha256: z.string().nullable(),
  boot: z.string().nullable(),
});
const doneShape = z.object({ sha256: z.string() });

interface Upload {
  plan: Plan;
  folder: string;
  parts: Map<number, StoredPart>;
  receiving: Map<number, { body: Readable; ended: Promise<void> }>;
  /** Notes being made final. */
  settling: Set<Promise<void>>;
  completing: Promise<ObjectHead & { sha256: string }> | null;
}

export interface FsMultipart {
  begin(bucket: string, key: string, size: { sizeBytes: number; partSizeBytes: number }): Promise<string>;
  /** Errors: MultipartMissing, PartLengthError, ChecksumMismatch, StoreFull. Nothing counts as arrived then. */
  receive(
    at: { bucket: string; key: string; id: string; part: number },
    body: Readable,
    announced: { sizeBytes: number; checksumSha256: string | null },
  ): Promise<StoredPart>;
  parts(bucket: string, key: string, id: string): Promise<StoredPart[]>;
  complete(bucket: string, key: string, id: string, to: string): Promise<ObjectHead & { sha256: string }>;
  abort(id: string): Promise<void>;
}

/** The kernel's name for this run of the machine: what was only in its memory is gone in the next. */
const BOOT = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();

/** Removes what a killed process left half made. */
export async function cleanMultipart(root: string, now: number): Promise<void> {
  for (const id of await readdir(root)) {
    const folder = join(root, id);
    const done = await stat(join(folder, "done.json")).catch(() => null);
    const isOld = done !== null && done.mtimeMs < now - REMEMBERED_MS;
    if (isOld || (await readSmallFile(join(folder, "plan.json"))) === null)
      await rm(folder, { recursive: true, force: true });
  }
}

export function createFsMultipart(root: string, hasher: FileHasher): FsMultipart {
  const uploads = new Map<string, Promise<Upload>>();

  async function load(id: string): Promise<Upload> {
    const folder = join(root, id);
    const text = await readSmallFile(join(folder, "plan.json"));
    if (text === null) throw new MultipartMissing(id);
    const parts = new Map<number, StoredPart>();
    for (const name of await readdir(folder)) {
      if (!name.startsWith("part-")) continue;
      const note = noteShape.parse(JSON.parse((await readSmallFile(join(folder, name))) ?? "null"));
      const { boot, ...part } = note;
      if (boot === null || boot === BOOT) parts.set(part.number, part);
    }
    return {
      plan: planShape.parse(JSON.parse(text)),
      folder,
      parts,
      receiving: new Map(),
      settling: new Set(),
      completing: null,
    };
  }

  async function find(bucket: string, key: string, id: string): Promise<Upload> {
    if (!ID.test(id)) throw new MultipartMissing(id);
    let loading = uploads.get(id);
    if (loading === undefined) {
      loading = load(id);
      uploads.set(id, loading);
      loading.catch(() => uploads.delete(id));
    }
    const upload = await loading;
    if (upload.plan.bucket !== bucket || upload.plan.key !== key) throw new MultipartMissing(id);
    return upload;
  }

  const noteOf = (upload: Upload, part: number) => join(upload.folder, `part-${part}.json`);
  const dataOf = (upload: Upload) => join(upload.folder, "data");

  /** How far the file is final from its beginning. */
  function firstGap({ plan, parts }: Upload): number {
    let part = 1;
    while (parts.has(part)) part += 1;
    return Math.min((part - 1) * plan.partSizeBytes, plan.sizeBytes);
  }

  /** The disk takes the bytes while more arrive; then the note says so for good. */
  async function settle(upload: Upload, stored: StoredPart): Promise<void> {
    const file = await open(dataOf(upload), "r");
    try {
      await file.datasync();
    } finally {
      await file.close();
    }
    if (upload.parts.get(stored.number) === stored)
      await writeSmallFile(noteOf(upload, stored.number), JSON.stringify({ ...stored, boot: null }));
  }

  async function write(
    upload: Upload,
    part: number,
    body: Readable,
    expected: number,
    checksumSha256: string | null,
  ): Promise<StoredPart> {
    if (upload.parts.delete(part)) {
      // Sent again: until all of it is there anew it does not count.
      await rm(noteOf(upload, part), { force: true });
    }
    const file = await open(dataOf(upload), "r+");
    try {
      const written = await writeStream(file, body, {
        position: (part - 1) * upload.plan.partSizeBytes,
        maxBytes: expected,
        isHashed: checksumSha256 !== null,
        freesChunks: body instanceof IncomingMessage,
      });
      if (written.sizeBytes !== expected) throw new PartLengthError(part, expected, written.sizeBytes);
      if (written.sha256 !== null && written.sha256.toString("base64") !== checksumSha256)
        throw new ChecksumMismatch(`Part ${part}`);
    } finally {
      await file.close();
    }
    const stored: StoredPart = { number: part, sizeBytes: expected, checksumSha256 };
    await writeSmallFile(noteOf(upload, part), JSON.stringify({ ...stored, boot: BOOT }));
    return stored;
  }

  return {
    begin: async (bucket, key, { sizeBytes, partSizeBytes }) => {
      const count = Math.ceil(sizeBytes / partSizeBytes);
      if (!(sizeBytes > 0) || !(partSizeBytes > 0) || count > MAX_PARTS)
        throw new RangeError(`${sizeBytes} bytes can't be sent in parts of ${partSizeBytes}.`);
      const { bavail, bsize } = await statfs(root);
      if (bavail * bsize < sizeBytes) throw new StoreFull();
      const id = randomUUID();
      const folder = join(root, id);
      await mkdir(folder, { mode: 0o700 });
      try {
        const file = await open(join(folder, "data"), "wx", 0o600);
        try {
          await file.truncate(sizeBytes);
        } finally {
          await file.close();
        }
        const plan: Plan = { bucket, key, sizeBytes, partSizeBytes };
        await writeSmallFile(join(folder, "plan.json"), JSON.stringify(plan));
        await syncFolder(folder);
        await syncFolder(root);
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw storeError(error);
      }
      return id;
    },

    receive: async ({ bucket, key, id, part }, body, announced) => {
      const upload = await find(bucket, key, id);
      const { sizeBytes, partSizeBytes } = upload.plan;
      const offset = (part - 1) * partSizeBytes;
      if (!Number.isSafeInteger(part) || part < 1 || offset >= sizeBytes)
        throw new PartLengthError(part, null, announced.sizeBytes);
      const expected = Math.min(partSizeBytes, sizeBytes - offset);
      if (announced.sizeBytes !== expected) throw new PartLengthError(part, expected, announced.sizeBytes);
      if (upload.completing !== null) throw new MultipartMissing(id);

      // The same part twice at once is a client that tries again: the older connection is a dead one.
      for (let older = upload.receiving.get(part); older; older = upload.receiving.get(part)) {
        older.body.destroy();
        await older.ended;
      }
      const ended = Promise.withResolvers<void>();
      upload.receiving.set(part, { body, ended: ended.promise });
      try {
        if (upload.parts.has(part)) hasher.forget(id);
        const stored = await write(upload, part, body, expected, announced.checksumSha256);
        upload.parts.set(part, stored);
        hasher.extend(id, dataOf(upload), firstGap(upload));
        // A disk that fails here fails again, and is told, when the upload is completed.
        const settling = settle(upload, stored).catch(() => {});
        upload.settling.add(settling);
        void settling.then(() => upload.settling.delete(settling));
        return stored;
      } finally {
        upload.receiving.delete(part);
        ended.resolve();
      }
    },

    parts: async (bucket, key, id) => {
      const { parts } = await find(bucket, key, id);
      return [...parts.values()].sort((a, b) => a.number - b.number);
    },

    complete: async (bucket, key, id, to) => {
      const upload = await find(bucket, key, id);
      upload.completing ??= finish(upload, id, to).catch((error: unknown) => {
        upload.completing = null;
        throw error;
      });
      return upload.completing;
    },

    abort: async (id) => {
      if (!ID.test(id)) return;
      const upload = await uploads.get(id)?.catch(() => null);
      uploads.delete(id);
      hasher.forget(id);
      for (const { body, ended } of upload?.receiving.values() ?? []) {
        body.destroy();
        await ended;
      }
      await Promise.all(upload?.settling ?? new Set<Promise<void>>());
      await rm(join(root, id), { recursive: true, force: true });
    },
  };

  /** `done.json` is written before the file moves: whoever asks again after a crash gets the same answer. */
  async function finish(upload: Upload, id: string, to: string): Promise<ObjectHead & { sha256: string }> {
    const { plan, folder, parts } = upload;
    const doneAt = join(folder, "done.json");
    const done = await readSmallFile(doneAt);
    let sha256 = done === null ? null : doneShape.parse(JSON.parse(done)).sha256;
    const isMoved = (await headOf(dataOf(upload))) === null;
    if (sha256 === null) {
      const count = Math.ceil(plan.sizeBytes / plan.partSizeBytes);
      const missing = Array.from({ length: count }, (_, i) => i + 1).filter((part) => !parts.has(part));
      if (missing.length > 0) throw new MultipartIncomplete(missing);
      const file = await open(dataOf(upload), "r");
      try {
        [sha256] = await Promise.all([hasher.digest(id, dataOf(upload), plan.sizeBytes), file.sync()]);
      } finally {
        await file.close();
      }
      await writeSmallFile(doneAt, JSON.stringify({ sha256 }));
      await syncFolder(folder);
    }
    if (!isMoved) await moveInto(dataOf(upload), to);
    const head = await headOf(to);
    if (head === null) throw new MultipartMissing(id);
    await Promise.all(upload.settling);
    for (const part of parts.keys()) await rm(noteOf(upload, part), { force: true });
    return { ...head, sha256 };
  }
}
