/**
 * Objects as files: written beside their place, synced, then renamed, so that an object is whole or not there. Two folders
 * that no bucket can be called hold what is under way.
 */
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, copyFile, type FileHandle, link, mkdir, open, readdir, rm, statfs } from "node:fs/promises";
import { IncomingMessage } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Clock } from "#lib/time.ts";
import { compareBytes, inByteOrder } from "./byte-order.ts";
import { createFileHasher } from "./file-hasher.ts";
import { readSmallFile, writeSmallFile } from "./fs-files.ts";
import { type Announced, cleanMultipart, createFsMultipart, type FsMultipart } from "./fs-multipart.ts";
import { checkNames, fileNameOf, keyOf, LONG_KEY_ENDING } from "./fs-names.ts";
import { createFsMany, LinkMissing } from "./fs-many.ts";
import { headOf, isNote, placeObject, removeObject } from "./fs-object.ts";
import { storeError, writeStream } from "./fs-write.ts";
import {
  MultipartMissing,
  type ObjectHead,
  ObjectMissing,
  type ObjectPlace,
  type ObjectStore,
} from "./object-store.ts";
import { createSums } from "./sums.ts";
import type { SignedUrls } from "./signed-urls.ts";

type Headers = ObjectHead["headers"];

/** The store, and what our S3 endpoint needs beyond the port. */
export interface FsStore extends ObjectStore {
  /** `headers` is asked when all has come. Errors: StoreFull, TooManyBytes, ObjectNameError, and what `check` throws. */
  receive(
    bucket: string,
    key: string,
    body: Readable,
    announced: Partial<Announced>,
    headers?: () => Headers,
  ): Promise<ObjectHead>;
  copyWith(from: ObjectPlace, to: ObjectPlace, headers: Headers): Promise<ObjectHead>;
  /** To be closed by who asked. Errors: ObjectMissing. */
  open(bucket: string, key: string): Promise<FileHandle>;
  /** In the order of their bytes. */
  keys(bucket: string, prefix?: string): Promise<string[]>;
  multipart: FsMultipart;
  /** As an S3 client does, by a list of parts. */
  completeListed(
    at: ObjectPlace & { id: string },
    listed: readonly { number: number; etag: string }[],
  ): Promise<ObjectHead>;
  close(): Promise<void>;
}

/** Bytes of one read on the way out. */
const READ_BYTES = 256 * 1024;
const MISSING = "ENOENT";
/** A file has this name too often for its file system. */
const TOO_MANY_LINKS = "EMLINK";

