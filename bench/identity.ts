/**
 * Measures: whether a frame through the farm has the pixels of `blender -b FILE -f N` with the same settings.
 * Against:  Blender itself, one process for each frame; every frame is compared.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paddedFrame } from "#lib/domain/output.ts";
import type { Row } from "./figure.ts";
import { pngPixels } from "./png-pixels.ts";
import { blenderOne, hearthRender } from "./programs.ts";

const SCENES = [
  { name: "light", frames: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
  { name: "heavy", frames: [1, 3] },
];

export const identity: Row = async (bench) => {
  const { door } = await bench.farm();
  const scenes = await bench.scenes();
  let compared = 0;
  const different: string[] = [];
  for (const { name, frames } of SCENES) {
    const folder = mkdtempSync(join(tmpdir(), "hearth-bench-"));
    try {
      const file = join(scenes, `${name}.blend`);
      await hearthRender(file, join(folder, "farm"), frames.join(","), door);
      for (const frame of frames) {
        await blenderOne(file, join(folder, "blender"), frame);
        const picture = `${paddedFrame(frame)}.png`;
        const [ours, theirs] = ["farm", "blender"].map((way) => pngPixels(join(folder, way, picture)));
        compared += 1;
        if (!ours || !theirs || !ours.equals(theirs)) different.push(`${name} ${frame}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return [
    {
      figure: "Frames through the farm are pixel-identical to Blender's",
      must: "every frame",
      seen: `${compared - different.length} of ${compared} frames`,
      comparedWith: "`blender -b FILE -f N`",
      isMet: different.length === 0,
      samples: { compared, different },
    },
  ];
};
