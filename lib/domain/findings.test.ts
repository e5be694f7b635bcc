import { describe, expect, it } from "vitest";
import type { BlendSummary } from "./blend-summary.ts";
import type { Chosen, JudgedFarm, JudgedFile, JudgedScene } from "./findings/judged.ts";
import { readOtherwise } from "./findings/read-otherwise.ts";
import { fileFindings, stops, unreadableFinding } from "./findings.ts";
import { renderSettings } from "./render-settings.ts";
import { isAbsolutePath } from "./resolve-files.ts";

const scene: JudgedScene = {
  name: "Scene",
  engine: "CYCLES",
  samples: 128,
  width: 1920,
  height: 1080,
  percentage: 100,
  frameStart: 1,
  frameEnd: 250,
  frameStep: 1,
  format: "PNG",
  isMovieFormat: false,
  camera: {},
  cameras: ["Camera"],
  markerCameras: [],
  usesBorder: false,
  usesSequencer: true,
  usesDenoising: false,
  strips: 0,
  viewLayers: [{ isRendered: true }],
};
const file: JudgedFile = {
  versionText: "3.4",
  scenes: [scene],
  activeScene: "Scene",
  texts: [],
  pythonDrivers: 0,
  simulations: [],
};
const old = { version: "3.4.1", engines: ["CYCLES" as const, "BLENDER_WORKBENCH" as const], denoisers: [] };
const newer = {
  version: "4.2.0",
  engines: ["CYCLES" as const, "BLENDER_EEVEE" as const],
  denoisers: ["OPENIMAGEDENOISE"],
};
const farm: JudgedFarm = { blenders: [old] };
const nodes = (isHallOnline: boolean) => [
  { name: "attic", isOnline: true, blenders: [old] },
  { name: "hall", isOnline: isHallOnline, blenders: [newer] },
];
const chosen = (missing: string[], settings: object = { frames: "1-250" }): Chosen => ({
  settings: renderSettings.parse({ blendFile: "a.blend", ...settings }),
  missing,
});

const withScene = (change: Partial<JudgedScene>): JudgedFile => ({
  ...file,
  scenes: [{ ...scene, ...change }],
});
const found = (judged: JudgedFile, at: JudgedFarm = farm, as?: Chosen) =>
  fileFindings(judged, null, at, as).map(({ severity, code }) => `${severity} ${code}`);

function never(): never {
  throw new Error("There are two nodes.");
}

it("of a file as it should be there is nothing to say", () => {
  expect(found(file)).toEqual([]);
});

describe("each case is found, once", () => {
  it.each<[string, JudgedFile, string]>([
    ["no scene", { ...file, scenes: [], activeScene: null }, "stops no_scene"],
    ["no camera", withScene({ camera: null, cameras: [] }), "stops no_camera"],
    ["every view layer off", withScene({ viewLayers: [{ isRendered: false }] }), "stops no_layer"],
    ["newer than the farm", { ...file, versionText: "4.2" }, "stops too_new"],
    ["denoising without a denoiser", withScene({ usesDenoising: true }), "warns no_denoiser"],
    ["an add-on's engine", withScene({ engine: "OCTANE" }), "stops engine_missing"],
    ["an engine that the farm lacks", withScene({ engine: "BLENDER_EEVEE_NEXT" }), "stops engine_missing"],
    ["a film", withScene({ format: "FFMPEG", isMovieFormat: true }), "tells movie_format"],
    ["very many samples", withScene({ samples: 50_000 }), "warns many_samples"],
    ["a huge picture", withScene({ width: 16_000, height: 9000 }), "warns large_picture"],
    ["a frame step", withScene({ frameStep: 3 }), "tells frame_step"],
    ["a range that ends before it begins", withScene({ frameEnd: -4 }), "warns backward_range"],
    ["a render region", withScene({ usesBorder: true }), "warns border"],
    ["half the size", withScene({ percentage: 50 }), "tells percentage"],
    [
      "a text that registers itself",
      { ...file, texts: [{ name: "rig.py", runsOnLoad: true }] },
      "warns scripts",
    ],
    ["Python in drivers", { ...file, pythonDrivers: 12 }, "warns scripts"],
    [
      "a simulation that is not baked",
      { ...file, simulations: [{ dataBlock: "OBFlag", isBaked: false }] },
      "warns not_baked",
    ],
  ])("%s", (_, judged, expected) => {
    expect(found(judged)).toEqual([expected]);
  });
});

it("files that did not come along are told once each: those beside it, and those that only one computer has", () => {
  const [beside, absolute] = fileFindings(file, null, farm, chosen(["//tex/a.png", "C:\\a.png", "//b.png"]));
  expect(beside).toMatchObject({
    code: "missing_files",
    severity: "stops",
    text: "2 files that it uses did not come with it.",
    paths: ["//tex/a.png", "//b.png"],
  });
  expect(absolute).toMatchObject({ code: "absolute_paths", severity: "stops", paths: ["C:\\a.png"] });
});

it("Git LFS pointers among the files stop a job as missing files do", () => {
  const told = fileFindings(file, null, farm, { ...chosen([]), pointers: ["//tex/a.png"] });
  expect(told).toMatchObject([{ code: "lfs_pointers", paths: ["//tex/a.png"] }]);
  expect([stops(told, false), stops(told, true)]).toEqual([true, false]);
});

