"""Makes the scenes that the scene export is tested with: blender -b --factory-startup -P look-scenes.py -- FOLDER"""

import math
import os
import sys

import bpy

folder = sys.argv[-1]


def fresh():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.frame_start, scene.frame_end = 11, 30
    scene.render.resolution_x, scene.render.resolution_y = 1600, 800
    return scene


def save(name):
    bpy.ops.wm.save_as_mainfile(filepath=os.path.join(folder, name + ".blend"))


def camera(scene, name, location):
    data = bpy.data.cameras.new(name)
    thing = bpy.data.objects.new(name, data)
    thing.location = location
    scene.collection.objects.link(thing)
    return thing


def moving():
    """Two cameras with a cut, one of which moves and zooms; a thing on a parent, one that bends, instances, one that hides."""
    scene = fresh()
    first, second = camera(scene, "First", (0, 0, 10)), camera(scene, "Second", (5, 0, 10))
    scene.camera = first
    for frame, thing in ((11, first), (21, second)):
        scene.timeline_markers.new("m%d" % frame, frame=frame).camera = thing
    first.data.lens = 36
    for frame, x in ((11, 0.0), (21, 10.0)):
        first.location.x = x
        first.keyframe_insert("location", frame=frame, index=0)
    for curve in first.animation_data.action.fcurves:
        for point in curve.keyframe_points:
            point.interpolation = "LINEAR"
    second.data.lens = 36
    second.data.keyframe_insert("lens", frame=21)
    second.data.lens = 72
    second.data.keyframe_insert("lens", frame=30)

    parent = bpy.data.objects.new("Parent", None)
    scene.collection.objects.link(parent)
    bpy.ops.mesh.primitive_cube_add(size=1, location=(2, 0, 0))
    cube = bpy.context.object
    cube.name = "Cube"
    cube.parent = parent
    cube.modifiers.new("Array", "ARRAY").count = 3
    parent.keyframe_insert("rotation_euler", frame=11)
    parent.rotation_euler.z = math.pi / 2
    parent.keyframe_insert("rotation_euler", frame=30)
    glow = bpy.data.materials.new("Glow")
    glow.use_nodes = True
    nodes = glow.node_tree.nodes
    nodes.clear()
    emission, out = nodes.new("ShaderNodeEmission"), nodes.new("ShaderNodeOutputMaterial")
    emission.inputs["Color"].default_value = (0.25, 0.5, 0.75, 1)
    glow.node_tree.links.new(emission.outputs[0], out.inputs[0])
    cube.data.materials.append(glow)

    bpy.ops.mesh.primitive_cylinder_add(vertices=16, depth=4, location=(-3, 0, 0))
    bent = bpy.context.object
    bent.name = "Bent"
    bend = bent.modifiers.new("Bend", "SIMPLE_DEFORM")
    bend.deform_method = "BEND"
    bend.angle = 0
    bend.keyframe_insert("angle", frame=11)
    bend.angle = 2
    bend.keyframe_insert("angle", frame=30)

    bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=1, radius=0.2, location=(0, 3, 0))
    hidden = bpy.context.object
    hidden.name = "Hides"
    for frame, is_hidden in ((11, False), (20, True)):
        hidden.hide_render = is_hidden
        hidden.keyframe_insert("hide_render", frame=frame)
    bpy.ops.mesh.primitive_cube_add()
    bpy.context.object.name = "Never"
    bpy.context.object.hide_render = True

    grove = bpy.data.collections.new("Grove")
    leaf = bpy.data.objects.new("Leaf", hidden.data)
    grove.objects.link(leaf)
    for i in range(5):
        copy = bpy.data.objects.new("Copy%d" % i, None)
        copy.instance_type, copy.instance_collection = "COLLECTION", grove
        copy.location = (i, -3, 0)
        scene.collection.objects.link(copy)
    save("moving")


def heavy():
    """Six hundred thousand triangles that are all different, with a picture, and a shape too heavy to be copied."""
    scene = fresh()
    scene.camera = camera(scene, "Camera", (0, -6, 1))
    image = bpy.data.images.new("Big", 2048, 1024)
    image.generated_color = (1, 0, 0, 1)
    image.pack()
    material = bpy.data.materials.new("Pictured")
    material.use_nodes = True
    texture = material.node_tree.nodes.new("ShaderNodeTexImage")
    texture.image = image
    bsdf = material.node_tree.nodes["Principled BSDF"]
    material.node_tree.links.new(texture.outputs["Color"], bsdf.inputs["Base Color"])
    for i in range(3):
        bpy.ops.mesh.primitive_grid_add(x_subdivisions=316, y_subdivisions=316, location=(i * 2.2 - 2.2, 0, 0))
        thing = bpy.context.object
        for vertex in thing.data.vertices:
            vertex.co.z = 0.1 * math.sin(9 * vertex.co.x * (i + 1)) * math.cos(7 * vertex.co.y)
        thing.data.materials.append(material)
    bpy.ops.mesh.primitive_grid_add(x_subdivisions=800, y_subdivisions=800, location=(0, 3, 0))
    save("heavy")


def nothing():
    scene = fresh()
    scene.camera = camera(scene, "Camera", (0, -6, 1))
    save("nothing")


moving()
heavy()
nothing()