export async function openFsStore(root: string, urls: SignedUrls, clock: Clock): Promise<FsStore> {
  const temporary = join(root, ".new");
  const multipartRoot = join(root, ".multipart");
  await mkdir(root, { recursive: true, mode: 0o700 });
  await chmod(root, 0o700);
  // Whatever lies there belongs to a process that is gone: the database's lock lets only one live.
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { mode: 0o700 });
  await mkdir(multipartRoot, { recursive: true, mode: 0o700 });
  await cleanMultipart(multipartRoot, clock.now());
  const hasher = createFileHasher();
  const multipart = createFsMultipart(multipartRoot, hasher, clock);
  const many = createFsMany(temporary, clock);

  function pathOf(bucket: string, key: string): string {
    checkNames(bucket, key);
    return join(root, bucket, fileNameOf(key));
  }
  async function prepare(bucket: string, key: string): Promise<string> {
    const path = pathOf(bucket, key);
    await mkdir(join(root, bucket), { recursive: true, mode: 0o700 });
    if (keyOf(fileNameOf(key)) === null) await writeSmallFile(`${path}${LONG_KEY_ENDING}`, key);
    return path;
  }
  /** Where one of many goes; its folder and the file with its long name are made along with it. */
  const placeFor = (bucket: string, key: string) => {
    const path = pathOf(bucket, key);
    return { path, longKey: keyOf(fileNameOf(key)) === null ? key : null };
  };

  const receive: FsStore["receive"] = async (bucket, key, body, announced, headers = () => ({})) => {
    pathOf(bucket, key);
    const fresh = join(temporary, randomUUID());
    try {
      const sums = createSums(["md5", ...(announced.sums ?? [])]);
      const file = await open(fresh, "wx", 0o600);
      try {
        await writeStream(file, body, {
          position: 0,
          maxBytes: announced.sizeBytes,
          sums,
          freesChunks: body instanceof IncomingMessage,
        });
        await file.sync();
      } finally {
        await file.close();
      }
      const found = await sums.digest();
      announced.check?.(found);
      const hex = (name: "md5" | "sha1" | "sha256") => found.get(name)?.toString("hex") ?? null;
      const facts = { etag: hex("md5") ?? "", sha1: hex("sha1"), sha256: hex("sha256"), headers: headers() };
      return await placeObject(fresh, await prepare(bucket, key), facts, clock.now());
    } catch (error) {
      await rm(fresh, { force: true });
      throw storeError(error);
    }
  };

  async function copyFacts(from: ObjectPlace, to: ObjectPlace, headers?: Headers): Promise<ObjectHead> {
    const source = pathOf(from.bucket, from.key);
    const head = await headOf(source);
    if (head === null) throw new ObjectMissing(from.bucket, from.key);
    const fresh = join(temporary, randomUUID());
    try {
      await link(source, fresh).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code === MISSING) throw new ObjectMissing(from.bucket, from.key);
        if (error.code !== TOO_MANY_LINKS) throw error;
        await copyFile(source, fresh);
      });
      const facts = { ...head, headers: headers ?? head.headers };
      return await placeObject(fresh, await prepare(to.bucket, to.key), facts, clock.now());
    } catch (error) {
      await rm(fresh, { force: true });
      throw storeError(error);
    }
  }

  const keys: FsStore["keys"] = async (bucket, prefix = "") => {
    checkNames(bucket, "any");
    const folder = join(root, bucket);
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === MISSING) return [];
      throw error;
    });
    const found: string[] = [];
    for (const name of names) {
      if (name.endsWith(LONG_KEY_ENDING) || isNote(name) || name.startsWith(".")) continue;
      const key = keyOf(name) ?? (await readSmallFile(join(folder, `${name}${LONG_KEY_ENDING}`)));
      if (key?.startsWith(prefix)) found.push(key);
    }
    return inByteOrder(found);
  };

  const openObject: FsStore["open"] = (bucket, key) =>
    open(pathOf(bucket, key), "r").catch((error: NodeJS.ErrnoException) => {
      throw error.code === MISSING ? new ObjectMissing(bucket, key) : error;
    });
  const get: FsStore["get"] = async (bucket, key, range) => {
    return createReadStream("", {
      fd: await openObject(bucket, key),
      start: range?.first ?? 0,
      end: range?.last,
      highWaterMark: READ_BYTES,
    });
  };

  return {
    hasMd5Etags: true,
    receive,
    multipart,
    keys,
    get,
    open: openObject,
    completeListed: async (at, listed) => multipart.complete(at, await prepare(at.bucket, at.key), listed),
    put: (bucket, key, body) =>
      receive(bucket, key, body instanceof Readable ? body : Readable.from([Buffer.from(body)]), {}),
    copy: (from, to) => copyFacts(from, to),
    putMany: async (bucket, objects) =>
      many.place(objects.map(({ key, body }) => ({ ...placeFor(bucket, key), bytes: body }))),
    copyMany: async (pairs) => {
      const placed = pairs.map(({ from, to }) => ({
        ...placeFor(to.bucket, to.key),
        link: pathOf(from.bucket, from.key),
      }));
      return many.place(placed).catch((error: unknown) => {
        const pair = error instanceof LinkMissing ? pairs[error.place] : undefined;
        throw pair === undefined ? error : new ObjectMissing(pair.from.bucket, pair.from.key);
      });
    },
    copyWith: copyFacts,
    head: async (bucket, key) => headOf(pathOf(bucket, key)),
    list: async function* (bucket, prefix, after) {
      for (const key of await keys(bucket, prefix)) {
        if (after !== undefined && compareBytes(key, after) <= 0) continue;
        const head = await headOf(pathOf(bucket, key));
        if (head !== null) yield { key, ...head };
      }
    },
    remove: async (bucket, key) => {
      const path = pathOf(bucket, key);
      await removeObject(path);
      await rm(`${path}${LONG_KEY_ENDING}`, { force: true });
    },
    removeBucket: async (bucket) => {
      checkNames(bucket, "any");
      await rm(join(root, bucket), { recursive: true, force: true });
    },
    beginMultipart: async (bucket, key, plan) => {
      checkNames(bucket, key);
      return multipart.begin({ bucket, key, ...plan, headers: {} });
    },
    partUrl: async (bucket, key, id, part) => urls.part(bucket, key, id, part),
    listParts: async (bucket, key, id) => {
      const { parts } = await multipart.find({ bucket, key, id });
      return [...parts.values()].sort((a, b) => a.number - b.number);
    },
    completeMultipart: async (bucket, key, id) => {
      const head = await multipart.complete({ bucket, key, id }, await prepare(bucket, key));
      if (head.sha256 === null) throw new MultipartMissing(id);
      return { ...head, sha256: head.sha256 };
    },
    abortMultipart: (_bucket, _key, id) => multipart.abort(id),
    signedGet: async (bucket, key, options) => urls.get(bucket, key, options?.downloadName),
    signedPut: async (bucket, key) => urls.put(bucket, key),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
    close: async () => {
      await Promise.all([hasher.close(), many.close()]);
    },
  };
}
