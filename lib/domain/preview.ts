/** A preview of the whole range: every frame small and with few samples, before the job itself. Pure. */
import type { EffectiveSettings, RenderSettings } from "./render-settings.ts";

/** Of the sides, and of the samples: together about a hundredth of what grows with them. */
const [SIDE_SHARE, SAMPLES_SHARE] = [1 / 4, 1 / 8];
/** Smaller pictures show nothing. Units: pixels of the longer side. */
const LEAST_SIDE = 160;
const LEAST_SAMPLES = 4;

/** Shape: 1920 × 1080 of 128 samples as OpenEXR → 480 × 270 of 16 samples as JPEG */
export function previewSettings(settings: RenderSettings, effective: EffectiveSettings): RenderSettings {
  const { width, height, samples } = effective;
  const longer = Math.max(width, height);
  const scale = Math.min(1, Math.max(SIDE_SHARE, LEAST_SIDE / longer));
  // Blender renders no side shorter than that.
  const side = (pixels: number) => Math.max(4, Math.round(pixels * scale));
  return {
    ...settings,
    width: side(width),
    height: side(height),
    percentage: 100,
    samples:
      samples === null
        ? null
        : Math.min(samples, Math.max(LEAST_SAMPLES, Math.round(samples * SAMPLES_SHARE))),
    format: "JPEG",
  };
}
