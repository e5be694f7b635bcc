/** Projects of many files: sent once, put together, added to, kept apart, rendered as the version that they were. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TreeToSend } from "#lib/client/tree/send-tree.ts";
import type { Chunk } from "#lib/contract/farm/contents.ts";
import { taskFromSettings } from "#lib/contract/translate/settings.ts";
import { newId, type PackId } from "#lib/domain/ids.ts";
import { renderSettings } from "#lib/domain/render-settings.ts";
import { sweepOnce } from "../sweep/run.ts";
import { local, send as sendTo, sha256 } from "./test-trees.ts";
import { openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

const BLEND = Buffer.from("BLENDER-v304RENDH and the rest of it");
const send = (owner: TestAccount, tree: TreeToSend) => sendTo(farm, owner, tree);

const filesOf = async (owner: TestAccount, projectId: string, number: number) =>
  (await owner.farm.projects.files({ params: { projectId, number }, query: {} })).files.map((f) => f.path);

it("a folder becomes a project with its folders, also empty, non-ASCII and very long names", async () => {
  const owner = await farm.anAccount();
  const long = `textures/${"ö".repeat(120)}/${"a".repeat(251)}.png`;
  const files = [
    local("scenes/shot 01.blend", BLEND),
    local("textures/木目 🪵.png", "wood"),
    local("textures/empty.png", ""),
    local(long, "long"),
  ];
  const { project } = await send(owner, { files, blendFile: "scenes/shot 01.blend", name: "Shot 01" });
  expect(project).toMatchObject({ name: "Shot 01", blendFile: "scenes/shot 01.blend", version: 1 });
  expect(project.sha256).toBe(sha256(BLEND));
  expect((await filesOf(owner, project.id, 1)).sort()).toEqual(files.map((f) => f.path).sort());
});

it("a node is told each file under its path, with the address of its content", async () => {
  const owner = await farm.anAccount();
  const files = [local("a/scene.blend", Buffer.concat([BLEND, randomBytes(8)])), local("tex/w.png", "wood")];
  await send(owner, { files, blendFile: "a/scene.blend" });
  const node = await farm.aNode();
  let lease = await node.acquire();
  while (lease !== null && lease.kind === "inspection" && lease.source.mainFile !== "a/scene.blend")
    lease = await node.acquire();
  if (lease?.kind !== "inspection") throw new Error("Nobody is to look into the file.");
  expect(lease.source.files?.map((f) => [f.path, f.content])).toEqual(
    files.map((f) => [f.path, expect.stringMatching(/^sha256-/)]),
  );
  const url = lease.source.files?.[1]?.url.replace("memory:", "").split("/") ?? [];
  const bytes: Buffer[] = [];
  for await (const piece of await farm.objects.get(url[0] ?? "", url[1] ?? "")) bytes.push(piece as Buffer);
  expect(Buffer.concat(bytes).toString()).toBe("wood");
});

it("what the account has is not sent again, and a large file that changed a little sends that little", async () => {
  const owner = await farm.anAccount();
  const big = Buffer.concat([BLEND, randomBytes(6_000_000)]);
  const first = await send(owner, {
    files: [local("a.blend", big), local("t.png", "wood")],
    blendFile: "a.blend",
  });
  expect(first.sentBytes).toBe(big.length + 4);
  const changed = Buffer.concat([big.subarray(0, 3_000_000), Buffer.from("moved"), big.subarray(3_000_000)]);
  const again = await send(owner, {
    files: [local("a.blend", changed), local("t.png", "wood"), local("copy.png", "wood")],
    blendFile: "a.blend",
    projectId: first.project.id,
  });
  expect(again.sentBytes).toBeGreaterThan(0);
  expect(again.sentBytes).toBeLessThan(1_100_000);
  expect(again.project).toMatchObject({ id: first.project.id, version: 2, sha256: sha256(changed) });
  const versions = await owner.farm.projects.versions({ params: { projectId: first.project.id } });
  expect(versions.map((v) => [v.number, v.fileCount, v.newBytes])).toEqual([
    [2, 3, changed.length],
    [1, 2, big.length + 4],
  ]);
});

it("nothing of packs and half-made files is left when a project is there", async () => {
  expect(farm.objects.keys().filter((key) => key.startsWith("packs-") || key.includes("/new-"))).toEqual([]);
});

it("another account's content is neither told nor used", async () => {
  const [owner, stranger] = [await farm.anAccount(), await farm.anAccount()];
  const secret = "what nobody else shall know of";
  const tree = { files: [local("a.blend", BLEND), local("s.txt", secret)], blendFile: "a.blend" };
  const { project } = await send(owner, tree);
  const ask = { body: { chunks: [sha256(Buffer.from(secret))] } };
  expect((await owner.farm.contents.missing(ask)).missing).toEqual([]);
  expect((await stranger.farm.contents.missing(ask)).missing).toHaveLength(1);
  expect((await send(stranger, tree)).sentBytes).toBe(BLEND.length + secret.length);
  const params = { projectId: project.id };
  await expect(stranger.farm.projects.versions({ params })).rejects.toMatchObject({ code: "not_found" });
  await expect(
    stranger.farm.projects.files({ params: { ...params, number: 1 }, query: {} }),
  ).rejects.toMatchObject({ code: "not_found" });
  await expect(stranger.farm.projects.jobs({ params })).rejects.toMatchObject({ code: "not_found" });
  await expect(send(stranger, { ...tree, projectId: project.id })).rejects.toMatchObject({
    code: "not_found",
  });
});

async function aPack(owner: TestAccount, bytes: Buffer): Promise<PackId> {
  const { packId, url } = await owner.farm.contents.pack({ body: { sizeBytes: bytes.length } });
  const [bucket = "", key = ""] = url.replace("memory:", "").split("/");
  await farm.objects.put(bucket, key, bytes);
  return packId;
}

it("bytes that are not what their hash says count as nothing", async () => {
  const owner = await farm.anAccount();
  const packId = await aPack(owner, Buffer.from("other bytes"));
  const chunk: Chunk = { sha256: sha256(Buffer.from("the bytes..")), sizeBytes: 11 };
  await expect(
    owner.farm.contents.take({ params: { packId }, body: { chunks: [chunk] } }),
  ).rejects.toMatchObject({ code: "hash_mismatch" });
  expect((await owner.farm.contents.missing({ body: { chunks: [chunk.sha256] } })).missing).toHaveLength(1);
});

it("paths that lead out, stand twice or are a file and a folder at once are refused", async () => {
  const owner = await farm.anAccount();
  const trees = [
    [local("../a.blend", BLEND)],
    [local("/etc/a.blend", BLEND)],
    [local("a/./a.blend", BLEND)],
    [local("a.blend", BLEND), local("a.blend", "x")],
    [local("a.blend", BLEND), local("a.blend/b", "x")],
    [local(`${"n".repeat(256)}.blend`, BLEND)],
  ];
  for (const files of trees)
    await expect(send(owner, { files, blendFile: files[0]?.path ?? "" })).rejects.toMatchObject({
      code: "invalid",
    });
  expect(await owner.farm.projects.list()).toEqual([]);
});

it("a list that names chunks that are not there is refused, and so is one that is no list", async () => {
  const owner = await farm.anAccount();
  const ghost = [{ path: "a.blend", chunks: [[sha256(Buffer.from("ghost")), 5]] }];
  const list = await aPack(owner, Buffer.from(JSON.stringify(ghost)));
  const blendFile = "a.blend";
  await expect(owner.farm.projects.assemble({ body: { list, blendFile } })).rejects.toMatchObject({
    code: "conflict",
  });
  const none = await aPack(owner, Buffer.from("{"));
  await expect(owner.farm.projects.assemble({ body: { list: none, blendFile } })).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(
    owner.farm.projects.assemble({ body: { list: newId<PackId>(), blendFile } }),
  ).rejects.toMatchObject({ code: "not_found" });
});

it("missing files that are added join the others as a new version", async () => {
  const owner = await farm.anAccount();
  const { project } = await send(owner, {
    files: [local("a.blend", BLEND), local("t/1.png", "one")],
    blendFile: "a.blend",
  });
  const added = await send(owner, {
    files: [local("t/2.png", "two")],
    blendFile: "a.blend",
    projectId: project.id,
    adds: true,
  });
  expect(added.sentBytes).toBe(3);
  expect(await filesOf(owner, project.id, 2)).toEqual(["a.blend", "t/1.png", "t/2.png"]);
  expect(await filesOf(owner, project.id, 1)).toEqual(["a.blend", "t/1.png"]);
});

it("a file that was uploaded in parts has chunks when its project gets its next version", async () => {
  const owner = await farm.anAccount();
  const { id } = await farm.aProject(owner);
  const [before] = await owner.farm.projects.versions({ params: { projectId: id } });
  const files = [local("textures/1.png", "one")];
  const added = await send(owner, { files, blendFile: "scene.blend", projectId: id, adds: true });
  expect(added.sentBytes).toBe(3);
  expect(added.project).toMatchObject({ version: 2, sizeBytes: 3 + (before?.sizeBytes ?? 0) });
  const same = Buffer.from(`BLENDER-v304 ${id}`);
  const again = await send(owner, {
    files: [local("scene.blend", same)],
    blendFile: "scene.blend",
    projectId: id,
  });
  expect(again.sentBytes).toBe(0);
});

it("a job keeps the version that it was submitted with, and an older one can be rendered again", async () => {
  const owner = await farm.anAccount();
  const first = await send(owner, {
    files: [local("v.blend", BLEND), local("t.png", "old")],
    blendFile: "v.blend",
  });
  const { project } = await send(owner, {
    files: [local("v.blend", BLEND), local("t.png", "new")],
    blendFile: "v.blend",
    projectId: first.project.id,
  });
  const settings = renderSettings.parse({ blendFile: "v.blend", frames: "1-2" });
  const submit = async (version: number | null) =>
    (
      await owner.farm.tasks.submit({
        body: taskFromSettings({ name: "v", bucket: project.bucket, version, settings }),
      })
    ).uuid;
  const byBucket = await submit(null);
  const old = await submit(1);
  await send(owner, {
    files: [local("v.blend", BLEND), local("t.png", "newest")],
    blendFile: "v.blend",
    projectId: project.id,
  });
  const jobs = await owner.farm.projects.jobs({ params: { projectId: project.id } });
  expect(new Map(jobs.map((job) => [job.id, job.version]))).toEqual(
    new Map([
      [byBucket, 2],
      [old, 1],
    ]),
  );
  await expect(submit(9)).rejects.toMatchObject({ code: "invalid" });
});

it("packs that no project was made of are gone after a week", async () => {
  const owner = await farm.anAccount();
  const packId = await aPack(owner, Buffer.from("forgotten"));
  farm.pass(8 * 86_400);
  await sweepOnce(farm.platform);
  expect(farm.objects.keys().some((key) => key.endsWith(packId))).toBe(false);
});
