import { expect, it } from "vitest";
import { FarmError } from "#lib/client/farm-error.ts";
import type { BlendScene } from "#lib/domain/blend-summary.ts";
import { draftFromScene, errorsFrom, framesIn, readDraft } from "./draft.ts";

const scene: BlendScene = {
  name: "Scene",
  isActive: true,
  frameStart: 1016,
  frameEnd: 1021,
  frameStep: 1,
  fps: 24,
  width: 1920,
  height: 1080,
  percentage: 50,
  engine: "CYCLES",
  engineName: "Cycles",
  samples: 64,
  usesDenoising: true,
  format: "PNG",
  isMovieFormat: false,
  extension: ".png",
  cameras: ["Camera"],
  activeCamera: "Camera",
  usesCompositor: false,
  usesSequencer: false,
};

it("the form begins as the file says, and sent unchanged means the same", () => {
  const read = readDraft(draftFromScene(scene), "a.blend");
  expect(read).toMatchObject({
    ok: true,
    settings: {
      frames: "1016-1021",
      samples: 64,
      width: 1920,
      percentage: 50,
      engine: "CYCLES",
      denoise: "file",
    },
  });
});

it("each wrong field says what to do, in its place", () => {
  const read = readDraft({ ...draftFromScene(scene), samples: "many", frames: "9-1", width: "0" }, "a.blend");
  expect(read.ok).toBe(false);
  expect(read.ok ? [] : Object.keys(read.errors).sort()).toEqual(["frames", "samples", "width"]);
});

it("an empty box leaves it to the file", () => {
  expect(readDraft({ ...draftFromScene(scene), samples: " " }, "a.blend")).toMatchObject({
    settings: { samples: null },
  });
});

it("counts frames while one types", () => {
  expect(framesIn("1-10, 15, 20-30x2")).toBe(17);
  expect(framesIn("1-")).toBeNull();
});

it("finds the field that the platform means", () => {
  const error = new FarmError({
    code: "invalid",
    status: 400,
    message: "no",
    fields: { "settings.samples": "a", BLEND_W: "b", advancedRanges: "c", "body.unknown": "d" },
  });
  expect(errorsFrom(error)).toEqual({ samples: "a", width: "b", frames: "c" });
});
