/** Small scenes for tests, made by the real Blender: quick to render, with what the form has to offer choices for. */
import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";

/** Two scenes and two cameras; frames 1-6 at 160x90, a turning cube, so that each frame differs. */
const SCRIPT = `
import bpy, math, sys
folder = sys.argv[-1]
scene = bpy.context.scene
scene.render.engine = 'CYCLES'
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

def save(name, samples, compress):
    scene.cycles.samples = samples
    bpy.ops.wm.save_as_mainfile(filepath=folder + '/' + name + '.blend', compress=compress)

save('tiny', 4, True)
save('large', 4, False)
scene.cycles.use_adaptive_sampling = False
save('slow', 800, True)
for camera in [o for o in scene.objects if o.type == 'CAMERA']:
    bpy.data.objects.remove(camera)
text = bpy.data.texts.new('rig.py')
text.write('import bpy')
text.use_module = True
save('nocamera', 4, True)
`;

/** Past the end that Blender reads: four parts of an upload instead of one. Units: bytes. */
const PADDING = 52 * 1024 ** 2;

/**
 * `tiny` takes moments a frame; `slow` some seconds, long enough to be stopped or watched; `large` is `tiny` in a file of
 * several upload parts; `nocamera` can't be rendered, and brings a script.
 */
export type SceneName = "tiny" | "slow" | "large" | "nocamera";

export const sceneFile = (folder: string, name: SceneName): string => join(folder, `${name}.blend`);

export function makeScenes(folder: string): void {
  const args = ["-b", "--factory-startup", "--python-exit-code", "7", "--python-expr", SCRIPT, "--", folder];
  execFileSync("blender", args, { stdio: ["ignore", "ignore", "inherit"] });
  appendFileSync(sceneFile(folder, "large"), Buffer.alloc(PADDING));
}
