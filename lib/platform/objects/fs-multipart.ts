/**
 * Uploads in parts on disk: one file, each part written straight to its place, a small note for each part that is there. So
 * nothing is copied together at the end, and a restart keeps what has arrived. The file's size is known before (our own
 * uploads), or each part lies where parts of the first one's length would (S3's clients; others wait in files of their own).
 */
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Clock } from "#lib/time.ts";
import type { FileHasher } from "./file-hasher.ts";
import { readSmallFile, syncFolder, writeSmallFile } from "./fs-files.ts";
import { assembleParts, completedEtag, planParts } from "./fs-assemble.ts";
import { headOf, placeObject } from "./fs-object.ts";
import { loadUpload, noteOf, type Part, type Plan, type PartUpload, writePartNote } from "./fs-part-notes.ts";
import { receiveInto } from "./fs-receive.ts";
import { storeError } from "./fs-write.ts";
import { MultipartMissing, type ObjectHead, StoreFull } from "./object-store.ts";
import type { SumName, Sums } from "./sums.ts";

/** A part has another length than the plan says. */
export class PartLengthError extends Error {
  readonly code = "part_length";
  /** Not the length is wrong but the number. */
  readonly isNumber: boolean;
  constructor(part: number, expected: number | null, came: number) {
    super(
      expected === null
        ? `The upload has no part ${part}.`
        : `Part ${part} has ${expected} bytes, ${came} were announced or came.`,
    );
    this.name = "PartLengthError";
    this.isNumber = expected === null;
  }
}

/** S3's most. */
const MAX_PARTS = 10_000;
/** Units: milliseconds. So long a completed upload answers again. */
const REMEMBERED_MS = 7 * 24 * 3600 * 1000;
/**
 * So much is written before the disk is made to take it, while more arrives: a sync for every part of 16 MiB made the disk
 * five times slower than this (130 to 600 MB/s). A power cut makes this much be sent again. Units: bytes.
 */
const SETTLE_BYTES = 128 * 1024 ** 2;
const ID = /^[0-9a-f-]{36}$/;

/** What is said of bytes that come. */
export interface Announced {
  /** Exactly so many. */
  sizeBytes: number;
  /** To be made while they come. */
  sums: readonly SumName[];
  /** Throws what the bytes are refused for; asked when all are there. */
  check(sums: Sums): void;
}

export interface UploadAt {
  bucket: string;
  key: string;
  id: string;
}

export interface FsMultipart {
  begin(plan: Omit<Plan, "startedAt">): Promise<string>;
  /** Errors: MultipartMissing, PartLengthError, StoreFull, and what `check` throws. Nothing counts as arrived then. */
  receive(at: UploadAt & { part: number }, body: Readable, announced: Announced): Promise<Part>;
  find(at: UploadAt): Promise<Readonly<PartUpload>>;
  /** `listed`: the parts that make the file, for an upload without a plan. */
  complete(
    at: UploadAt,
    to: string,
    listed?: readonly { number: number; etag: string }[],
  ): Promise<ObjectHead>;
  abort(id: string): Promise<void>;
  /** Uploads to that bucket that are under way. */
  list(bucket: string): Promise<(Plan & { id: string })[]>;
}

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

