/** The node program with the real Blender, in the real sandbox, against a farm in this process. */
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RenderLease } from "#lib/contract/farm/nodes.ts";
import type { RenderSettingsInput } from "#lib/domain/render-settings.ts";
import { createLog } from "#lib/log.ts";
import { runAgent } from "./index.ts";
import { type FakeFarm, startFakeFarm } from "./test-support/fake-farm.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

let folder = "";
let farm: FakeFarm;
let version = "";
const stopping = new AbortController();
let life: Promise<void>;
const said: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "agent-"));
  const make = [
    "-P",
    join(root, "scripts/make-scenes.py"),
    "--",
    folder,
    "tiny",
    "nocamera",
    "denoise",
    "exr",
    "scripted",
    "linked",
  ];
  await run("blender", ["-b", "--factory-startup", "--python-exit-code", "7", ...make]);
  const { stdout } = await run("blender", ["--version"]);
  version = /Blender (\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? "";
  farm = await startFakeFarm(version);
  life = runAgent({
    baseUrl: farm.baseUrl,
    credential: "token",
    nodeName: "test",
    workDir: join(folder, "work"),
    log: createLog("agent", (line) => said.push(line)),
    signal: stopping.signal,
  });
  await farm.until((told) => told.registered.length > 0);
});

afterAll(async () => {
  stopping.abort();
  await life;
  await farm.close();
  await rm(folder, { recursive: true, force: true });
});

const scene = (name: string) => join(folder, `${name}.blend`);

/** Renders through the node; answers the lease when every frame is finished or failed. */
async function render(
  name: string,
  frames: readonly number[],
  settings: Partial<RenderSettingsInput> = {},
  extension = ".png",
): Promise<RenderLease> {
  return finished(farm.lease(await farm.source(scene(name)), frames, settings, extension), frames.length);
}

async function finished(lease: RenderLease, frames: number): Promise<RenderLease> {
  const ended = (list: { leaseId: string }[]) => list.filter((one) => one.leaseId === lease.leaseId).length;
  await farm.until((told) => ended(told.finished) + ended(told.failed) === frames);
  return lease;
}

const failuresOf = (lease: RenderLease) => farm.told.failed.filter((f) => f.leaseId === lease.leaseId);

function stored(lease: RenderLease, frame: number, what: string): Buffer {
  const bytes = farm.stored.get(`/store/${lease.leaseId}/${frame}/${what}`);
  if (bytes === undefined) throw new Error(`Nothing was stored as ${what} of frame ${frame}.`);
  return bytes;
}

/** Decoded pixels, told apart by their hash: metadata such as the render time differs between equal pictures. */
async function pixels(file: string): Promise<string> {
  const { stdout } = await run("ffmpeg", ["-v", "error", "-i", file, "-f", "framemd5", "-"]);
  return stdout
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n");
}

