/** Buckets: names apart between accounts, made once, projects and results among them, removed with what is in them. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestPlatform, type TestPlatform } from "../test-platform.ts";
import { createBucketNear, ensureBucket } from "./create.ts";
import { bucketFor, findBucket } from "./find.ts";
import { listBuckets, usageOf } from "./list.ts";
import { removeBucket } from "./remove.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

const now = new Date();
const files = (accountId: Parameters<typeof ensureBucket>[1]["accountId"], name: string) => ({
  accountId,
  name,
  kind: "files" as const,
  now,
});

it("a name is made once, and is another account's own too", async () => {
  const [a, b] = [await farm.anAccount(), await farm.anAccount()];
  const mine = await ensureBucket(farm.db, files(a.id, "textures"));
  const [again, theirs] = await Promise.all([
    ensureBucket(farm.db, files(a.id, "textures")),
    ensureBucket(farm.db, files(b.id, "textures")),
  ]);
  expect(again.id).toBe(mine.id);
  expect(theirs.id).not.toBe(mine.id);
  expect(theirs.folder).not.toBe(mine.folder);
  await expect(bucketFor({ ...farm.system, actor: actor(b) }, "read", mine.id)).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(findBucket(farm.db, b.id, "other")).rejects.toMatchObject({
    message: "No such bucket: other",
  });
  await expect(ensureBucket(farm.db, files(a.id, "../etc"))).rejects.toMatchObject({ code: "invalid" });
});

it("names that are taken get a number", async () => {
  const { id } = await farm.anAccount();
  const names: string[] = [];
  for (let i = 0; i < 3; i++) names.push((await createBucketNear(farm.db, files(id, "bunny"))).name);
  expect(names).toEqual(["bunny", "bunny-2", "bunny-3"]);
});

it("a bucket is made for a form's files, which are PUT where they are told; paths that lead out are refused", async () => {
  const owner = await farm.anAccount();
  const body = { name: "Back test!", keys: ["backtest.py", "data/2024.csv"] };
  const first = await owner.farm.buckets.receive({ body });
  expect(first.name).toBe("back-test");
  expect(first.urls).toHaveLength(2);
  const { folder } = await findBucket(farm.db, owner.id, "back-test");
  expect(first.urls[1]).toContain(folder);
  expect((await owner.farm.buckets.receive({ body })).name).toBe("back-test-2");
  for (const keys of [["../x"], ["/x"], ["a//b"], ["folder/"], ["same", "same"]])
    await expect(owner.farm.buckets.receive({ body: { name: "n", keys } })).rejects.toMatchObject({
      code: "invalid",
    });
  expect((await listBuckets(farm.db, owner.id)).map((b) => b.name)).toEqual(["back-test", "back-test-2"]);
});

it("a project and a job's results are buckets under readable names", async () => {
  const owner = await farm.anAccount();
  const project = await farm.aProject(owner);
  const jobId = await farm.aJob(owner, { bucket: project.bucket });
  const buckets = await listBuckets(farm.db, owner.id);
  expect(buckets.map((b) => b.kind)).toEqual(["project", "result"]);
  expect(buckets[0]?.folder).toBe(`project-${project.id}`);
  expect(project.bucket).toBe(buckets[0]?.name);
  expect((await owner.farm.tasks.get({ params: { jobId } })).resultBucket).toBe(buckets[1]?.name);
});

it("removing takes what is in it, frees the name, and hides the project", async () => {
  const owner = await farm.anAccount();
  const project = await farm.aProject(owner);
  const bucket = await findBucket(farm.db, owner.id, project.bucket);
  await farm.objects.put(bucket.folder, "a.png", Buffer.from("12345"));
  await farm.objects.put(bucket.folder, "b.png", Buffer.from("1"));
  expect(await usageOf(farm.objects, bucket)).toEqual({ objectCount: 3, sizeBytes: 55 });
  await removeBucket(farm.platform, bucket);
  expect(farm.objects.keys().filter((key) => key.startsWith(bucket.folder))).toEqual([]);
  expect(await owner.farm.projects.list()).toEqual([]);
  await expect(findBucket(farm.db, owner.id, project.bucket)).rejects.toMatchObject({ code: "not_found" });
  const next = await ensureBucket(farm.db, files(owner.id, project.bucket));
  expect(next.folder).not.toBe(bucket.folder);
});

it("the migration gives what is there already its buckets, each under a name of its own", async () => {
  const owner = await farm.anAccount();
  const [first, second] = [await farm.aProject(owner), await farm.aProject(owner)];
  const jobId = await farm.aJob(owner, { bucket: first.bucket });
  await farm.db.query("delete from buckets");
  const sql = await readFile(new URL("../db/migrations/0001_buckets.sql", import.meta.url), "utf8");
  await farm.db.query(sql.split("--> statement-breakpoint").at(-1) ?? "");
  const buckets = await listBuckets(farm.db, owner.id);
  expect(Object.fromEntries(buckets.map((b) => [b.folder, b.name]))).toEqual({
    [`project-${first.id}`]: "scene",
    [`project-${second.id}`]: `scene-${second.id.slice(-12)}`,
    [`job-${jobId}`]: expect.stringMatching(/-frames$/) as unknown,
  });
});

const actor = (account: { id: Awaited<ReturnType<TestPlatform["anAccount"]>>["id"]; email: string }) => ({
  type: "account" as const,
  scope: "admin" as const,
  accountId: account.id,
  email: account.email,
  role: "artist" as const,
  tokenId: "",
});
