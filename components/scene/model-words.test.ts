import { expect, it } from "vitest";
import type { ModelFacts } from "#lib/domain/scene-model.ts";
import { contents, leftOut } from "./model-words.ts";

const whole: ModelFacts = {
  frameStart: 1,
  frameEnd: 24,
  fps: 24,
  aspect: 1.5,
  samples: 24,
  cameras: [{ name: "Camera", node: "camera-0", isOrtho: false, views: [[1, -1, 1, -1, 1]] }],
  cuts: [{ frame: 1, camera: 0 }],
  objects: 1,
  instances: 0,
  instancesLeftOut: 0,
  triangles: 1000,
  trianglesShown: 1000,
  boxes: 0,
  hasPictures: false,
};
const count = (n: number) => n.toLocaleString("en");

it("a model that shows all of its scene says nothing is left out", () => {
  expect(leftOut(whole, count)).toEqual([]);
  expect(contents(whole, count)).toBe("1 object");
});

it("everything that is left out or simplified is told", () => {
  const reduced: ModelFacts = {
    ...whole,
    frameEnd: 7800,
    samples: 155,
    cameras: [],
    objects: 2,
    instances: 1500,
    instancesLeftOut: 500,
    triangles: 2_100_000,
    trianglesShown: 70_000,
    boxes: 1,
  };
  expect(leftOut(reduced, count)).toEqual([
    "Simplified to 70,000 of 2,100,000 triangles.",
    "One shape is shown as a box.",
    "1,500 of 2,000 instances are shown.",
    "Movement is taken from 155 of 7,800 frames.",
    "The scene has no camera.",
  ]);
  expect(contents(reduced, count)).toBe("2 objects, 1,500 instances");
});