async function pixelsOf(bytes: Buffer, extension: string): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}${extension}`);
  await writeFile(path, bytes);
  return pixels(path);
}

/** What `blender -b FILE -f N` gives, after a change to the file's settings. */
async function reference(
  name: string,
  frame: number,
  change: string,
  extension: string,
  autoexec = "--disable-autoexec",
): Promise<string> {
  const out = join(folder, crypto.randomUUID(), "");
  const expression = [
    "--python-exit-code",
    "7",
    "--python-expr",
    `import bpy\ns = bpy.context.scene\n${change}`,
  ];
  await run("blender", [
    "-b",
    "--factory-startup",
    autoexec,
    scene(name),
    ...expression,
    "-o",
    `${out}/`,
    "-f",
    String(frame),
  ]);
  return pixels(join(out, `${String(frame).padStart(4, "0")}${extension}`));
}

test("the node tells what its Blender really can", () => {
  const told = farm.told.registered[0]?.capabilities;
  expect(told?.sandbox).toEqual({ kind: "bubblewrap", note: "" });
  expect(told?.blenders[0]).toMatchObject({ version, devices: ["CPU"] });
  expect(told?.blenders[0]?.engines).toEqual(["CYCLES", "BLENDER_EEVEE", "BLENDER_WORKBENCH"]);
});

test("frames rendered warm, out of order and by two Blenders, are those of blender -f", async () => {
  const lease = await render("tiny", [5, 1, 3, 2, 4]);
  expect(failuresOf(lease)).toEqual([]);
  for (const frame of [1, 3, 5])
    expect(await pixelsOf(stored(lease, frame, "output"), ".png")).toBe(
      await reference("tiny", frame, "", ".png"),
    );
});

test.each<[string, Partial<RenderSettingsInput>, string, string]>([
  [
    "samples, size and percentage",
    { samples: 2, width: 40, height: 30, percentage: 50 },
    "s.cycles.samples = 2; s.render.resolution_x = 40; s.render.resolution_y = 30; s.render.resolution_percentage = 50",
    ".png",
  ],
  ["another camera", { camera: "Side" }, "s.camera = bpy.data.objects['Side']", ".png"],
  [
    "EEVEE",
    { engine: "BLENDER_EEVEE", samples: 2 },
    "s.render.engine = 'BLENDER_EEVEE'; s.eevee.taa_render_samples = 2",
    ".png",
  ],
  ["Workbench", { engine: "BLENDER_WORKBENCH" }, "s.render.engine = 'BLENDER_WORKBENCH'", ".png"],
  ["JPEG", { format: "JPEG" }, "s.render.image_settings.file_format = 'JPEG'", ".jpg"],
  ["TIFF", { format: "TIFF" }, "s.render.image_settings.file_format = 'TIFF'", ".tif"],
  ["WebP", { format: "WEBP" }, "s.render.image_settings.file_format = 'WEBP'", ".webp"],
  ["OpenEXR", { format: "OPEN_EXR" }, "s.render.image_settings.file_format = 'OPEN_EXR'", ".exr"],
])(
  "%s: the job's settings give what the same settings in the file give",
  async (_, settings, change, extension) => {
    const lease = await render("tiny", [2], settings);
    expect(failuresOf(lease)).toEqual([]);
    expect(await pixelsOf(stored(lease, 2, "output"), extension)).toBe(
      await reference("tiny", 2, change, extension),
    );
  },
);

test("another scene of the file is rendered", async () => {
  const lease = await render("tiny", [1], { scene: "Second" });
  const picture = stored(lease, 1, "output");
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([48, 32]);
});

test("a multilayer EXR gets a thumbnail and a preview that browsers show", async () => {
  const lease = await render("exr", [1], {}, ".exr");
  expect(stored(lease, 1, "output").subarray(0, 4).toString("hex")).toBe("762f3101");
  for (const what of ["thumbnail", "preview"])
    expect(stored(lease, 1, what).subarray(0, 3).toString("hex")).toBe("ffd8ff");
  expect(farm.told.finished.at(-1)).toMatchObject({ hasThumbnail: true, hasPreview: true });
});

test("making pictures does not disturb the next frame", async () => {
  const lease = await render("tiny", [1, 2], { format: "OPEN_EXR" });
  const change = "s.render.image_settings.file_format = 'OPEN_EXR'";
  expect(await pixelsOf(stored(lease, 2, "output"), ".exr")).toBe(await reference("tiny", 2, change, ".exr"));
});

test.each<[string, Partial<RenderSettingsInput>, string]>([
  ["nocamera", {}, "no_camera"],
  ["tiny", { scene: "Nowhere" }, "scene_missing"],
  ["tiny", { camera: "Nobody" }, "no_camera"],
])("%s with %o fails by %s", async (name, settings, failure) => {
  const lease = await render(name, [1], settings);
  expect(failuresOf(lease)).toMatchObject([{ frame: 1, failure }]);
});

test("a scene that denoises is told so, and is rendered without where the job says so", async () => {
  const canDenoise = (farm.told.registered[0]?.capabilities.blenders[0]?.denoisers.length ?? 0) > 0;
  const asFile = await render("denoise", [1]);
  expect(failuresOf(asFile).map((f) => f.failure)).toEqual(canDenoise ? [] : ["no_denoiser"]);
  expect(failuresOf(await render("denoise", [1], { denoise: "off" }))).toEqual([]);
});

test("a file's scripts run where the job says so, and nowhere else, whichever was asked for before", async () => {
  const [without, withThem] = await Promise.all([
    reference("scripted", 1, "", ".png"),
    reference("scripted", 1, "", ".png", "--enable-autoexec"),
  ]);
  expect(withThem).not.toBe(without);
  for (const fileScripts of ["off", "on", "off", "on"] as const) {
    // Other settings than the last ones make a warm Blender open its file again.
    const lease = await render("scripted", [1], { fileScripts, ...(fileScripts === "on" && { samples: 4 }) });
    expect(failuresOf(lease)).toEqual([]);
    expect(await pixelsOf(stored(lease, 1, "output"), ".png")).toBe(
      fileScripts === "on" ? withThem : without,
    );
  }
});

test("a frame's CPU time is told in parts; another size needs no fresh copy of the file, the file's own does", async () => {
  const one = async (settings: Partial<RenderSettingsInput>) => {
    const { leaseId } = await render("phases", [2], settings);
    return farm.told.finished.find((frame) => frame.leaseId === leaseId);
  };
  await writeFile(scene("phases"), await readFile(scene("tiny")));
  const small = await one({ samples: 64 });
  const large = await one({ samples: 64, width: 256, height: 256 });
  const own = await one({});
  for (const told of [small, large]) {
    const { coreSeconds = 0, setupCoreSeconds = 0, samplingCoreSeconds = 0 } = told ?? {};
    expect(setupCoreSeconds).toBeGreaterThan(0);
    expect(samplingCoreSeconds).toBeGreaterThan(0);
    expect(setupCoreSeconds + samplingCoreSeconds).toBeLessThanOrEqual(coreSeconds + 0.01);
  }
  // Sixteen times the pixels.
  expect((large?.samplingCoreSeconds ?? 0) / (small?.samplingCoreSeconds ?? 1)).toBeGreaterThan(4);
  expect([small, large, own].map((told) => told?.isCold)).toEqual([true, false, true]);
});

async function inspected(bytes: Uint8Array) {
  const path = join(folder, `${crypto.randomUUID()}.blend`);
  await writeFile(path, bytes);
  const before = farm.told.inspected.length;
  farm.inspect(await farm.source(path));
  await farm.until((told) => told.inspected.length > before);
  return farm.told.inspected.at(-1);
}

test("an inspection tells scenes and cameras", async () => {
  const result = await inspected(await readFile(scene("tiny")));
  if (result?.kind !== "summary") throw new Error("The file could not be read.");
  expect(result.summary).toMatchObject({ readBy: version, missingFiles: [] });
  const [first, second] = result.summary.scenes;
  expect(first).toMatchObject({
    name: "Scene",
    isActive: true,
    cameras: ["Camera", "Side"],
    activeCamera: "Camera",
    frameEnd: 5,
    samples: 4,
    engine: "CYCLES",
    extension: ".png",
  });
  expect(second).toMatchObject({ name: "Second", isActive: false, width: 48, height: 32 });
});

test("files that are no .blend, too new or cut short are unreadable, in words", async () => {
  const whole = await run("blender", [
    "-b",
    "--factory-startup",
    scene("tiny"),
    "--python-expr",
    `import bpy; bpy.ops.wm.save_as_mainfile(filepath=${JSON.stringify(scene("plain"))}, compress=False)`,
  ]).then(() => readFile(scene("plain")));
  const newer = Buffer.from(whole);
  newer.write("BLENDER-v499");
  expect(await inspected(newer)).toMatchObject({
    kind: "unreadable",
    problem: expect.stringContaining("4.99") as string,
  });
  expect(await inspected(Buffer.from("not a blend"))).toMatchObject({ kind: "unreadable" });
  expect(await inspected(whole.subarray(0, whole.length / 2))).toMatchObject({ kind: "unreadable" });
});

test("a revoked lease's Blender is gone within two seconds", async () => {
  const source = await farm.source(scene("tiny"));
  const lease = farm.lease(source, [1], { samples: 1_000_000, width: 2000, height: 2000 });
  const progress = () =>
    farm.told.heartbeats.at(-1)?.leases.find((l) => l.leaseId === lease.leaseId)?.frames[0];
  await farm.until(() => (progress()?.total ?? 0) === 1_000_000);
  expect(await blendersOf(process.pid)).toBeGreaterThan(0);
  const at = Date.now();
  farm.tell({
    type: "lease.revoked",
    nodeId: farm.told.registered[0]?.nodeId ?? ("" as never),
    leaseId: lease.leaseId,
  });
  await farm.until(
    (told) => told.heartbeats.at(-1)?.leases.every((l) => l.leaseId !== lease.leaseId) ?? false,
  );
  while ((await busyBlenders(process.pid)) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(Date.now() - at).toBeLessThan(2000);
});

const LINKED = {
  "scenes/main.blend": "linked/scenes/main",
  "textures/stripes.png": "linked/textures/stripes.png",
  "lib/props.blend": "linked/lib/props",
};
/** The project of several files, with those of them that are named. */
const linkedProject = (...paths: (keyof typeof LINKED)[]) => {
  const files = paths.map((path) => {
    const from = LINKED[path];
    return [path, path.endsWith(".blend") ? scene(from) : join(folder, from)] as const;
  });
  return farm.sourceOf(Object.fromEntries(files), "scenes/main.blend", false);
};
const allOfIt = () => linkedProject("scenes/main.blend", "textures/stripes.png", "lib/props.blend");

test("a scene in a folder renders with the texture and the library beside it", async () => {
  const expected = await reference("linked/scenes/main", 2, "", ".png");
  const whole = await finished(farm.lease(await allOfIt(), [2, 3]), 2);
  expect(await pixelsOf(stored(whole, 2, "output"), ".png")).toBe(expected);
  for (const missing of ["textures/stripes.png", "lib/props.blend"] as const) {
    const others = (Object.keys(LINKED) as (keyof typeof LINKED)[]).filter((path) => path !== missing);
    const lease = await finished(farm.lease(await linkedProject(...others), [2]), 1);
    expect(await pixelsOf(stored(lease, 2, "output"), ".png")).not.toBe(expected);
  }
});

/** The same scene saved on a machine where its texture and library lay elsewhere, one of them by a Windows path. */
const STRANGE = `
import bpy, sys
bpy.data.images["stripes.png"].filepath = "C:\\\\film\\\\stripes.png"
bpy.data.libraries[0].filepath = "/home/ada/film/props.blend"
bpy.ops.wm.save_as_mainfile(filepath=sys.argv[-1], relative_remap=False)
`;

test("files that lie elsewhere than the scene looks for them are taken from there, and the scene's file stays as it is", async () => {
  const expected = await reference("linked/scenes/main", 2, "", ".png");
  const strange = join(folder, "strange.blend");
  await run("blender", ["-b", scene("linked/scenes/main"), "--python-expr", STRANGE, "--", strange]);
  const before = await readFile(strange);
  const files = {
    "scenes/main.blend": strange,
    "elsewhere/stripes.png": join(folder, "linked/textures/stripes.png"),
    "others/props.blend": join(folder, "linked/lib/props.blend"),
  };
  const remaps = [
    { blend: "scenes/main.blend", path: "C:\\film\\stripes.png", to: "elsewhere/stripes.png" },
    { blend: "scenes/main.blend", path: "/home/ada/film/props.blend", to: "others/props.blend" },
  ];
  const source = await farm.sourceOf(files, "scenes/main.blend", false);
  const blind = await finished(farm.lease(source, [2]), 1);
  expect(await pixelsOf(stored(blind, 2, "output"), ".png")).not.toBe(expected);
  const told = { ...source, hash: `${source.hash}-told`, remaps };
  // The second with other settings: the file is opened anew for them.
  for (const settings of [{}, { percentage: 100 }]) {
    const lease = await finished(farm.lease(told, [2], settings), 1);
    expect(failuresOf(lease)).toEqual([]);
    expect(await pixelsOf(stored(lease, 2, "output"), ".png")).toBe(expected);
  }
  expect(await readFile(strange)).toEqual(before);
});

test("an inspection finds the files beside the scene, and names one that is missing", async () => {
  const told = farm.told.inspected.length;
  farm.inspect(await allOfIt());
  await farm.until(({ inspected }) => inspected.length === told + 1);
  farm.inspect(await linkedProject("scenes/main.blend", "lib/props.blend"));
  await farm.until(({ inspected }) => inspected.length === told + 2);
  const missing = farm.told.inspected
    .slice(told)
    .map((result) => (result.kind === "summary" ? result.summary.missingFiles : result.problem));
  expect(missing).toEqual([[], ["//../textures/stripes.png"]]);
});

test("a second agent on the same folder is refused", async () => {
  const options = { baseUrl: farm.baseUrl, credential: "t", nodeName: "b", workDir: join(folder, "work") };
  await expect(
    runAgent({ ...options, log: createLog("b", () => {}), signal: stopping.signal }),
  ).rejects.toThrow(/already works/);
});

test("kill -9 of the agent leaves no Blender behind", async () => {
  const script = join(folder, "other.ts");
  await writeFile(
    script,
    `import { runAgent } from ${JSON.stringify(join(root, "lib/agent/index.ts"))};
