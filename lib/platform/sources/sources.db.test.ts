/** What a job renders: any bucket's files, as they were when it was submitted, told to nodes, kept as long as needed. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TaskCreationInput } from "#lib/contract/qarnot/task.ts";
import { ensureBucket } from "../buckets/create.ts";
import { findBucket } from "../buckets/find.ts";
import { removeBucket } from "../buckets/remove.ts";
import { sweepOnce } from "../sweep/run.ts";
import { contentOf } from "./list-files.ts";
import {
  aScene,
  aSummary,
  openTestPlatform,
  type TestAccount,
  type TestNode,
  type TestPlatform,
} from "../test-platform.ts";

let farm: TestPlatform;
beforeAll(async () => {
  farm = await openTestPlatform();
});
afterAll(() => farm.close());

let owner: TestAccount;
let node: TestNode;
beforeEach(async () => {
  // What a test left undone must not come to the next one's node.
  await farm.db.query("update jobs set deleted_at = now(), queued = 0");
  await farm.db.query("update inspections set ended_at = now()");
  owner = await farm.anAccount();
  node = await farm.aNode();
});

const SCENE = "BLENDER-v304";

/** Fills a bucket of the owner's, as a script would. Answers what the store calls it. */
async function fill(name: string, files: Record<string, string>): Promise<string> {
  const { folder } = await ensureBucket(farm.db, {
    accountId: owner.id,
    name,
    kind: "files",
    now: new Date(),
  });
  for (const [key, text] of Object.entries(files)) await farm.objects.put(folder, key, Buffer.from(text));
  return folder;
}

async function submit(task: Partial<TaskCreationInput>, blendFile = "scene.blend") {
  const constants = [{ key: "BLEND_FILE", value: blendFile }];
  const body = { name: "job", profile: "blender", advancedRanges: "1-2", constants, ...task };
  return (await owner.farm.tasks.submit({ body })).uuid;
}

async function inspection() {
  const work = await node.acquire();
  if (work?.kind !== "inspection") throw new Error(`Wanted an inspection, got ${JSON.stringify(work)}`);
  return work;
}
const found = async (summary = aSummary()) =>
  node.farm.inspections.finish({
    params: await inspection(),
    body: { result: { kind: "summary", summary } },
  });
const job = (jobId: Awaited<ReturnType<typeof submit>>) => owner.farm.jobs.get({ params: { jobId } });

it("nodes check what a script uploaded by the MD5 or SHA-256 that storage has of it", async () => {
  await fill("checked", { "scene.blend": SCENE, "wood.png": "wood" });
  await submit({ resourceBuckets: ["checked"] });
  const { source } = await inspection();
  expect(source.files?.map(({ content }) => content)).toEqual(
    [SCENE, "wood"].map(
      (text) =>
        expect.stringMatching(
          `^(?:md5-${createHash("md5").update(text).digest("hex")}|sha256-${createHash("sha256").update(text).digest("hex")})$`,
        ) as string,
    ),
  );
});

describe("the name of a content", () => {
  const head = {
    sizeBytes: 4,
    etag: "0".repeat(32),
    lastModified: new Date(0),
    sha1: null,
    sha256: null,
    headers: {},
  };
  it("is an MD5 only where the store's ETags are, and never that of parts", () => {
    expect(contentOf(head, null, { hasMd5Etags: true })).toBe(`md5-${head.etag}`);
    expect(contentOf(head, null, { hasMd5Etags: false })).toBe(`etag-${head.etag}-4`);
    expect(contentOf({ ...head, etag: `${head.etag}-3` }, null, { hasMd5Etags: true })).toBe(
      `etag-${head.etag}-3-4`,
    );
    expect(contentOf(head, "ab", { hasMd5Etags: true })).toBe("sha256-ab");
  });
});

it("a bucket that a script filled is rendered without a project", async () => {
  await fill("mine", { "scene.blend": SCENE, "textures/wood.png": "wood", "textures/": "" });
  const jobId = await submit({ resourceBuckets: ["mine"] });
  expect(await job(jobId)).toMatchObject({
    state: "queued",
    projectId: null,
    projectName: "scene.blend",
    waiting: { code: "inspecting" },
  });
  await found(aSummary({ scenes: [aScene({ samples: 7, width: 40, height: 30 })] }));
  expect((await job(jobId)).effective).toMatchObject({ samples: 7, width: 40, height: 30 });
  const lease = await node.lease();
  expect(lease.source).toMatchObject({
    mainFile: "scene.blend",
    fileCount: 2,
    files: [{ path: "scene.blend" }, { path: "textures/wood.png", sizeBytes: 4 }],
  });
});

