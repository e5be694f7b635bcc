/** Uploads that go well, are torn, damaged, no .blend, too large, forgotten. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { MIN_PART_BYTES } from "#lib/domain/project.ts";
import { sweepOnce } from "../sweep/run.ts";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
let owner: TestAccount;
beforeAll(async () => {
  farm = await openTestPlatform();
  owner = await farm.anAccount();
});
afterAll(() => farm.close());

const BLEND = Buffer.from("BLENDER-v304RENDH and the rest of it");
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const begin = (bytes: Buffer, name = "scene.blend") =>
  owner.farm.uploads.begin({ body: { name, sizeBytes: bytes.length } });

/** As a browser would PUT it. */
async function putWhole(uploadId: string, bytes: Buffer): Promise<void> {
  const rows = await farm.db.query<{ id: string }>("select multipart_id as id from uploads where id = $1", [
    uploadId,
  ]);
  farm.objects.putPart(rows[0]?.id ?? "", 1, bytes);
}

it("the file's name is made safe, and parts cover it exactly", async () => {
  const sizeBytes = MIN_PART_BYTES * 2 + 5;
  const upload = await owner.farm.uploads.begin({ body: { name: "../../etc/“ü” 🎬.blend", sizeBytes } });
  expect(upload.name).toBe("“ü” 🎬.blend");
  expect(upload.parts.map((p) => p.sizeBytes)).toEqual([MIN_PART_BYTES, MIN_PART_BYTES, 5]);
  expect(upload.parts.every((p) => p.url !== null && !p.isDone)).toBe(true);
  await owner.farm.uploads.cancel({ params: { uploadId: upload.id } });
  await expect(owner.farm.uploads.get({ params: { uploadId: upload.id } })).rejects.toMatchObject({
    code: "not_found",
  });
});

it("completing before every part is there says how many are missing", async () => {
  const upload = await begin(BLEND);
  await expect(
    owner.farm.uploads.complete({ params: { uploadId: upload.id }, body: {} }),
  ).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("One part is") });
  await putWhole(upload.id, BLEND.subarray(0, 10));
  await expect(
    owner.farm.uploads.complete({ params: { uploadId: upload.id }, body: {} }),
  ).rejects.toMatchObject({ code: "conflict" });
});

it("completing twice at once makes one project", async () => {
  const upload = await begin(BLEND);
  await putWhole(upload.id, BLEND);
  const complete = () => owner.farm.uploads.complete({ params: { uploadId: upload.id }, body: {} });
  const [a, b] = await Promise.all([complete(), complete()]);
  expect(a).toEqual(b);
  expect(a.sha256).toBe(sha256(BLEND));
  expect((await owner.farm.projects.list()).filter((p) => p.id === a.id)).toHaveLength(1);
});

it("who goes on with an upload is told the hash of each part that is there", async () => {
  const upload = await begin(BLEND);
  const [part] = upload.parts;
  expect(part?.sha256).toBeNull();
  await putWhole(upload.id, BLEND);
  const seen = await owner.farm.uploads.get({ params: { uploadId: upload.id } });
  expect(seen.parts[0]?.sha256).toBe(createHash("sha256").update(BLEND).digest("base64"));
});

it("a hash that differs keeps the upload, to be sent again under the same id", async () => {
  const upload = await begin(BLEND);
  const damaged = Buffer.from(BLEND);
  damaged[20] = 0;
  await putWhole(upload.id, damaged);
  const body = { sha256: sha256(BLEND) };
  await expect(owner.farm.uploads.complete({ params: { uploadId: upload.id }, body })).rejects.toMatchObject({
    code: "hash_mismatch",
    status: 400,
  });
  const again = await owner.farm.uploads.get({ params: { uploadId: upload.id } });
  expect(again.parts.map((p) => p.isDone)).toEqual([false]);
  await putWhole(upload.id, BLEND);
  const project = await owner.farm.uploads.complete({ params: { uploadId: upload.id }, body });
  expect(project.sha256).toBe(body.sha256);
});

it.each([
  ["a renamed PNG", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), "PNG"],
  ["a Git LFS pointer", Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:00"), "Git LFS"],
  ["text", Buffer.from("hello, this is a note"), "text"],
  ["noise", Buffer.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 0]), ".blend"],
])("%s is refused by what it is, and nothing of it stays", async (_, bytes, word) => {
  const upload = await begin(bytes);
  await putWhole(upload.id, bytes);
  await expect(
    owner.farm.uploads.complete({ params: { uploadId: upload.id }, body: {} }),
  ).rejects.toMatchObject({ code: "not_a_blend", message: expect.stringContaining(word) });
  expect((await owner.farm.uploads.list()).map((u) => u.id)).not.toContain(upload.id);
  const bucket = (key: string) => key.includes(upload.id);
  expect(farm.objects.keys().filter(bucket)).toEqual([]);
});

it("after a stop between assembling and writing the project, completing goes on", async () => {
  const upload = await begin(BLEND);
  await putWhole(upload.id, BLEND);
  const [row] = await farm.db.query<{ bucket: string; key: string; id: string }>(
    "select bucket, key, multipart_id as id from uploads where id = $1",
    [upload.id],
  );
  if (row === undefined) return expect.unreachable();
  await farm.objects.completeMultipart(row.bucket, row.key, row.id);
  const seen = await owner.farm.uploads.get({ params: { uploadId: upload.id } });
  expect(seen.parts.every((p) => p.isDone)).toBe(true);
  const project = await owner.farm.uploads.complete({ params: { uploadId: upload.id }, body: {} });
  expect(project).toMatchObject({ state: "inspecting", sha256: sha256(BLEND) });
});

it("an empty file, one too large for the farm, and one too large for the disk are refused before a byte", async () => {
  await expect(begin(Buffer.alloc(0))).rejects.toMatchObject({
    code: "invalid",
    fields: { sizeBytes: expect.stringContaining("empty") },
  });
  await expect(
    owner.farm.uploads.begin({ body: { name: "a.blend", sizeBytes: 2 * 1024 ** 4 } }),
  ).rejects.toMatchObject({ code: "too_large", status: 413 });
  farm.objects.free = 300 * 1024 ** 2;
  await expect(
    owner.farm.uploads.begin({ body: { name: "a.blend", sizeBytes: 200 * 1024 ** 2 } }),
  ).rejects.toMatchObject({ code: "disk_full", status: 507 });
  farm.objects.free = null;
});

it("an upload that nobody went on with is removed after a week", async () => {
  const upload = await begin(BLEND);
  farm.pass(6 * 86_400);
  await sweepOnce(farm.platform);
  expect((await owner.farm.uploads.list()).map((u) => u.id)).toContain(upload.id);
  farm.pass(2 * 86_400);
  await sweepOnce(farm.platform);
  expect(await owner.farm.uploads.list()).toEqual([]);
});
