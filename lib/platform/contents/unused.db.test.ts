/** What nothing needs goes, a day later; what a version, a job, another account or an upload needs stays. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TreeToSend } from "#lib/client/tree/send-tree.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import { removeBucket } from "../buckets/remove.ts";
import { local, send as sendTo, sha256 } from "../projects/test-trees.ts";
import { sweepOnce } from "../sweep/run.ts";
import { aTask, openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";
import { deleteContents } from "./unused-rows.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

const BLEND = "BLENDER-v304RENDH and the rest of it";
const DAYS = 86_400;
const send = async (owner: TestAccount, tree: TreeToSend) => (await sendTo(farm, owner, tree)).project;
const tree = (texture: string, more: Partial<TreeToSend> = {}): TreeToSend => ({
  files: [local("a.blend", BLEND), local("t.png", texture)],
  blendFile: "a.blend",
  ...more,
});
const isStored = (owner: TestAccount, content: string) =>
  farm.objects.keys().includes(`content-${owner.id}/${sha256(Buffer.from(content))}`);
const later = async () => {
  farm.pass(2 * DAYS);
  await sweepOnce(farm.platform);
};
const remove = (owner: TestAccount, projectId: ProjectId, number: number) =>
  owner.farm.projects.removeVersion({ params: { projectId, number } });
const storageOf = async (owner: TestAccount, projectId: ProjectId) =>
  (await owner.farm.projects.storage({ params: { projectId } })).sizeBytes;

it("a removed version's own files go, what others share stays, and so does another account's copy", async () => {
  const [owner, other] = [await farm.anAccount(), await farm.anAccount()];
  const { id } = await send(owner, tree("old wood"));
  await send(owner, tree("new wood", { projectId: id }));
  const theirs = await send(other, tree("old wood"));
  expect(await storageOf(owner, id)).toBe(BLEND.length + 16);
  await later();
  expect(isStored(owner, "old wood")).toBe(true);
  await remove(owner, id, 1);
  expect((await owner.farm.projects.versions({ params: { projectId: id } })).map((v) => v.number)).toEqual([
    2,
  ]);
  expect(await storageOf(owner, id)).toBe(BLEND.length + 8);
  await later();
  expect([isStored(owner, "old wood"), isStored(owner, "new wood"), isStored(owner, BLEND)]).toEqual([
    false,
    true,
    true,
  ]);
  expect(isStored(other, "old wood")).toBe(true);
  // Sent again, because it is not there any more; and it can be.
  const again = await sendTo(farm, owner, tree("old wood", { projectId: id }));
  expect([again.sentBytes, isStored(owner, "old wood")]).toEqual([8, true]);
  expect((await sendTo(farm, other, tree("old wood", { projectId: theirs.id }))).sentBytes).toBe(0);
});

it("a version that a job renders, and the newest, can't be removed; what a job was made of stays", async () => {
  const owner = await farm.anAccount();
  const project = await send(owner, tree("kept for a job"));
  const constants = [{ key: "BLEND_FILE", value: "a.blend" }];
  const { uuid } = await owner.farm.tasks.submit({ body: aTask(project.bucket, "1-2", { constants }) });
  await send(owner, tree("after it", { projectId: project.id }));
  await expect(remove(owner, project.id, 2)).rejects.toMatchObject({ code: "conflict" });
  await expect(remove(owner, project.id, 1)).rejects.toThrow("A job renders this version.");
  await owner.farm.tasks.abort({ params: { jobId: uuid } });
  await remove(owner, project.id, 1);
  await later();
  expect(isStored(owner, "kept for a job")).toBe(true);
  await owner.farm.tasks.remove({ params: { jobId: uuid } });
  await later();
  expect(isStored(owner, "kept for a job")).toBe(false);
});

it("what somebody asked for a moment ago stays, though nothing names it yet", async () => {
  const owner = await farm.anAccount();
  const { id } = await send(owner, tree("asked for again"));
  await send(owner, tree("second", { projectId: id }));
  await remove(owner, id, 1);
  farm.pass(2 * DAYS);
  const chunks = [sha256(Buffer.from("asked for again"))];
  expect((await owner.farm.contents.missing({ body: { chunks } })).missing).toEqual([]);
  await sweepOnce(farm.platform);
  expect(isStored(owner, "asked for again")).toBe(true);
  await later();
  expect(isStored(owner, "asked for again")).toBe(false);
  expect((await owner.farm.contents.missing({ body: { chunks } })).missing).toEqual(chunks);
});

it("what is being removed is nobody's, and who stores it again waits", async () => {
  const owner = await farm.anAccount();
  const { id } = await send(owner, tree("in between"));
  const hash = sha256(Buffer.from("in between"));
  await farm.db.query("update contents set removing_at = now() where account_id = $1 and sha256 = $2", [
    owner.id,
    hash,
  ]);
  expect((await owner.farm.contents.missing({ body: { chunks: [hash] } })).missing).toEqual([hash]);
  const sending = sendTo(farm, owner, tree("in between", { projectId: id }));
  const packed = () =>
    farm.db.query("select 1 from chunks where account_id = $1 and sha256 = $2 and pack_id is not null", [
      owner.id,
      hash,
    ]);
  await expect.poll(packed).toHaveLength(1);
  await farm.objects.remove(`content-${owner.id}`, hash);
  await deleteContents(farm.db, [{ accountId: owner.id, sha256: hash }]);
  await sending;
  expect(isStored(owner, "in between")).toBe(true);
});

it("a project whose bucket was removed keeps nothing", async () => {
  const owner = await farm.anAccount();
  const project = await send(owner, tree("of a removed project"));
  await removeBucket(farm.platform, { folder: `project-${project.id}` });
  await later();
  expect(isStored(owner, "of a removed project")).toBe(false);
});

it("a .blend that another project of the bucket renders is refused in words", async () => {
  const owner = await farm.anAccount();
  const first = await send(owner, tree("one"));
  await farm.objects.put(`project-${first.id}`, "b.blend", Buffer.from(BLEND));
  const second = await owner.farm.projects.choose({ body: { bucket: first.bucket, blendFile: "b.blend" } });
  await expect(send(owner, tree("two", { projectId: second.id }))).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining("of the same bucket renders"),
  });
});
