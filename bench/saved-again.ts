/**
 * Measures: how much of a raw .blend of more than 500 MB is sent when its project gets it again with one object moved; saved again in the
 *           same Blender, and saved after it was opened anew, when every address in it is another.
 * Against:  its whole size.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "./figure.ts";
import { onDisk, send } from "./send-folder.ts";

const MUST_SHARE = 0.03;

/** Forty meshes of a million loose points, 12 MB each, without a pattern. */
const MAKE = `
import bpy, random, sys
from array import array
folder = sys.argv[-1]
bpy.ops.wm.read_homefile(use_empty=True)
random.seed(7)
for n in range(40):
    mesh = bpy.data.meshes.new('Cloud %d' % n)
    mesh.vertices.add(1000000)
    values = array('f')
    values.frombytes(random.randbytes(12000000))
    mesh.vertices.foreach_set('co', array('f', (v if v == v and abs(v) < 1e30 else 0.5 for v in values)))
    bpy.context.scene.collection.objects.link(bpy.data.objects.new('Cloud %d' % n, mesh))
bpy.ops.wm.save_as_mainfile(filepath=folder + '/first.blend', compress=False)
bpy.data.objects['Cloud 3'].location.x = 4
bpy.ops.wm.save_as_mainfile(filepath=folder + '/same.blend', compress=False)
`;
const REOPEN = `
import bpy, sys
folder = sys.argv[-1]
bpy.ops.wm.open_mainfile(filepath=folder + '/first.blend')
bpy.data.objects['Cloud 3'].location.x = 4
bpy.ops.wm.save_as_mainfile(filepath=folder + '/anew.blend', compress=False)
`;

function blender(script: string, folder: string): void {
  const args = ["-b", "--factory-startup", "--python-exit-code", "7", "--python-expr", script, "--", folder];
  execFileSync("blender", args, { stdio: ["ignore", "ignore", "inherit"] });
}

export const savedAgain: Row = async (bench) => {
  const { artist } = await bench.farm();
  const folder = mkdtempSync(join(tmpdir(), "hearth-bench-"));
  try {
    blender(MAKE, folder);
    blender(REOPEN, folder);
    const blendFile = "scene.blend";
    const first = onDisk(join(folder, "first.blend"), blendFile);
    const { project } = await send(artist.farm, { files: [first], blendFile });
    const shareOf = async (name: string) => {
      const file = onDisk(join(folder, name), blendFile);
      const { sentBytes } = await send(artist.farm, { files: [file], blendFile, projectId: project.id });
      bench.tell(`  ${name}: ${(sentBytes / 1e6).toFixed(1)} of ${(file.sizeBytes / 1e6).toFixed(0)} MB`);
      return sentBytes / file.sizeBytes;
    };
    // The one with other addresses last: what the first already sent again is little.
    const same = await shareOf("same.blend");
    const anew = await shareOf("anew.blend");
    const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
    return [
      {
        figure: `A raw .blend of ${(first.sizeBytes / 1e6).toFixed(0)} MB saved again with one object moved`,
        must: `at most ${percent(MUST_SHARE)} sent again`,
        seen: `${percent(same)}; after opening it anew ${percent(anew)}`,
        comparedWith: "its size",
        isMet: Math.max(same, anew) <= MUST_SHARE,
        samples: { same, anew, sizeBytes: first.sizeBytes },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
