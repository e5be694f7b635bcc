import { expect, it } from "vitest";
import { renderSettings } from "#lib/domain/render-settings.ts";
import { taskCreation } from "../qarnot/task.ts";
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
  ["BLEND_FORMAT", "MP4"],
  ["BLEND_ENGINE", "BLENDER_GAME"],
  ["BLEND_W", "wide"],
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