it("a bucket that changes changes no job that was submitted before", async () => {
  const folder = await fill("moving", { "scene.blend": SCENE, "a.png": "first" });
  const before = await submit({ resourceBuckets: ["moving"] });
  await found();
  const first = (await node.lease()).source;
  await farm.objects.put(folder, "a.png", Buffer.from("second"));
  await owner.farm.tasks.abort({ params: { jobId: before } });
  await submit({ resourceBuckets: ["moving"] });
  await found();
  const second = (await node.lease()).source;
  expect(second.hash).not.toBe(first.hash);
  const read = async (source: typeof first) => {
    const url = source.files?.find((file) => file.path === "a.png")?.url.replace("memory:", "") ?? "";
    const [bucket = "", ...key] = url.split("/");
    return (await (await farm.objects.get(bucket, key.join("/"))).toArray()).join("");
  };
  expect([await read(first), await read(second)]).toEqual(["first", "second"]);
  await removeBucket(farm.platform, { folder });
  expect([await read(first), await read(second)]).toEqual(["first", "second"]);
});

it("the same files are set aside and looked at once", async () => {
  await fill("same", { "scene.blend": SCENE });
  await submit({ resourceBuckets: ["same"] });
  await found();
  const again = await submit({ resourceBuckets: ["same"] });
  expect((await job(again)).waiting?.code).not.toBe("inspecting");
  const [first, second] = [await node.lease(), await node.lease()];
  expect(second.source.id).toBe(first.source.id);
});

it("prefixes choose files, and are taken off their paths", async () => {
  await fill("show", { "a/scene.blend": SCENE, "a/tex/1.png": "1", "b/scene.blend": "other", "c.txt": "c" });
  await fill("library", { "props.blend": "props" });
  const advancedResourceBuckets = [
    {
      bucketName: "show",
      filtering: { prefixFiltering: { prefix: "a/" } },
      resourcesTransformation: { stripPrefix: { prefix: "a/" } },
    },
    { bucketName: "library" },
  ];
  await submit({ advancedResourceBuckets });
  const { source } = await inspection();
  expect(source.files?.map((file) => file.path)).toEqual(["props.blend", "scene.blend", "tex/1.png"]);
});

it("a source of many files is told by pages", async () => {
  const names = Array.from({ length: 40 }, (_, n) => `cache/${String(n).padStart(3, "0")}.vdb`);
  await fill("many", { "scene.blend": SCENE, ...Object.fromEntries(names.map((name) => [name, name])) });
  await submit({ resourceBuckets: ["many"] });
  const { source } = await inspection();
  expect(source).toMatchObject({ files: null, fileCount: 41 });
  const params = { sourceId: source.id };
  const first = await node.farm.sources.files({ params, query: { limit: 30 } });
  expect(first.next).toBe(30);
  const second = await node.farm.sources.files({ params, query: { offset: 30, limit: 30 } });
  expect(second.next).toBeNull();
  expect([...first.files, ...second.files].map((file) => file.path)).toEqual([...names, "scene.blend"]);
  await expect(owner.farm.sources.files({ params, query: {} })).rejects.toMatchObject({ status: 403 });
});

describe("a submission is refused, and nothing is made", () => {
  it.each([
    ["a bucket that is not there", { resourceBuckets: ["nowhere"] }, 404, "No such bucket: nowhere"],
    ["no bucket at all", {}, 400, "Name the bucket"],
    [
      "a file that the bucket has not",
      { resourceBuckets: ["refused"] },
      400,
      'no "scene.blend" in the bucket refused',
    ],
    [
      "a key that leads out of the project",
      {
        advancedResourceBuckets: [
          { bucketName: "evil", resourcesTransformation: { stripPrefix: { prefix: "x" } } },
        ],
      },
      400,
      "can't be a file of a project",
    ],
    [
      "two buckets with a file in one place",
      { resourceBuckets: ["twice", "twice-2"] },
      400,
      'Two files of the resources are called "scene.blend"',
    ],
  ])("%s", async (_, task, status, message) => {
    await fill("refused", { "other.blend": SCENE });
    await fill("evil", { "x../../etc/passwd": "x", "scene.blend": SCENE });
    await fill("twice", { "scene.blend": SCENE });
    await fill("twice-2", { "scene.blend": SCENE });
    await expect(submit(task)).rejects.toMatchObject({ status, message: expect.stringContaining(message) });
    expect(await owner.farm.tasks.list({ query: {} })).toEqual([]);
  });

  it("another account's bucket", async () => {
    const project = await farm.aProject(await farm.anAccount());
    await expect(submit({ resourceBuckets: [project.bucket] })).rejects.toMatchObject({
      status: 404,
      message: `No such bucket: ${project.bucket}`,
    });
  });
});

