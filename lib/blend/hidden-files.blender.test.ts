/** What hides deep in a file, written by the real Blender with everything in it that names a file. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, openAsBlob, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { sourceOfBlob } from "./byte-source.ts";
import { summarize } from "./index.ts";
import type { BlendSummary } from "./summary.ts";

const SCRIPT = `
import bpy, sys
path = sys.argv[-1]
bpy.ops.wm.save_as_mainfile(filepath=path)
scene = bpy.context.scene
meta = scene.sequence_editor_create().sequences.new_meta('meta', 1, 1)
meta.sequences.new_image('image', '//strip_0001.png', 1, 1)
scene.sequence_editor.sequences.new_movie('movie', '//movie.mp4', 3, 1)
cube = bpy.data.objects['Cube']
cube.modifiers.new('mesh', 'MESH_CACHE').filepath = '//body.mdd'
fluid = cube.modifiers.new('fluid', 'FLUID')
fluid.fluid_type = 'DOMAIN'
fluid.domain_settings.cache_directory = '//fluid'
cube.modifiers.new('cloth', 'CLOTH').point_cache.use_disk_cache = True
cube.modifiers.new('hair', 'PARTICLE_SYSTEM')
cube.particle_systems[0].settings.type = 'HAIR'
cube.modifiers.new('particles', 'PARTICLE_SYSTEM')
cache = cube.particle_systems[1].point_cache
cache.use_external, cache.filepath = True, '//particles/'
material = bpy.data.materials.new('Paint')
material.use_nodes = True
cube.data.materials.append(material)
light = material.node_tree.nodes.new('ShaderNodeTexIES')
light.mode, light.filepath = 'EXTERNAL', '//lamp.ies'
shader = material.node_tree.nodes.new('ShaderNodeScript')
shader.mode, shader.filepath = 'EXTERNAL', '//shade.osl'
text = bpy.data.texts.new('rig.py')
text.write('print(1)')
text.use_module = True
python = cube.driver_add('location', 0).driver
python.type, python.expression = 'SCRIPTED', 'frame * 2'
cube.driver_add('location', 1).driver.type = 'AVERAGE'
volume = bpy.data.volumes.new('smoke')
volume.filepath, volume.is_sequence, volume.use_fake_user = '//smoke_0001.vdb', True, True
bpy.ops.wm.save_as_mainfile(filepath=path, relative_remap=False)
`;

const folder = mkdtempSync(join(tmpdir(), "hearth-hidden-"));
let told: BlendSummary;
beforeAll(async () => {
  const path = join(folder, "shot.blend");
  execFileSync("blender", ["-b", "--factory-startup", "--python-expr", SCRIPT, "--", path], {
    stdio: "ignore",
  });
  told = await summarize(sourceOfBlob(await openAsBlob(path)), "shot.blend");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("every file is found, however deep, with who names it", () => {
  expect(told.externalFiles.map((f) => [f.kind, f.path, f.dataBlock])).toEqual([
    ["volume", "//smoke_0001.vdb", "VOsmoke"],
    ["strip", "//strip_0001.png", "SCScene"],
    ["strip", "//movie.mp4", "SCScene"],
    ["meshCache", "//body.mdd", "OBCube"],
    ["simulation", "//fluid", "OBCube"],
    ["ies", "//lamp.ies", "MAPaint"],
    ["osl", "//shade.osl", "MAPaint"],
    ["simulation", "//particles/", "OBCube"],
    ["simulation", "//blendcache_shot/", "OBCube"],
  ]);
});

it("scripts are told apart from what only looks like them", () => {
  expect(told.texts).toEqual([{ name: "rig.py", path: null, runsOnLoad: true }]);
  expect(told.pythonDrivers).toBe(1);
});

it("a cache from outside is baked, and a fluid counts once", () => {
  expect(told.simulations.some((s) => s.kind === "pointCache" && s.isBaked)).toBe(true);
  expect(told.simulations.some((s) => s.kind === "pointCache" && !s.isBaked)).toBe(true);
  expect(told.simulations.filter((s) => s.kind === "fluid")).toHaveLength(1);
});
