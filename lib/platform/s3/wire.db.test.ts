/** S3 as its clients speak it, against the running storage: boto3, Amazon's SDK for JavaScript, and requests made by hand. */
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import {
  ChecksumAlgorithm,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { presign } from "./sigv4.ts";
import { type RunningStorage, startStorage, type StorageUser } from "./testing/storage.ts";

let storage: RunningStorage;
let user: StorageUser;
beforeAll(async () => {
  storage = await startStorage();
  user = await storage.aUser();
});
afterAll(() => storage.close());

const clientOf = ({ email, token }: StorageUser, change: { secret?: string } = {}) =>
  new S3Client({
    endpoint: storage.endpoint,
    region: "default",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: email, secretAccessKey: change.secret ?? token },
  });
const bytesOf = async (body: unknown) =>
  Buffer.from(await (body as { transformToByteArray(): Promise<Uint8Array> }).transformToByteArray());
const refusal = (name: string, status: number) => ({ name, $metadata: { httpStatusCode: status } });

const allTrue = (names: string) => Object.fromEntries(names.split(",").map((name) => [name, true]));

it("boto3 does with it all that Qarnot's Python client does", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hearth-boto-"));
  const script = new URL("testing/boto.py", import.meta.url).pathname;
  // Debian's own Python: python3-boto3 is its package.
  const run = promisify(execFile)("/usr/bin/python3", [
    script,
    storage.endpoint,
    user.email,
    user.token,
    folder,
  ]);
  const seen = JSON.parse((await run).stdout) as unknown;
  await rm(folder, { recursive: true, force: true });
  expect(seen).toEqual({
    ...allTrue(
      "names,etags,bodies,multipart etag,multipart bytes,range,last bytes,range over the end,joined,unchanged,versions",
    ),
    buckets: ["scenes"],
    "pages v1": [4, 2],
    "pages v2": [4, 2],
    folders: ["textures/"],
    prefix: ["textures/empty", "textures/ü 😀 +%.png"],
    "range behind": ["InvalidRange", 416, null],
    copied: ["text/x-scene", { take: "7" }, true],
    replaced: { take: "8" },
    uploads: ["joined"],
    parts: [
      [1, 5_242_880],
      [2, 4],
    ],
    "given up": ["NoSuchUpload", 404, null],
    "wrong part": ["InvalidPart", 400, null],
    "bad secret": ["SignatureDoesNotMatch", 403, null],
    "bad key": ["InvalidAccessKeyId", 403, null],
    climbing: ["InvalidArgument", 400, null],
    "bad md5": ["BadDigest", 400, null],
    "no bucket": ["NoSuchBucket", 404, "nowhere"],
    "no bucket to list": ["NoSuchBucket", 404, "nowhere"],
    "no key": ["NoSuchKey", 404, null],
    "full bucket": ["BucketNotEmpty", 409, "scenes"],
    "bad bucket name": ["InvalidBucketName", 400, "a.."],
    versioning: null,
    location: null,
    count: "10",
    after: [],
  });
});

describe("Amazon's SDK for JavaScript", () => {
  it.each(
    Object.values(ChecksumAlgorithm).filter((name) => /^(CRC32|CRC32C|CRC64NVME|SHA1|SHA256)$/.test(name)),
  )("sends what it streams with a %s behind it, and reads it back checked", async (ChecksumAlgorithmName) => {
    const s3 = clientOf(user);
    const Bucket = "sums";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const bytes = randomBytes(300_000);
    const [Key, ContentLength] = [`of ${ChecksumAlgorithmName}`, bytes.length];
    const Body = Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
    await s3.send(
      new PutObjectCommand({ Bucket, Key, Body, ContentLength, ChecksumAlgorithm: ChecksumAlgorithmName }),
    );
    const got = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    expect((await bytesOf(got.Body)).equals(bytes)).toBe(true);
    expect(got.ETag).toBe(`"${createHash("md5").update(bytes).digest("hex")}"`);
    // The sum is of the whole: a piece comes without it.
    const asked = { Bucket, Key, Range: "bytes=1-3", ChecksumMode: "ENABLED" as const };
    const piece = await s3.send(new GetObjectCommand(asked));
    expect((await bytesOf(piece.Body)).equals(bytes.subarray(1, 4))).toBe(true);
  });

  it("uploads 20 MiB in parts with their checksums, lists, and deletes", async () => {
    const s3 = clientOf(user);
    const Bucket = "parts";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const bytes = randomBytes(20 * 1024 ** 2);
    const params = { Bucket, Key: "dir/big.bin", Body: Readable.from(chunksOf(bytes)), ContentType: "x/y" };
    const done = await new Upload({ client: s3, params, partSize: 5 * 1024 ** 2, queueSize: 4 }).done();
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-4"$/);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "dir/big.bin" }));
    expect([head.ContentLength, head.ContentType]).toEqual([bytes.length, "x/y"]);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "dir/big.bin" }));
    expect((await bytesOf(got.Body)).equals(bytes)).toBe(true);
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key)).toEqual([
      "dir/big.bin",
    ]);
    const Objects = [{ Key: "dir/big.bin" }, { Key: "not there" }];
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("reads and writes by presigned URLs, and counts a bucket by one", async () => {
    const s3 = clientOf(user);
    const Bucket = "presigned";
    await s3.send(new CreateBucketCommand({ Bucket }));
    const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: "ü/1" }), { expiresIn: 60 });
    expect((await fetch(put, { method: "PUT", body: "12345" })).status).toBe(200);
    const url = await getSignedUrl(
      s3,
      new GetObjectCommand({ Bucket, Key: "ü/1", ResponseContentDisposition: "attachment" }),
      { expiresIn: 60 },
    );
    const got = await fetch(url);
    expect([await got.text(), got.headers.get("content-disposition")]).toEqual(["12345", "attachment"]);
    const head = await getSignedUrl(s3, new HeadBucketCommand({ Bucket }), { expiresIn: 60 });
    const counted = await fetch(head, { method: "HEAD" });
    expect([counted.headers.get("x-rgw-object-count"), counted.headers.get("x-rgw-bytes-used")]).toEqual([
      "1",
      "5",
    ]);
    storage.ahead = 61_000;
    const late = await fetch(url);
    storage.ahead = 0;
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining("expired")]);
  });

  it("finds a bucket by the name of the host", async () => {
    const { port } = new URL(storage.endpoint);
    const host = `localhost:${port}`;
    const url = presign(
      { credentials: { accessKey: user.email, secretKey: user.token }, region: "any" },
      {
        method: "GET",
        origin: `http://sums.${host}`,
        path: "/of%20CRC32",
        at: Date.now(),
        expiresSeconds: 60,
      },
    );
    const { pathname, search } = new URL(url);
    const status = await new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port, path: pathname + search, headers: { host: `sums.${host}` } };
      get(options, (response) => resolve(response.resume().statusCode)).on("error", reject);
    });
    expect(status).toBe(200);
  });
});