describe("what a node finds in the file", () => {
  it("does not fit the settings: every frame fails with the reason, and nothing is held", async () => {
    await fill("misfit", { "scene.blend": SCENE });
    const constants = [
      { key: "BLEND_FILE", value: "scene.blend" },
      { key: "BLEND_SCENE", value: "Nowhere" },
    ];
    const jobId = await submit({ resourceBuckets: ["misfit"], constants });
    await found();
    expect(await job(jobId)).toMatchObject({
      state: "failed",
      counts: { failed: 2, queued: 0 },
      held: 0,
      problem: 'The file has no scene "Nowhere". It has "Scene".',
    });
    const task = await owner.farm.tasks.get({ params: { jobId } });
    expect(task.errors[0]?.message).toContain('no scene "Nowhere"');
  });

  it("can't be opened: the job fails by its words", async () => {
    await fill("torn", { "scene.blend": SCENE });
    const jobId = await submit({ resourceBuckets: ["torn"] });
    const result = { kind: "unreadable" as const, problem: "It is torn." };
    await node.farm.inspections.finish({ params: await inspection(), body: { result } });
    expect(await job(jobId)).toMatchObject({ state: "failed", problem: "It is torn." });
  });

  it("needs more than the least that was reserved: the rest is reserved, or the job pauses for credits", async () => {
    await fill("small", { "scene.blend": `${SCENE} small` });
    const small = await submit({ resourceBuckets: ["small"], advancedRanges: "1-10" });
    expect((await job(small)).held).toBe(1_000_000);
    await found(aSummary({ scenes: [aScene({ width: 1000, height: 1000, samples: 4 })] }));
    expect(await job(small)).toMatchObject({ state: "queued", held: 2_000_000 });
    await fill("large", { "scene.blend": `${SCENE} large` });
    const large = await submit({ resourceBuckets: ["large"], advancedRanges: "1" });
    await found(aSummary({ scenes: [aScene({ width: 8000, height: 8000, samples: 4000 })] }));
    expect(await job(large)).toMatchObject({
      state: "paused",
      held: 1_000_000,
      waiting: { code: "no_credits" },
    });
  });

  it("is not lost when the platform stops between the inspection and the plan", async () => {
    await fill("crash", { "scene.blend": SCENE });
    const jobId = await submit({ resourceBuckets: ["crash"] });
    await inspection();
    await farm.db.query(
      "update sources s set state = 'ready', summary = $1 from jobs j where j.source_id = s.id",
      [aSummary()],
    );
    await sweepOnce(farm.platform);
    expect((await job(jobId)).waiting?.code).not.toBe("inspecting");
  });
});

describe("a .blend of a bucket in the portal", () => {
  const choose = (bucket: string, blendFile: string) =>
    owner.farm.projects.choose({ body: { bucket, blendFile } });

  it("is found, chosen, looked at, and rendered with what lies beside it", async () => {
    await fill("shown", { "shots/a.blend": SCENE, "tex/a.png": "a", "B.BLEND": SCENE, "c.blend1": SCENE });
    expect(await owner.farm.buckets.list()).toMatchObject([{ name: "shown", kind: "files" }]);
    const params = { name: "shown" };
    const keys = (await owner.farm.buckets.blends({ params })).map((file) => file.key);
    expect(keys.sort((a, b) => a.localeCompare(b))).toEqual(["B.BLEND", "shots/a.blend"]);
    const project = await choose("shown", "shots/a.blend");
    expect(project).toMatchObject({ name: "a.blend", bucket: "shown", state: "inspecting", sizeBytes: 37 });
    await found();
    const read = () => owner.farm.projects.get({ params: { projectId: project.id } });
    expect(await read()).toMatchObject({ state: "ready" });
    const jobId = await submit({ resourceBuckets: ["shown"] }, "shots/a.blend");
    expect(await job(jobId)).toMatchObject({ projectId: project.id, waiting: { code: "starting" } });
  });

  it("is the same project when it is chosen again, looked at anew where files changed", async () => {
    const folder = await fill("again", { "a.blend": SCENE });
    const first = await choose("again", "a.blend");
    await found();
    expect(await choose("again", "a.blend")).toMatchObject({ id: first.id, state: "ready" });
    await farm.objects.put(folder, "tex.png", Buffer.from("new"));
    expect(await choose("again", "a.blend")).toMatchObject({ id: first.id, state: "inspecting" });
    expect(await owner.farm.projects.list()).toHaveLength(1);
  });

  it("that is not there, or in another account's bucket, is refused", async () => {
    await fill("mine-only", { "a.blend": SCENE });
    await expect(choose("mine-only", "b.blend")).rejects.toMatchObject({ status: 400 });
    const other = await farm.anAccount();
    const body = { bucket: "mine-only", blendFile: "a.blend" };
    await expect(other.farm.projects.choose({ body })).rejects.toMatchObject({ status: 404 });
    const params = { name: "mine-only" };
    await expect(other.farm.buckets.blends({ params })).rejects.toMatchObject({ status: 404 });
    expect(await other.farm.buckets.list()).toEqual([]);
  });
});

it("files that were set aside go when nothing needs them any more", async () => {
  await fill("passing", { "scene.blend": SCENE });
  const jobId = await submit({ resourceBuckets: ["passing"] });
  const { source } = await inspection();
  const kept = () => farm.objects.keys().filter((key) => key.startsWith(`source-${source.id}/`));
  farm.pass(2 * 3600);
  await sweepOnce(farm.platform);
  expect(kept()).toHaveLength(1);
  await owner.farm.tasks.remove({ params: { jobId } });
  await sweepOnce(farm.platform);
  expect(kept()).toEqual([]);
  const bucket = await findBucket(farm.db, owner.id, "passing");
  expect(await farm.objects.head(bucket.folder, "scene.blend")).not.toBeNull();
});