import { silentLog } from ${JSON.stringify(join(root, "lib/log.ts"))};
await runAgent({ baseUrl: ${JSON.stringify(farm2.baseUrl)}, credential: "t", nodeName: "other", workDir: ${JSON.stringify(join(folder, "other"))}, log: silentLog, signal: new AbortController().signal });`,
  );
  const child = spawn(process.execPath, [script], { stdio: "ignore" });
  const lease = farm2.lease(await farm2.source(scene("tiny")), [1], {
    samples: 1_000_000,
    width: 2000,
    height: 2000,
  });
  await farm2.until((told) => told.heartbeats.some((b) => b.leases[0]?.frames[0]?.total === 1_000_000));
  const pids = await descendants(child.pid ?? 0);
  expect(lease.frames.length).toBe(1);
  expect(pids.length).toBeGreaterThan(0);
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  const living = () =>
    Promise.all(
      pids.map((pid) =>
        readFile(`/proc/${pid}/stat`).then(
          () => true,
          () => false,
        ),
      ),
    );
  while ((await living()).includes(true)) await new Promise((resolve) => setTimeout(resolve, 20));
});

let farm2: FakeFarm;
beforeAll(async () => {
  farm2 = await startFakeFarm("3.4.1");
});
afterAll(() => farm2.close());

async function descendants(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const own = children
    .split(" ")
    .filter((text) => text !== "")
    .map(Number);
  return [...own, ...(await Promise.all(own.map(descendants))).flat()];
}

async function blenders(pid: number): Promise<number[]> {
  const all = await descendants(pid);
  const names = await Promise.all(all.map((one) => readFile(`/proc/${one}/comm`, "utf8").catch(() => "")));
  return all.filter((_, i) => names[i]?.trim() === "blender");
}
const blendersOf = async (pid: number) => (await blenders(pid)).length;

/** Blenders that compute: those that used CPU in the last moment. */
async function busyBlenders(pid: number): Promise<number> {
  const cpu = async () => {
    const all = await blenders(pid);
    return new Map(
      await Promise.all(
        all.map(
          async (one) =>
            [
              one,
              (await readFile(`/proc/${one}/stat`, "latin1").catch(() => ""))
                .split(" ")
                .slice(13, 15)
                .map(Number)
                .reduce((a, b) => a + b, 0),
            ] as const,
        ),
      ),
    );
  };
  const before = await cpu();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const after = await cpu();
  return [...after].filter(([one, ticks]) => ticks > (before.get(one) ?? 0) + 2).length;
}
