/**
 * Objects as files: written beside their place, synced, then renamed, so that an object is whole or not there. Two folders
 * that no bucket can be called hold what is under way.
 */
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, link, mkdir, open, readdir, rm, statfs } from "node:fs/promises";
import { IncomingMessage } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Clock } from "#lib/time.ts";
import { createFileHasher } from "./file-hasher.ts";
import { headOf, moveInto, readSmallFile, writeSmallFile } from "./fs-files.ts";
import { cleanMultipart, createFsMultipart, type FsMultipart } from "./fs-multipart.ts";
import { checkNames, fileNameOf, keyOf, LONG_KEY_ENDING } from "./fs-names.ts";
import { storeError, writeStream } from "./fs-write.ts";
import { ChecksumMismatch, type ObjectHead, ObjectMissing, type ObjectStore } from "./object-store.ts";
import type { SignedUrls } from "./signed-urls.ts";

/** The store, and what our S3 endpoint needs beyond the port. */
export interface FsStore extends ObjectStore {
  /** Errors: StoreFull, ChecksumMismatch, TooManyBytes, ObjectNameError. Nothing is stored then. */
  receive(
    bucket: string,
    key: string,
    body: Readable,
    announced: { maxBytes?: number; checksumSha256: string | null },
  ): Promise<ObjectHead>;
  receivePart: FsMultipart["receive"];
  close(): Promise<void>;
}

/** Bytes of one read on the way out. */
const READ_BYTES = 256 * 1024;

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
  const multipart = createFsMultipart(multipartRoot, hasher);

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

  const receive: FsStore["receive"] = async (bucket, key, body, { maxBytes, checksumSha256 }) => {
    pathOf(bucket, key);
    const fresh = join(temporary, randomUUID());
    try {
      const file = await open(fresh, "wx", 0o600);
      try {
        const { sha256 } = await writeStream(file, body, {
          position: 0,
          maxBytes,
          isHashed: checksumSha256 !== null,
          freesChunks: body instanceof IncomingMessage,
        });
        if (sha256 !== null && sha256.toString("base64") !== checksumSha256)
          throw new ChecksumMismatch(`${bucket}/${key}`);
        await file.sync();
      } finally {
        await file.close();
      }
      const path = await prepare(bucket, key);
      await moveInto(fresh, path);
      const head = await headOf(path);
      if (head === null) throw new ObjectMissing(bucket, key);
      return head;
    } catch (error) {
      await rm(fresh, { force: true });
      throw storeError(error);
    }
  };

  return {
    receive,
    receivePart: (at, body, announced) => multipart.receive(at, body, announced),
    put: (bucket, key, body) =>
      receive(bucket, key, body instanceof Readable ? body : Readable.from([Buffer.from(body)]), {
        checksumSha256: null,
      }),
    get: async (bucket, key, range) => {
      const file = await open(pathOf(bucket, key), "r").catch((error: NodeJS.ErrnoException) => {
        throw error.code === "ENOENT" ? new ObjectMissing(bucket, key) : error;
      });
      return createReadStream("", {
        fd: file,
        start: range?.first ?? 0,
        end: range?.last,
        highWaterMark: READ_BYTES,
      });
    },
    copy: async (from, to) => {
      const source = pathOf(from.bucket, from.key);
      const fresh = join(temporary, randomUUID());
      try {
        // An object is never changed in place, so two names may stand for the same bytes.
        await link(source, fresh);
        const path = await prepare(to.bucket, to.key);
        await moveInto(fresh, path);
        const head = await headOf(path);
        if (head === null) throw new ObjectMissing(to.bucket, to.key);
        return head;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT")
          throw new ObjectMissing(from.bucket, from.key);
        throw storeError(error);
      } finally {
        // Renaming one name of a file onto another name of it does nothing and leaves both.
        await rm(fresh, { force: true });
      }
    },
    head: async (bucket, key) => headOf(pathOf(bucket, key)),
    list: async function* (bucket, prefix = "") {
      checkNames(bucket, "any");
      const folder = join(root, bucket);
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return [];
        throw error;
      });
      const found: { key: string; path: string }[] = [];
      for (const name of names) {
        if (name.endsWith(LONG_KEY_ENDING) || name.startsWith(".")) continue;
        const path = join(folder, name);
        const key = keyOf(name) ?? (await readSmallFile(`${path}${LONG_KEY_ENDING}`));
        if (key?.startsWith(prefix)) found.push({ key, path });
      }
      // S3's order: by the bytes of the key.
      found.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
      for (const { key, path } of found) {
        const head = await headOf(path);
        if (head !== null) yield { key, ...head };
      }
    },
    remove: async (bucket, key) => {
      const path = pathOf(bucket, key);
      await rm(path, { force: true });
      await rm(`${path}${LONG_KEY_ENDING}`, { force: true });
    },
    removeBucket: async (bucket) => {
      checkNames(bucket, "any");
      await rm(join(root, bucket), { recursive: true, force: true });
    },
    beginMultipart: async (bucket, key, plan) => {
      checkNames(bucket, key);
      return multipart.begin(bucket, key, plan);
    },
    partUrl: async (bucket, key, id, part) => urls.part(bucket, key, id, part),
    listParts: (bucket, key, id) => multipart.parts(bucket, key, id),
    completeMultipart: async (bucket, key, id) =>
      multipart.complete(bucket, key, id, await prepare(bucket, key)),
    abortMultipart: (_bucket, _key, id) => multipart.abort(id),
    signedGet: async (bucket, key, options) => urls.get(bucket, key, options?.downloadName),
    signedPut: async (bucket, key) => urls.put(bucket, key),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
    close: () => hasher.close(),
  };
}
