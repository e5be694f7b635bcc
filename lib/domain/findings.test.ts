import { describe, expect, it } from "vitest";
import {
  fileFindings,
  isAbsolutePath,
  type JudgedFile,
  type JudgedScene,
  unreadableFinding,
} from "./findings.ts";

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
  strips: 0,
  viewLayers: [{ isRendered: true }],
};
const file: JudgedFile = {
  versionText: "3.4",
  scenes: [scene],
  activeScene: "Scene",
  externalFiles: [],
  texts: [],
  pythonDrivers: 0,
  simulations: [],
};
const farm = { blenders: [{ version: "3.4.1", engines: ["CYCLES", "BLENDER_WORKBENCH"] as const }] };

const withScene = (change: Partial<JudgedScene>): JudgedFile => ({
  ...file,
  scenes: [{ ...scene, ...change }],
});
const found = (judged: JudgedFile, at: Parameters<typeof fileFindings>[2] = farm) =>
  fileFindings(judged, null, at).map(({ severity, code }) => `${severity} ${code}`);

it("of a file as it should be there is nothing to say", () => {
  expect(found(file)).toEqual([]);
});

describe("each case is found, once", () => {
  it.each<[string, JudgedFile, string]>([
    ["no scene", { ...file, scenes: [], activeScene: null }, "stops no_scene"],
    ["no camera", withScene({ camera: null, cameras: [] }), "stops no_camera"],
    ["every view layer off", withScene({ viewLayers: [{ isRendered: false }] }), "stops no_layer"],
    ["newer than the farm", { ...file, versionText: "4.2" }, "stops too_new"],
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
    [
      "an absolute path",
      { ...file, externalFiles: [{ kind: "image", path: "C:\\a.png", isPacked: false }] },
      "warns absolute_paths",
    ],
    [
      "a file beside it",
      { ...file, externalFiles: [{ kind: "image", path: "//a.png", isPacked: false }] },
      "warns files_beside",
    ],
  ])("%s", (_, judged, expected) => {
    expect(found(judged)).toEqual([expected]);
  });
});

it("what is packed, baked or merely there is no finding", () => {
  const calm: JudgedFile = {
    ...file,
    externalFiles: [
      { kind: "image", path: "/home/a.png", isPacked: true },
      { kind: "simulation", path: "//cache", isPacked: false },
    ],
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

it("the nodes that could open a new file are named", () => {
  const nodes = [
    { name: "attic", versions: ["3.4.1"] },
    { name: "hall", versions: ["4.2.0"] },
  ];
  const blenders = [...farm.blenders, { version: "4.2.0", engines: ["CYCLES"] as const }];
  const [first] = fileFindings({ ...file, versionText: "4.2" }, null, { blenders, nodes });
  expect(first).toMatchObject({ code: "some_nodes_only", fix: "It renders on hall." });
});

it("a farm without nodes says nothing of what it lacks", () => {
  expect(found({ ...file, versionText: "5.2" }, { blenders: [] })).toEqual([]);
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
