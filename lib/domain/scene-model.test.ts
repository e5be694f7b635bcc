import { expect, it } from "vitest";
import { cameraAt, type ModelFacts, modelFacts, viewAt } from "./scene-model.ts";

const facts: ModelFacts = {
  frameStart: 1,
  frameEnd: 20,
  fps: 24,
  aspect: 1.5,
  samples: 20,
  cameras: [
    { name: "Wide", node: "camera-0", isOrtho: false, views: [[1, -1, 1, -0.5, 0.5]] },
    {
      name: "Close",
      node: "camera-1",
      isOrtho: false,
      views: [
        [10, -1, 1, -0.5, 0.5],
        [20, -0.5, 0.5, -0.25, 0.25],
      ],
    },
  ],
  cuts: [
    { frame: 1, camera: 0 },
    { frame: 10, camera: 1 },
  ],
  objects: 2,
  instances: 0,
  instancesLeftOut: 0,
  triangles: 24,
  trianglesShown: 24,
  boxes: 0,
  hasPictures: false,
};

it("a camera takes the picture from its marker on, the first one also before", () => {
  expect([-5, 1, 9, 10, 99].map((frame) => cameraAt(facts, frame)?.name)).toEqual([
    "Wide",
    "Wide",
    "Wide",
    "Close",
    "Close",
  ]);
  expect(cameraAt({ ...facts, cameras: [], cuts: [] }, 1)).toBeUndefined();
});

it("a lens that changes is followed between the frames that were looked at", () => {
  const [wide, close] = facts.cameras as [ModelFacts["cameras"][0], ModelFacts["cameras"][0]];
  expect(viewAt(wide, 17)).toEqual({ left: -1, right: 1, bottom: -0.5, top: 0.5 });
  expect(viewAt(close, 1)).toEqual({ left: -1, right: 1, bottom: -0.5, top: 0.5 });
  expect(viewAt(close, 15)).toEqual({ left: -0.75, right: 0.75, bottom: -0.375, top: 0.375 });
  expect(viewAt(close, 40)).toEqual({ left: -0.5, right: 0.5, bottom: -0.25, top: 0.25 });
});

it("facts that no scene can have are refused", () => {
  expect(modelFacts.safeParse(facts).success).toBe(true);
  for (const wrong of [{ fps: 0 }, { aspect: Number.POSITIVE_INFINITY }, { frameEnd: 1.5 }])
    expect(modelFacts.safeParse({ ...facts, ...wrong }).success).toBe(false);
});
