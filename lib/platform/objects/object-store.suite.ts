/** What every store behind the ObjectStore port must do, by the port and by its signed URLs; run by each store's test. */
import { createHash, randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MultipartIncomplete, MultipartMissing, ObjectMissing, type ObjectStore } from "./object-store.ts";

const ODD_KEYS = [
  "0001.png",
  "../../escape",
  "..",
  "a//b/./c",
  "quo\"te's & <tags>",
  "emoji 😀/ümläut.blend",
  "plus+percent%2F?#=",
  "x".repeat(300),
  `${"long ".repeat(60)}end`,
];

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes);
const bodyOf = (bytes: Uint8Array) => Buffer.from(bytes);

export function objectStoreSuite(
  name: string,
  open: () => Promise<{ store: ObjectStore; close: () => Promise<void> }>,
  /** What another S3 leaves to whoever completes: it takes parts of any length, and no keys that climb. */
  { isPlanKept = true }: { isPlanKept?: boolean } = {},
): void {
  const isPlain = (key: string) => !key.split("/").some((part) => /^\.{1,2}$/.test(part));
  const oddKeys = isPlanKept ? ODD_KEYS : ODD_KEYS.filter(isPlain);
  describe(name, () => {
    let store: ObjectStore;
    let close: () => Promise<void>;
    let bucket: string;
    beforeAll(async () => {
      ({ store, close } = await open());
    });
    afterAll(() => close());
    beforeEach(() => {
      bucket = `test-${randomBytes(6).toString("hex")}`;
    });
    const read = async (key: string, range?: { first: number; last: number }) =>
      (await buffer(await store.get(bucket, key, range))).toString();
    const keys = async (prefix?: string) => {
      const found: string[] = [];
      for await (const { key } of store.list(bucket, prefix)) found.push(key);
      return found;
    };

    it("keeps what was put, under any key, and lists it in order", async () => {
      for (const key of oddKeys) await store.put(bucket, key, Buffer.from(`of ${key}`));
      for (const key of oddKeys) expect(await read(key)).toBe(`of ${key}`);
      const sorted = oddKeys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(await keys()).toEqual(sorted);
      expect(await keys("a//")).toEqual(isPlanKept ? ["a//b/./c"] : []);
      await store.removeBucket(bucket);
      expect(await keys()).toEqual([]);
    });

    it("copies under another name, over what was there, and each lives on without the other", async () => {
      await store.put(bucket, "from", Buffer.from("first"));
      await store.put(bucket, "to", Buffer.from("old"));
      const copied = await store.copy({ bucket, key: "from" }, { bucket, key: "to" });
      expect(copied.sizeBytes).toBe(5);
      await store.copy({ bucket, key: "from" }, { bucket, key: "to" });
      await store.put(bucket, "from", Buffer.from("second"));
      expect([await read("from"), await read("to")]).toEqual(["second", "first"]);
      await store.remove(bucket, "from");
      expect([await read("to"), await keys()]).toEqual(["first", ["to"]]);
      await expect(store.copy({ bucket, key: "nothing" }, { bucket, key: "to" })).rejects.toThrow(
        ObjectMissing,
      );
    });

    it("puts and copies many at once, under any key, over what was there", async () => {
      await store.put(bucket, "0001.png", Buffer.from("old"));
      const heads = await store.putMany(
        bucket,
        oddKeys.map((key) => ({ key, body: Buffer.from(`of ${key}`) })),
      );
      expect(heads).toEqual(await Promise.all(oddKeys.map((key) => store.head(bucket, key))));
      for (const key of oddKeys) expect(await read(key)).toBe(`of ${key}`);
      await store.put(bucket, "copy 0", Buffer.from("old"));
      const pairs = oddKeys.map((key, i) => ({ from: { bucket, key }, to: { bucket, key: `copy ${i}` } }));
      const copied = await store.copyMany(pairs);
      expect(copied.map((head) => head.sizeBytes)).toEqual(heads.map((head) => head.sizeBytes));
      expect(await store.copyMany(pairs.slice(-1))).toMatchObject([{ sizeBytes: copied.at(-1)?.sizeBytes }]);
      await store.remove(bucket, oddKeys.at(-1) ?? "");
      expect(await read(`copy ${oddKeys.length - 1}`)).toBe(`of ${oddKeys.at(-1)}`);
      expect(await store.putMany(bucket, [])).toEqual([]);
      await expect(
        store.copyMany([{ from: { bucket, key: "nothing" }, to: { bucket, key: "to" } }]),
      ).rejects.toThrow(ObjectMissing);
    });

    it("replaces whole objects, with another ETag", async () => {
      const first = await store.put(bucket, "k", Buffer.from("first"));
      const second = await store.put(bucket, "k", Readable.from([Buffer.from("sec"), Buffer.from("ond")]));
      expect(second).toMatchObject({ sizeBytes: 6 });
      expect(second.etag).not.toBe(first.etag);
      expect(await store.head(bucket, "k")).toEqual(second);
      expect(await read("k")).toBe("second");
    });

    it("reads ranges", async () => {
      await store.put(bucket, "k", Buffer.from("0123456789"));
      expect(await read("k", { first: 2, last: 4 })).toBe("234");
      expect(await read("k", { first: 9, last: 9 })).toBe("9");
    });

    it("knows what is not there", async () => {
      expect(await store.head(bucket, "none")).toBeNull();
      await expect(store.get(bucket, "none")).rejects.toThrow(ObjectMissing);
      await expect(store.remove(bucket, "none")).resolves.toBeUndefined();
      await expect(store.removeBucket(bucket)).resolves.toBeUndefined();
      await expect(store.listParts(bucket, "k", "../../etc")).rejects.toThrow(MultipartMissing);
    });

    it("tells MD5 as the ETag, also of a copy", async () => {
      const bytes = Buffer.from("what is in it");
      const put = await store.put(bucket, "k", bytes);
      expect(put.etag).toBe(createHash("md5").update(bytes).digest("hex"));
      expect((await store.copy({ bucket, key: "k" }, { bucket, key: "l" })).etag).toBe(put.etag);
      expect((await store.head(bucket, "k"))?.etag).toBe(put.etag);
    });

    it("lists what comes after a key", async () => {
      for (const key of ["a", "b", "b/c", "😀", "\uffee"]) await store.put(bucket, key, Buffer.from(key));
      const found: string[] = [];
      for await (const { key } of store.list(bucket, "", "b")) found.push(key);
      expect(found).toEqual(["b/c", "\uffee", "😀"]);
    });

    it("removes one object and no other", async () => {
      await store.put(bucket, "a", Buffer.from("a"));
      await store.put(bucket, "b", Buffer.from("b"));
      await store.remove(bucket, "a");
      expect(await keys()).toEqual(["b"]);
    });

    it("takes and gives bytes by signed URLs, for any key", async () => {
      // URLs can't name a folder "." or "..": clients resolve them away, encoded or not.
      const keys = ODD_KEYS.filter(isPlain);
      expect(keys.length).toBeGreaterThan(5);
      for (const key of keys) {
        const put = await fetch(await store.signedPut(bucket, key), { method: "PUT", body: `of ${key}` });
        expect([put.status, key]).toEqual([200, key]);
        const got = await fetch(await store.signedGet(bucket, key));
        expect([got.status, await got.text()]).toEqual([200, `of ${key}`]);
      }
    });

    it("names a download as asked, whatever the name", async () => {
      await store.put(bucket, "k.png", Buffer.from("x"));
      const names = ["0001.png", 'schön "1" 😀.png', "../a\r\nb.png"];
      const headers: (string | null)[] = [];
      for (const downloadName of names) {
        const got = await fetch(await store.signedGet(bucket, "k.png", { downloadName }));
        headers.push(got.headers.get("content-disposition"));
      }
      expect(headers).toEqual([
        `attachment; filename="0001.png"; filename*=UTF-8''0001.png`,
        `attachment; filename="sch_n _1_ _.png"; filename*=UTF-8''sch%C3%B6n%20%221%22%20%F0%9F%98%80.png`,
        `attachment; filename=".._a__b.png"; filename*=UTF-8''.._a__b.png`,
      ]);
    });

    it("puts parts together that came in any order, and tells the file's SHA-256", async () => {
      // Another S3 takes 5 MiB at least.
      const partSizeBytes = isPlanKept ? 1_000_000 : 5 * 1024 ** 2;
      const bytes = randomBytes(5 * partSizeBytes + 123);
      const id = await store.beginMultipart(bucket, "big", { sizeBytes: bytes.length, partSizeBytes });
      await Promise.all(
        [6, 2, 4, 1, 5, 3].map(async (part) => {
          const body = bodyOf(bytes.subarray((part - 1) * partSizeBytes, part * partSizeBytes));
          const answer = await fetch(await store.partUrl(bucket, "big", id, part), {
            method: "PUT",
            headers: { "x-amz-checksum-sha256": sha256(body).digest("base64") },
            body,
          });
          expect(answer.status).toBe(200);
        }),
      );
      const parts = await store.listParts(bucket, "big", id);
      expect(parts.map((part) => [part.number, part.sizeBytes])).toEqual([
        ...[1, 2, 3, 4, 5].map((number) => [number, partSizeBytes]),
        [6, 123],
      ]);
      expect(await store.head(bucket, "big")).toBeNull();
      const done = await store.completeMultipart(bucket, "big", id);
      expect(done).toMatchObject({ sizeBytes: bytes.length, sha256: sha256(bytes).digest("hex") });
      expect(await store.completeMultipart(bucket, "big", id)).toEqual(done);
      expect(sha256(await buffer(await store.get(bucket, "big"))).digest("hex")).toBe(done.sha256);
    });

    it.runIf(isPlanKept)(
      "refuses damaged and wrong parts, keeps none of them, and completes nothing that lacks one",
      async () => {
        const id = await store.beginMultipart(bucket, "k", { sizeBytes: 15, partSizeBytes: 10 });
        const put = async (part: number, body: string, checksum?: string) => {
          const answer = await fetch(await store.partUrl(bucket, "k", id, part), {
            method: "PUT",
            body,
            headers: checksum === undefined ? {} : { "x-amz-checksum-sha256": checksum },
          });
          return [answer.status, /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1]];
        };
        const other = sha256(Buffer.from("other")).digest("base64");
        expect(await put(1, "0123456789", other)).toEqual([400, "BadDigest"]);
        expect(await put(1, "0123", other)).toEqual([400, "IncompleteBody"]);
        expect(await put(3, "0123", other)).toEqual([400, "InvalidArgument"]);
        expect(await put(2, "0123456789")).toEqual([400, "IncompleteBody"]);
        expect(await store.listParts(bucket, "k", id)).toEqual([]);
        expect(await put(2, "abcde")).toEqual([200, undefined]);
        await expect(store.completeMultipart(bucket, "k", id)).rejects.toThrow(MultipartIncomplete);
        expect(await put(1, "0123456789")).toEqual([200, undefined]);
        // Sent again, the part is what came last.
        expect(await put(1, "9876543210")).toEqual([200, undefined]);
        expect(await put(1, "0123456789", other)).toEqual([400, "BadDigest"]);
        await expect(store.completeMultipart(bucket, "k", id)).rejects.toThrow(MultipartIncomplete);
        expect(await put(1, "9876543210")).toEqual([200, undefined]);
        const done = await store.completeMultipart(bucket, "k", id);
        expect(done.sha256).toBe(sha256(Buffer.from("9876543210abcde")).digest("hex"));
        expect(await read("k")).toBe("9876543210abcde");
      },
    );

    it("forgets an upload that was given up", async () => {
      const id = await store.beginMultipart(bucket, "k", { sizeBytes: 5, partSizeBytes: 10 });
      const url = await store.partUrl(bucket, "k", id, 1);
      await store.abortMultipart(bucket, "k", id);
      await store.abortMultipart(bucket, "k", id);
      const answer = await fetch(url, { method: "PUT", body: "01234" });
      expect([answer.status, /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1]]).toEqual([
        404,
        "NoSuchUpload",
      ]);
      await expect(store.completeMultipart(bucket, "k", id)).rejects.toThrow(MultipartMissing);
    });

    it("refuses a signed URL for another object, another method and none", async () => {
      await store.put(bucket, "k", Buffer.from("x"));
      const get = await store.signedGet(bucket, "k");
      const statuses = await Promise.all(
        [
          fetch(get.replace(`${bucket}/k`, `${bucket}/other`)),
          fetch(get, { method: "PUT", body: "y" }),
          fetch(get.split("?")[0] ?? ""),
          fetch(get.replace(/Signature=./, "Signature=x")),
        ].map(async (answer) => (await answer).status),
      );
      expect(statuses).toEqual([403, 403, 403, 403]);
      expect(await read("k")).toBe("x");
    });
  });
}
