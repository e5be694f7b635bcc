/** A project of several files for tests, made by the real Blender: a shot with a texture and a library, each in its folder. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** A red picture on a plane that glows by itself, and a cube out of a library: black where the texture is missing. */
const SCRIPT = `
import bpy, os, sys
folder = sys.argv[-1]
image = bpy.data.images.new('red', 8, 8)
image.generated_color = (1, 0, 0, 1)
image.filepath_raw = folder + '/textures/red.png'
image.file_format = 'PNG'
image.save()

bpy.ops.wm.read_homefile(use_empty=True)
mesh = bpy.data.meshes.new('Prop')
mesh.from_pydata([(0, 0, 0), (1, 0, 0), (0, 1, 0)], [], [(0, 1, 2)])
prop = bpy.data.objects.new('Prop', mesh)
bpy.context.scene.collection.objects.link(prop)
os.makedirs(folder + '/lib', exist_ok=True)
bpy.ops.wm.save_as_mainfile(filepath=folder + '/lib/props.blend')

bpy.ops.wm.read_homefile(use_empty=True)
scene = bpy.context.scene
bpy.ops.mesh.primitive_plane_add(size=20)
material = bpy.data.materials.new('Glow')
material.use_nodes = True
nodes = material.node_tree.nodes
nodes.clear()
texture = nodes.new('ShaderNodeTexImage')
texture.image = bpy.data.images.load(folder + '/textures/red.png')
glow = nodes.new('ShaderNodeEmission')
out = nodes.new('ShaderNodeOutputMaterial')
material.node_tree.links.new(texture.outputs['Color'], glow.inputs['Color'])
material.node_tree.links.new(glow.outputs['Emission'], out.inputs['Surface'])
bpy.context.object.data.materials.append(material)
bpy.ops.object.camera_add(location=(0, 0, 5), rotation=(0, 0, 0))
scene.camera = bpy.context.object
scene.render.engine = 'CYCLES'
scene.cycles.samples = 1
scene.cycles.use_denoising = False
scene.render.resolution_x, scene.render.resolution_y = 64, 36
scene.frame_start, scene.frame_end = 1, 2
os.makedirs(folder + '/shots', exist_ok=True)
bpy.ops.wm.save_as_mainfile(filepath=folder + '/shots/shot.blend')
with bpy.data.libraries.load(folder + '/lib/props.blend', link=True) as (there, here):
    here.objects = ['Prop']
scene.collection.objects.link(here.objects[0])
bpy.ops.file.make_paths_relative()
bpy.ops.wm.save_mainfile()
`;

/** shots/shot.blend, textures/red.png and lib/props.blend in a new folder of that place. Answers the folder. */
export function makeProjectFolder(place: string): string {
  const folder = join(place, "film");
  mkdirSync(join(folder, "textures"), { recursive: true });
  const args = ["-b", "--factory-startup", "--python-exit-code", "7", "--python-expr", SCRIPT, "--", folder];
  execFileSync("blender", args, { stdio: ["ignore", "ignore", "inherit"] });
  return folder;
}
