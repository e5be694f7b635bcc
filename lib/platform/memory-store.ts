/** Test support: an ObjectStore in memory, for verbs that only ask what is stored. The real ones have a suite of their own. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { compareBytes } from "./objects/byte-order.ts";
import {
  MultipartMissing,
  type ObjectHead,
  ObjectMissing,
  type ObjectStore,
  type StoredPart,
} from "./objects/object-store.ts";

export interface MemoryStore extends ObjectStore {
  putPart(multipartId: string, number: number, bytes: Uint8Array): void;
  /** What `freeBytes` answers. */
  free: number | null;
  keys(): string[];
}

async function bytesOf(body: Readable | Uint8Array): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export function createMemoryStore(): MemoryStore {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const at = (bucket: string, key: string) => `${bucket}/${key}`;
  const headOf = (bytes: Buffer): ObjectHead => ({
    sizeBytes: bytes.length,
    etag: createHash("md5").update(bytes).digest("hex"),
    lastModified: new Date(0),
    sha1: createHash("sha1").update(bytes).digest("hex"),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    headers: {},
  });
  const store: MemoryStore = {
    hasMd5Etags: true,
    free: null,
    keys: () => [...objects.keys()],
    putPart: (id, number, bytes) => void uploads.get(id)?.set(number, Buffer.from(bytes)),
    async put(bucket, key, body) {
      const bytes = await bytesOf(body);
      objects.set(at(bucket, key), bytes);
      return headOf(bytes);
    },
    async get(bucket, key, range) {
      const bytes = objects.get(at(bucket, key));
      if (bytes === undefined) throw new ObjectMissing(bucket, key);
      return Readable.from([range ? bytes.subarray(range.first, range.last + 1) : bytes]);
    },
    async head(bucket, key) {
      const bytes = objects.get(at(bucket, key));
      return bytes === undefined ? null : headOf(bytes);
    },
    async copy(from, to) {
      const bytes = objects.get(at(from.bucket, from.key));
      if (bytes === undefined) throw new ObjectMissing(from.bucket, from.key);
      objects.set(at(to.bucket, to.key), bytes);
      return headOf(bytes);
    },
    putMany: (bucket, many) => Promise.all(many.map(({ key, body }) => store.put(bucket, key, body))),
    copyMany: (pairs) => Promise.all(pairs.map(({ from, to }) => store.copy(from, to))),
    async *list(bucket, prefix = "", after) {
      const found = [...objects].filter(([path]) => path.startsWith(at(bucket, prefix)));
      for (const [path, bytes] of found.sort(([a], [b]) => compareBytes(a, b))) {
        const key = path.slice(bucket.length + 1);
        if (after === undefined || compareBytes(key, after) > 0) yield { key, ...headOf(bytes) };
      }
    },
    async remove(bucket, key) {
      objects.delete(at(bucket, key));
    },
    async removeBucket(bucket) {
      for (const path of objects.keys()) if (path.startsWith(`${bucket}/`)) objects.delete(path);
    },
    async beginMultipart() {
      const id = crypto.randomUUID();
      uploads.set(id, new Map());
      return id;
    },
    partUrl: async (bucket, key, id, part) => `memory:${at(bucket, key)}?${id}=${part}`,
    async listParts(_bucket, _key, id): Promise<StoredPart[]> {
      const parts = uploads.get(id);
      if (parts === undefined) throw new MultipartMissing(id);
      return [...parts].map(([number, bytes]) => ({
        number,
        sizeBytes: bytes.length,
        etag: headOf(bytes).etag,
        modifiedAt: new Date(0),
        sums: { sha256: createHash("sha256").update(bytes).digest("base64") },
      }));
    },
    async completeMultipart(bucket, key, id) {
      const parts = [...(uploads.get(id) ?? [])].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
      uploads.delete(id);
      const bytes = Buffer.concat(parts);
      objects.set(at(bucket, key), bytes);
      return { ...headOf(bytes), sha256: createHash("sha256").update(bytes).digest("hex") };
    },
    async abortMultipart(_bucket, _key, id) {
      uploads.delete(id);
    },
    signedGet: async (bucket, key) => `memory:${at(bucket, key)}`,
    signedPut: async (bucket, key) => `memory:${at(bucket, key)}`,
    freeBytes: async () => store.free,
  };
  return store;
}
