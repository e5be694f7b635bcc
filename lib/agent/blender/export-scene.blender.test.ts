/** The scene export with the real Blender and its own exporter, in the real sandbox. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MAX_MODEL_BYTES, MODEL_SECONDS, type ModelFacts, viewAt } from "#lib/domain/scene-model.ts";
import { type Glb, readGlb } from "../test-support/glb.ts";
import { exportScene, type SceneExport } from "./export-scene.ts";
import { findSandbox, type SandboxWay } from "./sandbox.ts";

const run = promisify(execFile);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** Real scenes that lie beside the checkout, where they do. */
const FIXTURES = here("../../../../shared/fixtures/jobs");

let folder = "";
let way: SandboxWay;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "look-"));
  const scripts = [here("../test-support/look-scenes.py"), here("../../../scripts/make-scenes.py")];
  const blender = (args: string[]) =>
    run("blender", ["-b", "--factory-startup", "--python-exit-code", "7", "-P", ...args]);
  await blender([scripts[0] ?? "", "--", folder]);
  await blender([scripts[1] ?? "", "--", folder, "sample"]);
  const sandbox = await findSandbox(folder, {});
  if (sandbox.way === null) throw new Error(sandbox.note);
  way = sandbox.way;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function look(name: string, change: Partial<SceneExport> = {}, signal = new AbortController().signal) {
  const { stdout } = await run("which", ["blender"]);
  const output = join(folder, `${name}.glb`);
  const mainFile = `${name}.blend`;
  const all: SceneExport = {
    files: [{ path: mainFile, cached: join(folder, mainFile) }],
    mainFile,
    scene: null,
    maxBytes: MAX_MODEL_BYTES,
    maxSeconds: MODEL_SECONDS,
    output,
    ...change,
  };
  const tools = { path: stdout.trim(), way, workDir: folder, scripts: here("./scripts"), signal };
  return { made: await exportScene(all, tools), output };
}

async function model(
  name: string,
  change: Partial<SceneExport> = {},
): Promise<{ facts: ModelFacts; glb: Glb }> {
  const { made, output } = await look(name, change);
  if ("refused" in made) throw new Error(made.refused);
  expect((await stat(output)).size).toBeLessThanOrEqual(MAX_MODEL_BYTES);
  return { facts: made, glb: readGlb(await readFile(output)) };
}

test("cameras, cuts, parents, bends, instances and what hides are told as they are over the frames", async () => {
  const { facts, glb } = await model("moving");
  expect(facts).toMatchObject({ frameStart: 11, frameEnd: 30, fps: 24, aspect: 2, samples: 20, boxes: 0 });
  expect(facts.cuts).toEqual([
    { frame: 11, camera: 0 },
    { frame: 21, camera: 1 },
  ]);
  const [first, second] = facts.cameras;
  expect([first?.name, second?.name]).toEqual(["First", "Second"]);
  // A 36 mm lens on a 36 mm sensor sees as much to each side as half its depth; twice the lens half of that.
  expect(first?.views).toEqual([[11, -0.5, 0.5, -0.25, 0.25]]);
  if (second === undefined) throw new Error("The second camera is missing.");
  expect(viewAt(second, 30).right).toBeCloseTo(0.25, 4);

  const camera = glb.moves("camera-0", "translation");
  expect(camera?.times[0]).toBe(0);
  expect(camera?.values[0]?.[0]).toBeCloseTo(0);
  expect(camera?.values[5]?.[0]).toBeCloseTo(5, 3);

  // Three cubes of the array are one object; leaves are instances of the mesh of what hides; what never renders is not there.
  expect(facts.objects).toBe(3);
  expect(facts.instances).toBe(5);
  expect(glb.json.meshes).toHaveLength(3);
  // A material that glows keeps its colour.
  const glows = glb.json.materials?.map((m) => m.emissiveFactor?.map((v) => Math.round(v * 100) / 100));
  expect(glows).toContainEqual([0.25, 0.5, 0.75]);
  const bent = glb.json.meshes?.filter((mesh) => mesh.primitives[0]?.targets !== undefined);
  expect(bent).toHaveLength(1);
  const scaled = glb.json.nodes
    .map((node) => glb.moves(node.name, "scale"))
    .filter((moves) => moves !== undefined);
  expect(scaled).toHaveLength(1);
  expect(scaled[0]?.values.at(-1)).toEqual([0, 0, 0]);
  const turned = glb.json.nodes
    .map((node) => glb.moves(node.name, "rotation"))
    .filter((moves) => moves !== undefined);
  expect(turned).toHaveLength(1);
  // A quarter turn about Blender's up, which is glTF's y.
  expect(Math.abs(turned[0]?.values.at(-1)?.[1] ?? 0)).toBeCloseTo(Math.SQRT1_2, 3);
});