export function createFsMultipart(root: string, hasher: FileHasher, clock: Clock): FsMultipart {
  const uploads = new Map<string, Promise<PartUpload>>();

  async function find({ bucket, key, id }: UploadAt): Promise<PartUpload> {
    if (!ID.test(id)) throw new MultipartMissing(id);
    let loading = uploads.get(id);
    if (loading === undefined) {
      loading = loadUpload(root, id);
      uploads.set(id, loading);
      loading.catch(() => uploads.delete(id));
    }
    const upload = await loading;
    if (upload.plan.bucket !== bucket || upload.plan.key !== key) throw new MultipartMissing(id);
    return upload;
  }

  /** How far the file is final from its beginning. */
  function firstGap({ plan, parts }: PartUpload): number {
    let part = 1;
    while (parts.has(part)) part += 1;
    return Math.min((part - 1) * (plan.partSizeBytes ?? 0), plan.sizeBytes ?? 0);
  }

  /** The disk takes what came; then the notes say so for good. */
  async function settle(upload: PartUpload): Promise<void> {
    const settled = [...upload.unsettled];
    upload.unsettled.clear();
    const file = await open(upload.data, "r");
    try {
      await file.datasync();
    } finally {
      await file.close();
    }
    for (const part of settled)
      if (part.isInPlace && upload.parts.get(part.number) === part)
        await writePartNote(upload, part, "settled");
  }

  function settleSoon(upload: PartUpload, part: Part): void {
    upload.unsettled.add(part);
    let waiting = 0;
    for (const { sizeBytes } of upload.unsettled) waiting += sizeBytes;
    if (waiting < SETTLE_BYTES) return;
    // A disk that fails here fails again, and is told, when the upload is completed.
    upload.settling ??= settle(upload)
      .catch(() => {})
      .finally(() => {
        upload.settling = null;
      });
  }

  /** Where it goes and how long it must be. Errors: PartLengthError. */
  function placeOf(upload: PartUpload, number: number, sizeBytes: number) {
    const { plan } = upload;
    if (!Number.isSafeInteger(number) || number < 1 || number > MAX_PARTS)
      throw new PartLengthError(number, null, sizeBytes);
    if (plan.sizeBytes !== null && plan.partSizeBytes !== null) {
      const offset = (number - 1) * plan.partSizeBytes;
      if (offset >= plan.sizeBytes) throw new PartLengthError(number, null, sizeBytes);
      const expected = Math.min(plan.partSizeBytes, plan.sizeBytes - offset);
      if (sizeBytes !== expected) throw new PartLengthError(number, expected, sizeBytes);
      return { isInPlace: true, offset };
    }
    if (upload.stride === null && sizeBytes > 0) upload.stride = sizeBytes;
    const isInPlace = upload.stride !== null && sizeBytes <= upload.stride;
    return { isInPlace, offset: isInPlace ? (number - 1) * (upload.stride ?? 0) : 0 };
  }

  async function write(
    upload: PartUpload,
    at: UploadAt & { part: number },
    body: Readable,
    announced: Announced,
  ): Promise<Part> {
    const number = at.part;
    const { isInPlace, offset } = placeOf(upload, number, announced.sizeBytes);
    if (upload.parts.delete(number)) {
      // Sent again: until all of it is there anew it does not count.
      await rm(noteOf(upload, number), { force: true });
    }
    // A planned file is checked as a whole, by its SHA-256, read along while it comes: its parts need no sums of their own.
    const isPlanned = upload.plan.sizeBytes !== null;
    const names: SumName[] = isPlanned ? [...announced.sums] : ["md5", ...announced.sums];
    const path = isInPlace ? upload.data : join(upload.folder, `part-${number}.data`);
    const { came, sums: found } = await receiveInto(path, body, {
      isNew: !isInPlace,
      position: offset,
      sizeBytes: announced.sizeBytes,
      sums: names,
      isDirect: isInPlace && !isPlanned,
    });
    if (came !== announced.sizeBytes) throw new PartLengthError(number, announced.sizeBytes, came);
    announced.check(found);
    const part: Part = {
      number,
      sizeBytes: announced.sizeBytes,
      etag: found.get("md5")?.toString("hex") ?? `${at.id}-${number}`,
      sums: Object.fromEntries([...found].map(([name, sum]) => [name, sum.toString("base64")])),
      modifiedAt: new Date(clock.now()),
      isInPlace,
      stride: upload.stride,
    };
    await writePartNote(upload, part, "this boot");
    return part;
  }

  return {
    find,

    begin: async (plan) => {
      const count = plan.sizeBytes === null ? 1 : Math.ceil(plan.sizeBytes / (plan.partSizeBytes ?? 0));
      if (plan.sizeBytes !== null && !(plan.sizeBytes > 0 && count <= MAX_PARTS))
        throw new RangeError(`${plan.sizeBytes} bytes can't be sent in parts of ${plan.partSizeBytes}.`);
      const { bavail, bsize } = await statfs(root);
      if (bavail * bsize < (plan.sizeBytes ?? 1)) throw new StoreFull();
      const id = randomUUID();
      const folder = join(root, id);
      await mkdir(folder, { mode: 0o700 });
      try {
        const file = await open(join(folder, "data"), "wx", 0o600);
        try {
          await file.truncate(plan.sizeBytes ?? 0);
        } finally {
          await file.close();
        }
        const written: Plan = { ...plan, startedAt: clock.now() };
        await writeSmallFile(join(folder, "plan.json"), JSON.stringify(written));
        await syncFolder(folder);
        await syncFolder(root);
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        throw storeError(error);
      }
      return id;
    },

    receive: async (at, body, announced) => {
      const upload = await find(at);
      const { part } = at;
      placeOf(upload, part, announced.sizeBytes);
      if (upload.completing !== null) throw new MultipartMissing(at.id);

      // The same part twice at once is a client that tries again: the older connection is a dead one.
      for (let older = upload.receiving.get(part); older; older = upload.receiving.get(part)) {
        older.body.destroy();
        await older.ended;
      }
      const ended = Promise.withResolvers<void>();
      upload.receiving.set(part, { body, ended: ended.promise });
      try {
        if (upload.parts.has(part)) hasher.forget(at.id);
        const stored = await write(upload, at, body, announced);
        upload.parts.set(part, stored);
        if (upload.plan.sizeBytes !== null) hasher.extend(at.id, upload.data, firstGap(upload));
        settleSoon(upload, stored);
        return stored;
      } finally {
        upload.receiving.delete(part);
        ended.resolve();
      }
    },

    complete: async (at, to, listed) => {
      const upload = await find(at);
      upload.completing ??= finish(upload, at.id, to, listed).catch((error: unknown) => {
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
      await upload?.settling;
      await rm(join(root, id), { recursive: true, force: true });
    },

    list: async (bucket) => {
      const found: (Plan & { id: string })[] = [];
      for (const id of (await readdir(root)).filter((name) => ID.test(name))) {
        if ((await readSmallFile(join(root, id, "done.json"))) !== null) continue;
        const upload = await loadUpload(root, id).catch(() => null);
        if (upload?.plan.bucket === bucket) found.push({ ...upload.plan, id });
      }
      return found;
    },
  };

  /** `done.json` is written before the file moves: whoever asks again after a crash gets the same answer. */
  async function finish(
    upload: PartUpload,
    id: string,
    to: string,
    listed: readonly { number: number; etag: string }[] | undefined,
  ): Promise<ObjectHead> {
    const doneAt = join(upload.folder, "done.json");
    const done = await readSmallFile(doneAt);
    // Moved before: the answer is the object itself.
    if (done !== null && (await headOf(upload.data)) === null) {
      const head = await headOf(to);
      if (head === null) throw new MultipartMissing(id);
      return head;
    }
    const parts = planParts(upload, listed);
    const { file, sha256 } = await wholeFile(upload, id, parts);
    await writeSmallFile(doneAt, "{}");
    await syncFolder(upload.folder);
    const { headers } = upload.plan;
    const etag = sha256 === null ? completedEtag(parts) : `${sha256.slice(0, 32)}-${parts.length}`;
    const facts = { etag, sha1: null, sha256, headers };
    const head = await placeObject(file, to, facts, clock.now());
    await upload.settling;
    for (const name of await readdir(upload.folder))
      if (name.startsWith("part-")) await rm(join(upload.folder, name), { force: true });
    return head;
  }

  async function wholeFile(upload: PartUpload, id: string, parts: readonly Part[]) {
    const { sizeBytes } = upload.plan;
    if (sizeBytes === null) return { file: await assembleParts(upload, parts), sha256: null };
    const file = await open(upload.data, "r");
    try {
      const [sha256] = await Promise.all([hasher.digest(id, upload.data, sizeBytes), file.sync()]);
      return { file: upload.data, sha256 };
    } finally {
      await file.close();
    }
  }
}
