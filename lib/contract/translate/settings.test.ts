import { expect, it } from "vitest";
import { renderSettings } from "#lib/domain/render-settings.ts";
import { taskCreation } from "../qarnot/task.ts";
import { resultPathOf, resultsFilterOf } from "./results.ts";
import { settingsFromTask, taskFromSettings, TranslationError } from "./settings.ts";

const full = renderSettings.parse({
  blendFile: "shots/01.blend",
  scene: "Scene.001",
  camera: "Cam",
  engine: "CYCLES",
  samples: 64,
  frames: "-5--1, 1-9x2",
  width: 1920,
  height: 1080,
  percentage: 50,
  format: "OPEN_EXR_MULTILAYER",
  denoise: "off",
  fileScripts: "on",
  blender: "3.4",
});
const bare = renderSettings.parse({ blendFile: "a.blend", frames: "1" });

it.each([
  ["full", full],
  ["bare", bare],
])("%s settings survive the way to a task and back", (_, settings) => {
  const wire = taskCreation.parse(taskFromSettings({ name: "job", bucket: "b", settings }));
  expect(settingsFromTask(wire)).toEqual(settings);
});

it("a script of 2015 with samples as a number is understood", () => {
  const task = taskCreation.parse({
    name: "BigBuckBunny_Intro",
    profile: "blender",
    advancedRanges: "1-25",
    constants: [
      { key: "BLEND_FILE", value: "Intro.blend" },
      { key: "BLEND_FORMAT", value: "PNG" },
      { key: "BLEND_ENGINE", value: "CYCLES" },
      { key: "BLEND_CYCLES_SAMPLES", value: 1000 },
    ],
  });
  expect(settingsFromTask(task)).toMatchObject({
    samples: 1000,
    frames: "1-25",
    format: "PNG",
    engine: "CYCLES",
  });
});

it("an instance count without a range means frames from 0", () => {
  const task = taskCreation.parse({
    name: "n",
    profile: "blender",
    instanceCount: 3,
    constants: [{ key: "BLEND_FILE", value: "a" }],
  });
  expect(settingsFromTask(task).frames).toBe("0-2");
});

it.each([
  [{ advancedRanges: "[1-25]" }, "1-25"],
  [{ advancedRanges: "[1-2] [7-8]" }, "1-2, 7-8"],
  [{ frameCount: "[1-25]" }, "1-25"],
  [{ frameCount: 3 }, "0-2"],
  [{ frameCount: "3" }, "0-2"],
  [{ advancedRanges: "5", instanceCount: 9 }, "5"],
])("%j asks for the frames %s", (given, frames) => {
  const constants = [{ key: "BLEND_FILE", value: "a.blend" }];
  expect(
    settingsFromTask(taskCreation.parse({ name: "n", profile: "blender", constants, ...given })).frames,
  ).toBe(frames);
});

it.each([
  [".\\shots\\a.blend", "shots/a.blend"],
  ["//a.blend", "a.blend"],
  ["a.blend", "a.blend"],
])("BLEND_FILE %s is %s in the resources", (value, path) => {
  const constants = [{ key: "BLEND_FILE", value }];
  const task = taskCreation.parse({ name: "n", profile: "blender", advancedRanges: "1", constants });
  expect(settingsFromTask(task).blendFile).toBe(path);
});

it.each([
  ["", "0007.png"],
  ["//shots/", "shots/0007.png"],
  ["shot_", "shot_0007.png"],
  ["/a/b_##", "a/b_07.png"],
  ["C:\\renders\\x_######.png", "renders/x_000007.png"],
])("with BLEND_OUTPUT %j frame 7 is %s", (value, path) => {
  const constants = [{ key: "BLEND_OUTPUT", value }];
  const task = taskCreation.parse({ name: "n", profile: "blender", advancedRanges: "7", constants });
  expect(resultPathOf(task, 7, "0007.png")).toBe(path);
});

it("a filter takes constants as they are, not as patterns", () => {
  const task = taskCreation.parse({
    name: "n",
    profile: "blender",
    constants: [{ key: "PASS", value: "a.b" }],
    resultsWhitelist: "${PASS}_.*\\.png",
    resultsBlacklist: "${NOPE}",
  });
  expect(resultsFilterOf(task)).toEqual({ whitelist: "a\\.b_.*\\.png", blacklist: "${NOPE}" });
});

it.each([
  ["BLEND_FORMAT", "MP4"],
  ["BLEND_ENGINE", "BLENDER_GAME"],
  ["BLEND_ENGINE", "BLENDER_RENDER"],
  ["BLEND_SLICING", "2"],
  ["BLEND_OUTPUT", "../x"],
  ["BLEND_W", "wide"],
  ["HEARTH_FILE_SCRIPTS", "yes"],
])("%s=%s is refused by name", (key, value) => {
  const task = taskCreation.parse({
    name: "n",
    profile: "blender",
    advancedRanges: "1",
    constants: [
      { key: "BLEND_FILE", value: "a.blend" },
      { key, value },
    ],
  });
  expect(() => settingsFromTask(task)).toThrow(TranslationError);
  expect(() => settingsFromTask(task)).toThrow(key);
});
