/** Scene models: made once for the same files and scene, by a node that can, seen by their account alone. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Modelling } from "#lib/contract/farm/nodes.ts";
import type { ProjectId } from "#lib/domain/ids.ts";
import { MAX_MODEL_BYTES, type ModelFacts } from "#lib/domain/scene-model.ts";
import { sweepOnce } from "../sweep/run.ts";
import { openTestPlatform, type TestAccount, type TestNode, type TestPlatform } from "../test-platform.ts";
import { placeOf } from "./place.ts";

const facts: ModelFacts = {
  frameStart: 1,
  frameEnd: 24,
  fps: 24,
  aspect: 1.5,
  samples: 24,
  cameras: [],
  cuts: [],
  objects: 1,
  instances: 0,
  instancesLeftOut: 0,
  triangles: 12,
  trianglesShown: 12,
  boxes: 0,
  hasPictures: false,
};

let farm: TestPlatform;
let owner: TestAccount;
let node: TestNode;
let project: { id: ProjectId; bucket: string };
const exporter = { version: "3.4.1", engines: [], denoisers: [], devices: [], exports: true };
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());
beforeEach(async () => {
  await farm.db.query("delete from scene_models");
  await farm.db.query("update nodes set presence = 'offline'");
  owner = await farm.anAccount();
  node = await farm.aNode({ blenders: [exporter] });
  project = await farm.aProject(owner);
});

const ask = (scene: string | null = null, by = owner) =>
  by.farm.sceneModels.ask({ body: { of: { kind: "project", projectId: project.id }, scene } });
const get = (modelId: Awaited<ReturnType<typeof ask>>["id"], by = owner) =>
  by.farm.sceneModels.get({ params: { modelId } });

async function take(by = node): Promise<Modelling> {
  const work = await by.acquire({ models: true });
  if (work?.kind !== "scene-model") throw new Error(`Wanted a scene model, got ${JSON.stringify(work)}`);
  return work;
}
const put = (work: Modelling, bytes = 1000) =>
  farm.objects.put(...placeOf({ accountId: owner.id, id: work.modelId }), Buffer.alloc(bytes));
const finish = (work: Modelling) =>
  node.farm.sceneModels.finish({
    params: { modelId: work.modelId },
    body: { result: { kind: "model", facts } },
  });

it("a model is waited for, exported by a node beside its frames, and then there with a signed address", async () => {
  const asked = await ask("Scene");
  expect(asked).toMatchObject({ state: "waiting", problem: null, url: null, facts: null });
  const work = await take();
  expect(work).toMatchObject({ scene: "Scene", maxBytes: 5_000_000, maxSeconds: 30, modelId: asked.id });
  expect(work.source.files?.map((file) => file.path)).toEqual(["scene.blend"]);
  expect((await get(asked.id)).state).toBe("exporting");
  await put(work);
  await finish(work);
  expect(await get(asked.id)).toMatchObject({
    state: "ready",
    facts,
    sizeBytes: 1000,
    url: expect.any(String),
  });
  const told = await farm.db.query<{ type: string }>(
    "select body->>'type' as type from events where body->>'modelId' = $1",
    [asked.id],
  );
  expect(told.map((one) => one.type)).toEqual(["scene-model.changed", "scene-model.changed"]);
});

it("the same files and scene are exported once, another scene for itself, and a job's are its project's", async () => {
  const asked = await ask("Scene");
  await put(await take());
  await finish({ modelId: asked.id } as Modelling);
  expect(await ask("Scene")).toMatchObject({ id: asked.id, state: "ready" });
  const jobId = await farm.aJob(owner, { bucket: project.bucket });
  const ofJob = await owner.farm.sceneModels.ask({ body: { of: { kind: "job", jobId }, scene: "Scene" } });
  expect(ofJob.id).toBe(asked.id);
  expect(await ask("Other")).toMatchObject({ state: "waiting" });
  expect((await take()).scene).toBe("Other");
});

it("a reason is told as it is, and asking again tries again", async () => {
  const asked = await ask();
  const work = await take();
  await node.farm.sceneModels.finish({
    params: { modelId: work.modelId },
    body: { result: { kind: "none", problem: "Exporting takes too long." } },
  });
  expect(await get(asked.id)).toMatchObject({ state: "failed", problem: "Exporting takes too long." });
  expect(await ask()).toMatchObject({ id: asked.id, state: "waiting", problem: null });
  expect((await take()).modelId).toBe(asked.id);
});

it("a model that is not in storage, or larger than allowed, is none", async () => {
  const asked = await ask();
  const work = await take();
  await finish(work);
  expect(await get(asked.id)).toMatchObject({ state: "failed", url: null });
  await ask();
  await put(await take(), MAX_MODEL_BYTES + 1);
  await finish(work);
  expect(await get(asked.id)).toMatchObject({ state: "failed", problem: expect.stringContaining("larger") });
  expect(await farm.objects.head(...placeOf({ accountId: owner.id, id: asked.id }))).toBeNull();
});

it("nobody else is told of a model, nor may ask for one of another's files", async () => {
  const asked = await ask();
  const other = await farm.anAccount();
  await expect(get(asked.id, other)).rejects.toMatchObject({ code: "not_found" });
  await expect(ask(null, other)).rejects.toMatchObject({ code: "not_found" });
  const jobId = await farm.aJob(owner, { bucket: project.bucket });
  await expect(
    other.farm.sceneModels.ask({ body: { of: { kind: "job", jobId }, scene: null } }),
  ).rejects.toMatchObject({ code: "not_found" });
});

it("a node that can't export, or makes one already, is given none; and the page is told why it waits", async () => {
  await farm.db.query("update nodes set presence = 'offline'");
  const plain = await farm.aNode();
  const asked = await ask();
  expect(asked.problem).toContain("numpy");
  expect(await plain.acquire({ models: true, inspectionsOnly: true })).toBeNull();
  const able = await farm.aNode({ blenders: [exporter] });
  expect((await get(asked.id)).problem).toBeNull();
  expect(await able.acquire({ inspectionsOnly: true })).toBeNull();
  expect((await take(able)).modelId).toBe(asked.id);
  await farm.db.query("update nodes set presence = 'offline'");
  expect((await ask("Other")).problem).toContain("No node is online");
});

it("a node that leaves gives it back, and two that fall silent end it in words", async () => {
  const asked = await ask();
  await take();
  await node.farm.nodes.leave({ params: { nodeId: node.id } });
  expect((await get(asked.id)).state).toBe("waiting");
  await take(await farm.aNode({ blenders: [exporter] }));
  farm.pass(400);
  await sweepOnce(farm.platform);
  expect(await get(asked.id)).toMatchObject({
    state: "failed",
    problem: expect.stringContaining("did not come back"),
  });
});

it("what nobody asked for in a month goes, with its file", async () => {
  const asked = await ask();
  await put(await take());
  await finish({ modelId: asked.id } as Modelling);
  await sweepOnce(farm.platform);
  expect((await get(asked.id)).state).toBe("ready");
  farm.pass(31 * 86_400);
  await sweepOnce(farm.platform);
  await expect(get(asked.id)).rejects.toMatchObject({ code: "not_found" });
  expect(await farm.objects.head(...placeOf({ accountId: owner.id, id: asked.id }))).toBeNull();
});
