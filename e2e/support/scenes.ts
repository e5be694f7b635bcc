/** Small scenes for tests, made by the real Blender: quick to render, with what the form has to offer choices for. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Two scenes and two cameras; frames 1-6 at 160x90, a turning cube, so that each frame differs. */
const TINY = `
import bpy, math, sys
out, samples = sys.argv[-2], int(sys.argv[-1])
scene = bpy.context.scene
scene.render.engine = 'CYCLES'
scene.cycles.samples = samples
scene.cycles.use_denoising = False
scene.render.resolution_x, scene.render.resolution_y = 160, 90
scene.frame_start, scene.frame_end = 1, 6
cube = bpy.data.objects['Cube']
cube.rotation_euler = (0, 0, 0)
cube.keyframe_insert('rotation_euler', frame=1)
cube.rotation_euler = (0, 0, math.pi)
cube.keyframe_insert('rotation_euler', frame=6)
side = bpy.data.objects.new('Side', bpy.data.cameras.new('Side'))
side.location, side.rotation_euler = (0, -9, 1), (math.pi / 2, 0, 0)
scene.collection.objects.link(side)
other = bpy.data.scenes.new('Second')
other.frame_start, other.frame_end = 10, 12
bpy.context.window.scene = scene
bpy.ops.wm.save_as_mainfile(filepath=out, compress=True)
`;

export const sceneFile = (folder: string, name: "tiny" | "slow"): string => join(folder, `${name}.blend`);

/** `tiny.blend` takes moments a frame, `slow.blend` some seconds: long enough to be stopped or watched. */
export function makeScenes(folder: string): void {
  for (const [name, samples] of [
    ["tiny", 4],
    ["slow", 3000],
  ] as const) {
    execFileSync(
      "blender",
      [
        ...["-b", "--factory-startup", "--python-exit-code", "7", "--python-expr", TINY],
        ...["--", sceneFile(folder, name), String(samples)],
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
  }
}
