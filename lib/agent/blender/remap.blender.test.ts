/** Every kind of path that a node can set to where the file lies, in a file that the real Blender saved on "another machine". */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "hearth-remap-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const blender = (script: string, ...args: string[]): string =>
  execFileSync(
    "blender",
    ["-b", "--factory-startup", "--python-exit-code", "7", "--python-expr", script, "--", ...args],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );

const MAKE = `
import bpy, os, sys, wave
root = sys.argv[-1]
for name in ("lib", "shots", "found"):
    os.makedirs(os.path.join(root, name))
for name in ("inside.png", "main.png", "strip_0001.png"):
    image = bpy.data.images.new(name, 4, 4)
    image.filepath_raw, image.file_format = os.path.join(root, "found", name), "PNG"
    image.save()
with wave.open(os.path.join(root, "found", "voice.wav"), "wb") as sound:
    sound.setnchannels(1); sound.setsampwidth(2); sound.setframerate(8000); sound.writeframes(bytes(1600))
bpy.ops.wm.read_homefile(use_empty=True)
inside = bpy.data.images.load(os.path.join(root, "found", "inside.png"))
inside.filepath = "/home/ada/inside.png"
thing = bpy.data.objects.new("Linked", bpy.data.meshes.new("Mesh"))
material = bpy.data.materials.new("Paint")
material.use_nodes = True
material.node_tree.nodes.new("ShaderNodeTexImage").image = inside
thing.data.materials.append(material)
bpy.context.scene.collection.objects.link(thing)
library = os.path.join(root, "lib", "props.blend")
bpy.ops.wm.save_as_mainfile(filepath=library, relative_remap=False)
bpy.ops.wm.read_homefile(use_empty=True)
scene = bpy.context.scene
with bpy.data.libraries.load(library, link=True) as (_, into):
    into.objects = ["Linked"]
scene.collection.objects.link(into.objects[0])
bpy.data.libraries[0].filepath = "//gone/props.blend"
main = bpy.data.images.load(os.path.join(root, "found", "main.png"))
main.filepath, main.use_fake_user = "D:\\\\film\\\\main.png", True
sound = bpy.data.sounds.load(os.path.join(root, "found", "voice.wav"))
sound.filepath, sound.use_fake_user = "/home/ada/voice.wav", True
volume = bpy.data.volumes.new("smoke")
volume.filepath, volume.use_fake_user = "/home/ada/smoke.vdb", True
strips = scene.sequence_editor_create().sequences
strips.new_image("image", "/home/ada/strip_0001.png", 1, 1)
strips.new_movie("movie", "/home/ada/movie.mp4", 2, 1)
cube = bpy.data.objects.new("Cube", bpy.data.meshes.new("Cube"))
scene.collection.objects.link(cube)
cube.modifiers.new("mesh", "MESH_CACHE").filepath = "/home/ada/body.mdd"
fluid = cube.modifiers.new("fluid", "FLUID")
fluid.fluid_type = "DOMAIN"
fluid.domain_settings.cache_directory = "/home/ada/fluid"
paint = bpy.data.materials.new("Lamp")
paint.use_nodes, paint.use_fake_user = True, True
light = paint.node_tree.nodes.new("ShaderNodeTexIES")
light.mode, light.filepath = "EXTERNAL", "/home/ada/lamp.ies"
curve = bpy.data.curves.new("Words", "FONT")
scene.collection.objects.link(bpy.data.objects.new("Words", curve))
bpy.ops.wm.save_as_mainfile(filepath=os.path.join(root, "shots", "main.blend"), relative_remap=False)
`;

/** Applied as the worker does; then each path is told. */
const ASK = `
import bpy, json, os, sys
scripts, root, remaps = sys.argv[-3:]
sys.path.insert(0, scripts)
from remap import Remaps
bpy.ops.wm.open_mainfile(filepath=os.path.join(root, "shots", "main.blend"), load_ui=False)
count = Remaps(root, json.loads(remaps)).apply()
strips = bpy.context.scene.sequence_editor.sequences_all
cube = bpy.data.objects["Cube"]
inside = next(image for image in bpy.data.images if image.library is not None)
print("TOLD" + json.dumps({
    "count": count,
    "library": bpy.data.libraries[0].filepath,
    "linked mesh": bpy.data.objects["Linked"].data is not None,
    "image of the library": [inside.filepath, inside.has_data or bool(inside.size[0])],
    "image": bpy.data.images["main.png"].filepath,
    "sound": bpy.data.sounds["voice.wav"].filepath,
    "volume": bpy.data.volumes["smoke"].filepath,
    "image strip": strips["image"].directory + strips["image"].elements[0].filename,
    "movie strip": strips["movie"].filepath,
    "mesh cache": cube.modifiers["mesh"].filepath,
    "fluid": cube.modifiers["fluid"].domain_settings.cache_directory,
    "ies": bpy.data.materials["Lamp"].node_tree.nodes["IES Texture"].filepath,
}))
`;

const MAIN = "shots/main.blend";
const remaps = [
  { blend: MAIN, path: "//gone/props.blend", to: "lib/props.blend" },
  { blend: "lib/props.blend", path: "/home/ada/inside.png", to: "found/inside.png" },
  { blend: MAIN, path: "D:\\film\\main.png", to: "found/main.png" },
  { blend: MAIN, path: "/home/ada/voice.wav", to: "found/voice.wav" },
  { blend: MAIN, path: "/home/ada/smoke.vdb", to: "found/smoke.vdb" },
  { blend: MAIN, path: "/home/ada/strip_0001.png", to: "found/strip_0001.png" },
  { blend: MAIN, path: "/home/ada/movie.mp4", to: "found/movie.mp4" },
  { blend: MAIN, path: "/home/ada/body.mdd", to: "found/body.mdd" },
  { blend: MAIN, path: "/home/ada/fluid", to: "found/fluid" },
  { blend: MAIN, path: "/home/ada/lamp.ies", to: "found/lamp.ies" },
];

let told: Record<string, unknown>;
beforeAll(() => {
  blender(MAKE, folder);
  const out = blender(ASK, join(import.meta.dirname, "scripts"), folder, JSON.stringify(remaps));
  told = JSON.parse(/^TOLD(.*)$/m.exec(out)?.[1] ?? "{}") as Record<string, unknown>;
});

it("each is set to where the file lies, those of a library too", () => {
  const at = (name: string) => join(folder, "found", name);
  expect(told).toEqual({
    count: remaps.length,
    library: join(folder, "lib/props.blend"),
    "linked mesh": true,
    "image of the library": [at("inside.png"), true],
    image: at("main.png"),
    sound: at("voice.wav"),
    volume: at("smoke.vdb"),
    "image strip": at("strip_0001.png"),
    "movie strip": at("movie.mp4"),
    "mesh cache": at("body.mdd"),
    fluid: at("fluid"),
    ies: at("lamp.ies"),
  });
});