it("missing files stop a job until the artist says that it renders without them; nothing else gives way", () => {
  const missing = fileFindings(file, null, farm, chosen(["//a.png"]));
  expect([stops(missing, false), stops(missing, true)]).toEqual([true, false]);
  const worse = fileFindings(withScene({ camera: null, cameras: [] }), null, farm, chosen(["//a.png"]));
  expect(stops(worse, true)).toBe(true);
  expect(stops(fileFindings(withScene({ percentage: 50 }), null, farm), false)).toBe(false);
});

it("what is baked, or a text that does not run, is no finding", () => {
  const calm: JudgedFile = {
    ...file,
    texts: [{ name: "notes", runsOnLoad: false }],
    simulations: [{ dataBlock: "OBFlag", isBaked: true }],
  };
  expect(found(calm)).toEqual([]);
});

it("strips need no camera", () => {
  expect(found(withScene({ camera: null, cameras: [], strips: 4 }))).toEqual([]);
});

it("the nearest engine that the farm has is named", () => {
  const [first] = fileFindings(withScene({ engine: "BLENDER_EEVEE" }), null, farm);
  expect(first?.fix).toContain("nearest that it has is Cycles");
});

it("the nodes that could open a new file are named: those that answer, and those that are away", () => {
  const late = { ...file, versionText: "4.2" };
  const [some] = fileFindings(late, null, { blenders: [old, newer], nodes: nodes(true) });
  expect(some).toMatchObject({ code: "some_nodes_only", fix: "It renders on hall." });
  const [away] = fileFindings(late, null, { blenders: [old], nodes: nodes(false) });
  expect(away).toMatchObject({
    code: "too_new",
    severity: "warns",
    fix: "The job waits for hall, which has one and is away now.",
  });
});

it("an engine that only a node which is away has makes the job wait, and stops it where no node has it", () => {
  const eevee = withScene({ engine: "BLENDER_EEVEE" });
  expect(found(eevee, { blenders: [old], nodes: nodes(false) })).toEqual(["warns engine_missing"]);
  expect(found(eevee, { blenders: [old], nodes: [nodes(false)[0] ?? never()] })).toEqual([
    "stops engine_missing",
  ]);
});

it("a farm without nodes says that none is there, and nothing of what it lacks", () => {
  expect(found({ ...file, versionText: "5.2" }, { blenders: [] })).toEqual(["tells no_nodes"]);
});

describe("what is chosen in the form is what is judged", () => {
  it.each<[string, JudgedFile, object, string[]]>([
    ["fewer samples", withScene({ samples: 50_000 }), { samples: 64 }, []],
    ["more samples", file, { samples: 50_000 }, ["warns many_samples"]],
    ["a smaller size", withScene({ width: 16_000, height: 9000 }), { width: 1920, height: 1080 }, []],
    ["the whole size", withScene({ percentage: 50 }), { percentage: 100 }, []],
    ["another percentage, by hand", withScene({ percentage: 50 }), { percentage: 25 }, []],
    ["all frames of a step", withScene({ frameStep: 3 }), { frames: "1-250" }, []],
    ["another engine", withScene({ engine: "BLENDER_EEVEE" }), { engine: "CYCLES" }, []],
    [
      "an engine for an add-on's",
      withScene({ engine: "OCTANE" }),
      { engine: "CYCLES" },
      ["warns other_engine"],
    ],
    ["a still format", withScene({ isMovieFormat: true, format: "FFMPEG" }), { format: "OPEN_EXR" }, []],
    ["scripts that run", { ...file, pythonDrivers: 1 }, { fileScripts: "on" }, ["tells scripts"]],
  ])("%s", (_, judged, settings, expected) => {
    expect(found(judged, farm, chosen([], { frames: "1-250", ...settings }))).toEqual(expected);
  });
});

it("what Blender reads otherwise than the page did is named; an old engine's new name is no news", () => {
  const told = { name: "Scene", engine: "CYCLES", engineName: "CYCLES", samples: 64, activeCamera: "Camera" };
  const summary = (change: object) => ({ scenes: [{ ...told, ...change }] }) as unknown as BlendSummary;
  const first = summary({});
  expect(readOtherwise(first, summary({}), "Scene")).toEqual([]);
  expect(readOtherwise(first, summary({ engineName: "CYCLES_OLD" }), "Scene")).toEqual([]);
  expect(readOtherwise(first, summary({ samples: 8, activeCamera: "Side" }), "Scene")).toMatchObject([
    {
      severity: "warns",
      text: "The farm's Blender reads the camera and the samples otherwise than this page did.",
    },
  ]);
  expect(readOtherwise(first, summary({ name: "Other" }), "Scene")).toMatchObject([{ severity: "stops" }]);
});

it("what stops comes first", () => {
  expect(found(withScene({ camera: null, cameras: [], percentage: 50, usesBorder: true }))).toEqual([
    "stops no_camera",
    "warns border",
    "tells percentage",
  ]);
});

it("a message of the reader becomes a sentence and a fix", () => {
  expect(
    unreadableFinding("This is a Git LFS pointer, not the file itself. Run “git lfs pull”."),
  ).toMatchObject({
    severity: "stops",
    text: "This is a Git LFS pointer, not the file itself.",
    fix: "Run “git lfs pull”.",
  });
});

it.each([
  ["//tex/a.png", false],
  ["//..\\a.png", false],
  ["/home/a.png", true],
  ["D:\\a.png", true],
  ["\\\\nas\\a.png", true],
  ["a.png", false],
])("%s is absolute: %s", (path, expected) => {
  expect(isAbsolutePath(path)).toBe(expected);
});