describe("what is refused changes nothing", () => {
  const isUnchanged = async (run: () => Promise<void>) => {
    const before = await storage.files();
    await run();
    expect(await storage.files()).toEqual(before);
  };

  it("a signature older than a quarter of an hour, and one from the future", async () => {
    await isUnchanged(async () => {
      for (const minutes of [16, -16]) {
        storage.ahead = minutes * 60_000;
        const put = clientOf(user).send(new PutObjectCommand({ Bucket: "sums", Key: "late", Body: "x" }));
        await expect(put).rejects.toMatchObject(refusal("RequestTimeTooSkewed", 403));
      }
      storage.ahead = 14 * 60_000;
      await clientOf(user).send(new ListBucketsCommand({}));
    });
    storage.ahead = 0;
  });

  it("another account's bucket looks like none, and may be made under the same name", async () => {
    const stranger = clientOf(await storage.aUser());
    await isUnchanged(async () => {
      for (const command of [
        new PutObjectCommand({ Bucket: "sums", Key: "k", Body: "x" }),
        new ListObjectsV2Command({ Bucket: "sums" }),
        new GetObjectCommand({ Bucket: "sums", Key: "of CRC32" }),
      ])
        await expect(stranger.send(command as PutObjectCommand)).rejects.toMatchObject(
          refusal("NoSuchBucket", 404),
        );
    });
    expect((await stranger.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
    await stranger.send(new CreateBucketCommand({ Bucket: "sums" }));
    expect((await stranger.send(new ListObjectsV2Command({ Bucket: "sums" }))).KeyCount).toBe(0);
    expect(
      (await clientOf(user).send(new ListObjectsV2Command({ Bucket: "sums" }))).KeyCount,
    ).toBeGreaterThan(0);
  });

  it("a token that may only read, and one that was revoked, by it alone", async () => {
    const owner = await storage.aUser();
    const Bucket = "mine";
    await clientOf(owner).send(new CreateBucketCommand({ Bucket }));
    const session = await owner.signIn();
    const { token, apiToken } = await session.tokens.create({ body: { name: "r", scope: "read" } });
    const reader = clientOf({ ...owner, token });
    expect((await reader.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
    await isUnchanged(async () => {
      const put = reader.send(new PutObjectCommand({ Bucket, Key: "k", Body: "x" }));
      await expect(put).rejects.toMatchObject(refusal("AccessDenied", 403));
    });
    await session.tokens.revoke({ params: { tokenId: apiToken.id } });
    const list = reader.send(new ListObjectsV2Command({ Bucket }));
    await expect(list).rejects.toMatchObject(refusal("SignatureDoesNotMatch", 403));
    await clientOf(owner).send(new ListObjectsV2Command({ Bucket }));
  });

  it("bodies that are not what they were announced as, and operations that are not offered", async () => {
    const s3 = clientOf(user);
    await isUnchanged(async () => {
      const put = s3.send(
        new PutObjectCommand({ Bucket: "sums", Key: "bad", Body: "x", ChecksumCRC32: "AAAAAA==" }),
      );
      await expect(put).rejects.toMatchObject(refusal("BadDigest", 400));
      const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: "sums", Key: "of CRC32" }), {
        expiresIn: 60,
      });
      for (const [method, change, status] of [
        ["PUT", (text: string) => text, 403],
        ["GET", (text: string) => text.replace("sums", "other"), 403],
        ["GET", (text: string) => text.replace(/Signature=..../, "Signature=0000"), 403],
        ["GET", (text: string) => `${text.split("?")[0]}`, 403],
        ["PATCH", (text: string) => text, 403],
      ] as const) {
        const answer = await fetch(change(url), { method });
        expect([method, answer.status]).toEqual([method, status]);
      }
    });
  });
});

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