test("a heavy scene is simplified until it fits, its pictures shrunk, and what is far too heavy is a box", async () => {
  const { facts, glb } = await model("heavy");
  expect(facts.triangles).toBeGreaterThan(1_800_000);
  expect(facts.trianglesShown).toBeGreaterThan(10_000);
  expect(facts.trianglesShown).toBeLessThan(200_000);
  expect(facts.boxes).toBe(1);
  // Red, whether its small copy came along or only its mean colour.
  const colours = glb.json.materials?.map((m) => m.pbrMetallicRoughness);
  expect(
    colours?.some((c) => c?.baseColorTexture !== undefined || (c?.baseColorFactor?.[1] ?? 1) < 0.1),
  ).toBe(true);
});

test("less room means less detail, down to boxes; where even those do not fit it says so", async () => {
  const tight = await model("heavy", { maxBytes: 30_000 });
  expect(tight.facts.boxes).toBe(4);
  expect((await stat(join(folder, "heavy.glb"))).size).toBeLessThanOrEqual(30_000);
  expect((await look("heavy", { maxBytes: 300 })).made).toEqual({
    refused: expect.stringContaining("too large"),
  });
});

test("the sample scene fits as it is", async () => {
  const { facts, glb } = await model("sample");
  expect(facts).toMatchObject({ samples: 24, boxes: 0 });
  expect(facts.trianglesShown).toBe(facts.triangles);
  expect(glb.json.animations?.[0]?.channels.length).toBeGreaterThan(50);
});

test("a scene without anything to see, one that is not in the file, and too little time are told in words", async () => {
  expect((await look("nothing")).made).toEqual({ refused: expect.stringContaining("nothing to show") });
  expect((await look("moving", { scene: "Nope" })).made).toEqual({
    refused: expect.stringContaining("no scene of that name"),
  });
  expect((await look("sample", { maxSeconds: -4.9 })).made).toEqual({
    refused: expect.stringContaining("takes longer"),
  });
});

test("a node that leaves ends the export at once", async () => {
  const stop = new AbortController();
  const going = look("heavy", {}, stop.signal);
  stop.abort();
  await expect(going).rejects.toMatchObject({ name: "AbortError" });
});

test.runIf(existsSync(FIXTURES))(
  "real scenes: a rocket, and thousands of frames over a linked library",
  async () => {
    const real = (name: string) => join(FIXTURES, name);
    const rocket = "f9r-v2.blend";
    const alone = await model("rocket", {
      files: [{ path: rocket, cached: real("rocket-f9r/f9r-v2.blend") }],
      mainFile: rocket,
    });
    expect(alone.facts.objects + alone.facts.instances).toBeGreaterThan(150);
    const linked = await model("timing", {
      files: ["video/timing.blend", "m1d.blend", "img/diffuse.png"].map((path) => ({
        path,
        cached: real(`rocket-timing/${path}`),
      })),
      mainFile: "video/timing.blend",
    });
    expect(linked.facts).toMatchObject({ frameStart: 0, frameEnd: 7800, boxes: 0 });
    expect(linked.facts.samples).toBeGreaterThan(50);
    const camera = linked.glb.moves("camera-0", "translation");
    expect(camera?.times.at(-1)).toBeCloseTo(7800 / linked.facts.fps, 1);
  },
);
