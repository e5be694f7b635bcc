/** `hearth render` against a farm that does what farms do on bad days. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MIN_PART_BYTES } from "#lib/domain/project.ts";
import { CliError } from "./cli-error.ts";
import { renderCommand } from "./render.ts";
import { stopCommand } from "./stop.ts";
import { type FakeFarm, type Misbehaviour, pictureOf, startFakeFarm } from "./testing/fake-farm.ts";
import { watchCommand } from "./watch.ts";

let folder: string;
let farm: FakeFarm;
let said: string;
let complained: string;
let interrupted: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hearth-cli-"));
  writeFileSync(join(folder, "scene.blend"), blend(1000));
  said = complained = "";
  interrupted = new AbortController();
});
afterEach(async () => {
  await farm.close();
  rmSync(folder, { recursive: true });
});

function blend(sizeBytes: number, fill = 7): Buffer {
  const bytes = Buffer.alloc(sizeBytes, fill);
  bytes.write("BLENDER-v304");
  return bytes;
}

const terminal = (env: Record<string, string> = {}) => ({
  env: { HEARTH_FARM: farm.url, HEARTH_TOKEN: farm.token, ...env },
  out: { write: (text: string) => void (said += text) },
  err: { write: (text: string) => void (complained += text) },
  signal: interrupted.signal,
});

async function render(args: string[], changes: Partial<Misbehaviour> = {}): Promise<number> {
  farm = await startFakeFarm(changes);
  return renderCommand(
    [join(folder, "scene.blend"), "--out", join(folder, "frames"), "--no-denoise", ...args],
    terminal(),
  );
}

const pictures = () => readdirSync(join(folder, "frames")).sort();

it("a file goes up, its frames come down under Blender's names", async () => {
  expect(await render(["--frames", "1-2, 10", "--samples", "64", "--format", "png", "--run-scripts"])).toBe(
    0,
  );
  expect(farm.uploaded()).toEqual(readFileSync(join(folder, "scene.blend")));
  expect(farm.submitted[0]).toMatchObject({
    frames: "1-2, 10",
    samples: 64,
    format: "PNG",
    denoise: "off",
    fileScripts: "on",
  });
  expect(pictures()).toEqual(["0001.png", "0002.png", "0010.png"]);
  expect(readFileSync(join(folder, "frames/0010.png"))).toEqual(pictureOf(10));
  expect(said).toContain("3 of 3 frames");
});

it("without --frames the scene's own range is rendered", async () => {
  expect(await render([])).toBe(0);
  expect(farm.submitted[0]?.frames).toBe("1-3");
});

it("negative frames are a range, not an option", async () => {
  expect(await render(["--frames", "-2--1"])).toBe(0);
  expect(pictures()).toEqual(["-0001.png", "-0002.png"]);
});

it("parts that are refused or cut are sent again, and the file arrives whole", async () => {
  writeFileSync(join(folder, "scene.blend"), blend(MIN_PART_BYTES * 2 + 5));
  expect(await render(["--frames", "1"], { refusePuts: 1, cutPuts: 1 })).toBe(0);
  expect(farm.uploaded().equals(readFileSync(join(folder, "scene.blend")))).toBe(true);
});

it("an interrupted upload goes on where it stopped", async () => {
  const bytes = blend(MIN_PART_BYTES * 2);
  writeFileSync(join(folder, "scene.blend"), bytes);
  const unfinished = {
    name: "scene.blend",
    sizeBytes: bytes.length,
    parts: [bytes.subarray(0, MIN_PART_BYTES)],
  };
  expect(await render(["--frames", "1"], { unfinished })).toBe(0);
  expect(farm.puts()).toBe(1);
  expect(farm.uploaded().equals(bytes)).toBe(true);
});

it("leftovers of an older save of the file are thrown away", async () => {
  const bytes = blend(MIN_PART_BYTES * 2);
  writeFileSync(join(folder, "scene.blend"), bytes);
  const older = blend(MIN_PART_BYTES, 9);
  const unfinished = { name: "scene.blend", sizeBytes: bytes.length, parts: [older] };
  expect(await render(["--frames", "1"], { unfinished })).toBe(0);
  expect(farm.uploaded().equals(bytes)).toBe(true);
});

it("a download that ends half-way is fetched again and never leaves half a picture", async () => {
  expect(await render(["--frames", "1-2"], { cutDownloads: 2 })).toBe(0);
  expect(pictures()).toEqual(["0001.png", "0002.png"]);
  expect(readFileSync(join(folder, "frames/0001.png"))).toEqual(pictureOf(1));
});

it("frames that finished while the event stream was down are caught up", async () => {
  expect(await render(["--frames", "1-3"], { cutStreams: 2 })).toBe(0);
  expect(pictures()).toHaveLength(3);
});

it("a frame that failed is told with its reason, and the exit code is not 0", async () => {
  const failing = new Map([
    [2, "no_camera" as const],
    [3, "no_camera" as const],
  ]);
  expect(await render(["--frames", "1-3"], { failing })).toBe(1);
  expect(pictures()).toEqual(["0001.png"]);
  expect(said).toContain("Frames 2-3 failed: The scene has no camera.");
  expect(said).toContain("Error: what Blender said last");
});

it("Ctrl-C leaves the job rendering and says how to go on; `watch` and `stop` do", async () => {
  const rendering = render(["--frames", "1-2"], { holdsFrames: true });
  while (!said.includes("is submitted")) await new Promise((resolve) => setImmediate(resolve));
  interrupted.abort();
  expect(await rendering).toBe(130);
  const id = /hearth watch (\S+)/.exec(complained)?.[1] ?? "";
  expect(complained).toContain(`hearth stop ${id}`);
  expect(farm.aborted).toEqual([]);

  interrupted = new AbortController();
  farm.misbehave.holdsFrames = false;
  expect(await watchCommand([id, "--out", join(folder, "frames")], terminal())).toBe(0);
  expect(pictures()).toHaveLength(2);

  expect(await stopCommand([id], terminal())).toBe(0);
  expect(farm.aborted).toEqual([id]);
  expect(await stopCommand([id], terminal())).toBe(0);
  expect(said).toContain("had ended already");
});

it.each([
  [["--frames", "5-1"], "Did you mean 1-5?"],
  [["--frames", "abc"], "is not a frame range"],
  [["--frames", "1-200000"], "more than the 100,000"],
  [["--samples", "0"], "Samples must be at least 1."],
  [["--samples", "many"], '--samples takes a whole number, not "many".'],
  [["--samples", "-5"], "Samples must be at least 1."],
  [["--percentage", "900"], "Percentage must be at most 400."],
  [["--resolution", "wide"], "--resolution takes a size like 1920x1080"],
  [["--resolution", "1x99999"], "Width must be at least 4. Height must be at most 65,536."],
  [["--engine", "renderman"], "--engine takes cycles, eevee or workbench"],
  [["--format", "gif"], "--format takes png"],
  [["--scene", "Nowhere"], 'has no scene "Nowhere". It has "Scene".'],
  [["--camera", "Top"], 'has no camera "Top". It has "Camera", "Side".'],
  [["--farm", "localhost:3001"], "is not a farm's address"],
  [["--token", "wrong"], "does not know this token"],
])("%j is refused in one sentence", async (args, sentence) => {
  const error = await render(args).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CliError);
  expect((error as CliError).message).toContain(sentence);
  expect(farm.submitted).toEqual([]);
});

it.each([
  ["", "The file is empty"],
  ["\x89PNG\r\n\x1a\n", "PNG picture"],
  ["version https://git-lfs.github.com/spec/v1\noid sha256:…", "Git LFS pointer"],
  ["PK\x03\x04", "is an archive"],
  ["just text", "is a text file"],
  ["\x00\x01\x02\x03", "is not a .blend"],
])("a file that begins with %j is not sent", async (text, sentence) => {
  writeFileSync(join(folder, "scene.blend"), text, "latin1");
  await expect(render([])).rejects.toThrow(sentence);
  expect(farm.puts()).toBe(0);
});

it("a file that is not there, or a folder without a .blend, is told as such", async () => {
  farm = await startFakeFarm();
  await expect(renderCommand(["nowhere.blend"], terminal())).rejects.toThrow(
    "There is no file nowhere.blend.",
  );
  rmSync(join(folder, "scene.blend"));
  await expect(renderCommand([folder], terminal())).rejects.toThrow("There is no .blend file in ");
  await expect(renderCommand([], terminal())).rejects.toThrow("Which file?");
});

it("without credits nothing is submitted and the farm's reason is told", async () => {
  await expect(render([], { hasCredits: false })).rejects.toThrow("This needs 12 credits");
});

it("a file that Blender can't open is told with Blender's reason", async () => {
  await expect(render([], { problem: "It is truncated." })).rejects.toThrow("It is truncated.");
});

it("without a token the way to one is told", async () => {
  farm = await startFakeFarm();
  const file = join(folder, "scene.blend");
  await expect(renderCommand([file], terminal({ HEARTH_TOKEN: "" }))).rejects.toThrow("HEARTH_TOKEN");
});

it("a farm that does not answer is told with its address", async () => {
  farm = await startFakeFarm();
  const file = join(folder, "scene.blend");
  const away = terminal({ HEARTH_FARM: "http://127.0.0.1:9" });
  await expect(renderCommand([file], away)).rejects.toThrow("No farm answers at http://127.0.0.1:9");
});

it("a farm without a denoiser says so before the job waits for one", async () => {
  farm = await startFakeFarm();
  await renderCommand([join(folder, "scene.blend"), "--out", join(folder, "frames")], terminal());
  expect(said).toContain("no node's Blender has a denoiser");
  expect(said).toContain("--no-denoise");
});
