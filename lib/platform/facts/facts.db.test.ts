/** What the platform reads in files that it stores: there when the project is, without a browser's word or a node. */
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { aBlend } from "#lib/blend/testing/a-blend.ts";
import { ascii, BlendMaker, concat } from "#lib/blend/testing/make-blend.ts";
import type { TreeToSend } from "#lib/client/tree/send-tree.ts";
import { local, send as sendTo } from "../projects/test-trees.ts";
import { aTask, openTestPlatform, type TestAccount, type TestPlatform } from "../test-platform.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

const send = async (owner: TestAccount, tree: TreeToSend) => (await sendTo(farm, owner, tree)).project;

/** A library that names an image by a path of another machine. */
const props = aBlend({}, (maker) =>
  maker.struct("IM", "Image", 0x900, { "id.name": "IMfar.png", name: "C:\\film\\far.png", source: 1 }),
);
const shot = aBlend({}, (maker) => {
  maker.struct("LI", "Library", 0x910, { "id.name": "LIprops.blend", name: "//../lib/props.blend" });
  maker.struct("IM", "Image", 0x920, { "id.name": "IMwood.png", name: "//wood.png", source: 1 });
  maker.struct("IM", "Image", 0x930, { "id.name": "IMgone.png", name: "/nowhere/gone.png", source: 1 });
});
const tree = (): TreeToSend => ({
  files: [
    local("shots/a.blend", shot),
    local("lib/props.blend", props),
    local("tex/wood.png", "wood"),
    local("tex/far.png", "far"),
  ],
  blendFile: "shots/a.blend",
});

it("a project is ready when it is put together, with its facts and what to know of it", async () => {
  const owner = await farm.anAccount();
  const project = await send(owner, tree());
  expect(project).toMatchObject({ state: "ready", summary: { savedBy: "3.4" } });
  expect(project.summary?.scenes.map((s) => [s.name, s.samples, s.isActive])).toEqual([
    ["Aside", 32, false],
    ["Main", 77, true],
  ]);
  const params = { projectId: project.id, number: 1 };
  const { facts, findings } = await owner.farm.projects.facts({ params, query: {} });
  expect(facts?.file?.scenes[1]).toMatchObject({ name: "Main", usesBorder: true, frameStep: 2 });
  const named = facts?.files.filter((file) =>
    ["IMwood.png", "IMgone.png", "IMfar.png"].includes(file.dataBlock),
  );
  expect(named?.map((f) => [f.relativeTo, f.path, f.state, f.instead])).toEqual([
    ["shots/a.blend", "//wood.png", "misplaced", "tex/wood.png"],
    ["shots/a.blend", "/nowhere/gone.png", "outside", null],
    ["lib/props.blend", "C:\\film\\far.png", "outside", "tex/far.png"],
  ]);
  expect(project.summary?.missingFiles).toContain("/nowhere/gone.png");
  expect(project.summary?.missingFiles).not.toContain("//wood.png");
  expect(findings.map((one) => one.code)).toEqual(expect.arrayContaining(["absolute_paths", "border"]));
});

it("a job is planned at once, and its node is told what lies elsewhere", async () => {
  const owner = await farm.anAccount();
  const node = await farm.aNode({
    blenders: [{ version: "3.4.1", engines: ["CYCLES"], denoisers: ["OPENIMAGEDENOISE"], devices: ["CPU"] }],
  });
  const project = await send(owner, { ...tree(), name: "planned" });
  const constants = [{ key: "BLEND_FILE", value: "shots/a.blend" }];
  const { uuid } = await owner.farm.tasks.submit({ body: aTask(project.bucket, "1-2", { constants }) });
  const [job] = await farm.db.query<{ planned: boolean }>(
    "select is_planned as planned from jobs where id = $1",
    [uuid],
  );
  expect(job?.planned).toBe(true);
  let lease = await node.acquire();
  while (lease?.kind === "inspection") lease = await node.acquire();
  expect(lease?.source.remaps).toEqual(
    expect.arrayContaining([
      { blend: "shots/a.blend", path: "//wood.png", to: "tex/wood.png" },
      { blend: "lib/props.blend", path: "C:\\film\\far.png", to: "tex/far.png" },
    ]),
  );
});

it("what can't be read is told why, and left to a node's Blender", async () => {
  const owner = await farm.anAccount();
  const head = new BlendMaker().block("DATA", new Uint8Array(), { length: 0x7fffffff }).bytes().subarray(12);
  const bomb = gzipSync(concat([ascii("BLENDER-v304"), head, new Uint8Array(120_000_000)]));
  const project = await send(owner, { files: [local("a.blend", bomb)], blendFile: "a.blend" });
  expect(project).toMatchObject({ state: "inspecting", summary: null });
  const params = { projectId: project.id, number: 1 };
  const { facts, findings } = await owner.farm.projects.facts({ params, query: {} });
  expect(facts).toMatchObject({ file: null, problem: { code: "beyond_limits" }, unread: ["a.blend"] });
  expect(findings).toMatchObject([{ code: "unreadable", severity: "stops" }]);
});

it("a file that is newer than every Blender here is asked of one of them", async () => {
  const owner = await farm.anAccount();
  await farm.aNode();
  const newer = aBlend({ version: 405 });
  const project = await send(owner, { files: [local("a.blend", newer)], blendFile: "a.blend" });
  expect(project.state).toBe("inspecting");
});

it("a stranger learns nothing of a project's facts", async () => {
  const [owner, stranger] = [await farm.anAccount(), await farm.anAccount()];
  const project = await send(owner, tree());
  const params = { projectId: project.id, number: 1 };
  await expect(stranger.farm.projects.facts({ params, query: {} })).rejects.toMatchObject({ status: 404 });
});
