import { expect, it } from "vitest";
import { previewSettings } from "./preview.ts";
import { type EffectiveSettings, renderSettings } from "./render-settings.ts";

const settings = renderSettings.parse({
  blendFile: "a.blend",
  frames: "1-700",
  percentage: 50,
  format: "OPEN_EXR",
});
const effective: EffectiveSettings = {
  engine: "CYCLES",
  samples: 128,
  width: 1920,
  height: 1080,
  denoises: false,
};

it("every frame is a quarter as wide, has an eighth of the samples, and is a JPEG", () => {
  expect(previewSettings(settings, effective)).toMatchObject({
    frames: "1-700",
    width: 480,
    height: 270,
    percentage: 100,
    samples: 16,
    format: "JPEG",
  });
});

it("what is small already stays large enough to be seen, and never grows", () => {
  expect(previewSettings(settings, { ...effective, width: 320, height: 180, samples: 16 })).toMatchObject({
    width: 160,
    height: 90,
    samples: 4,
  });
  expect(previewSettings(settings, { ...effective, width: 64, height: 36, samples: 2 })).toMatchObject({
    width: 64,
    height: 36,
    samples: 2,
  });
});

it("an engine without samples has none", () => {
  expect(previewSettings(settings, { ...effective, samples: null }).samples).toBeNull();
});
