"""Builds the reduced copy of a scene, with its movement as keys, and has Blender's exporter write it. Used by export_scene.py."""

import math
import os

import bpy
from mathutils import Matrix, Vector
from scene_looks import Looks
from scene_shapes import pose_keys, reduced

# Keys of all that moves, together: more would fill the file by themselves. About 40 bytes each.
MOST_KEYS = 40_000
GONE = (Vector((0, 0, 0)), Matrix.Identity(3).to_quaternion(), Vector((0, 0, 0)))


def curves_of(thing):
    """Where keys of this object go: Blender 4.4 put a layer between."""
    data = thing.animation_data or thing.animation_data_create()
    data.action = bpy.data.actions.new("move")
    action = data.action
    if hasattr(action, "fcurves"):
        return action.fcurves
    slot = action.slots.new(thing.id_type, "move")
    data.action_slot = slot
    return action.layers.new("move").strips.new(type="KEYFRAME").channelbag(slot, ensure=True).fcurves


def put_keys(curves, path, index, keys):
    curve = curves.new(path, index=index)
    curve.keyframe_points.add(len(keys))
    flat = [v for key in keys for v in key]
    curve.keyframe_points.foreach_set("co", flat)
    for point in curve.keyframe_points:
        point.interpolation = "LINEAR"
    curve.update()


def differs(a, b):
    return any(abs(x - y) > 1e-5 * max(1, abs(x)) for x, y in zip(a, b))


def move(thing, places, times, every, isAlways):
    """Puts the object where it is at each sample. `isAlways`: it is not gone where it was not noted, only not looked at."""
    at = {}
    for place, matrix in places.items():
        at[place] = matrix.decompose()
    first = at[min(at)]
    thing.rotation_mode = "QUATERNION"
    thing.location, thing.rotation_quaternion, thing.scale = first
    if not isAlways:
        for place in range(len(times)):
            if place not in at:
                at[place] = (first[0], first[1], GONE[2])
    kept = [p for p in sorted(at) if p % every == 0 or p in (min(at), max(at))]
    last = None
    turns = {}
    for place in kept:
        turn = at[place][1].copy()
        if last is not None and last.dot(turn) < 0:
            turn.negate()
        turns[place] = last = turn
    channels = {
        "location": {p: at[p][0] for p in kept},
        "rotation_quaternion": turns,
        "scale": {p: at[p][2] for p in kept},
    }
    curves = None
    for path, values in channels.items():
        if not any(differs(values[kept[0]], v) for v in values.values()):
            setattr(thing, path, values[kept[0]])
            continue
        curves = curves or curves_of(thing)
        for index in range(len(values[kept[0]])):
            put_keys(curves, path, index, [(times[p], values[p][index]) for p in kept])


def blend_poses(thing, keys, times):
    """Each pose is all there at its own time and gone at its neighbours'."""
    curves = curves_of(thing.data.shape_keys)
    for _, key in keys:
        points = [(times[place], 1.0 if other == key else 0.0) for place, other in keys]
        put_keys(curves, 'key_blocks["%s"].value' % key.name, 0, points)


def moves(places):
    first = next(iter(places.values()))
    return any(matrix != first for matrix in places.values())


def copy_scene(scene, found, shapes, level):
    """(the copy, what of it is shown)"""
    copy = bpy.data.scenes.new("preview")
    bpy.context.window.scene = copy
    copy.frame_start, copy.frame_end = 0, max(1, scene.frame_end - scene.frame_start)
    copy.render.fps, copy.render.fps_base = scene.render.fps, scene.render.fps_base
    copy.render.resolution_x, copy.render.resolution_y = scene.render.resolution_x, scene.render.resolution_y
    times = [frame - scene.frame_start for frame in found.frames]
    looks = Looks(level["side"])
    total = max(1, shapes.triangles())
    shown = {"triangles": 0, "boxes": 0, "hasPictures": False}
    meshes = {}
    tracks = {name: track for name, track in found.tracks.items() if track.shape is not None}
    moving = sum(1 for track in tracks.values() if moves(track.places) or len(track.places) < len(times))
    every = max(1, math.ceil(moving * len(times) / MOST_KEYS))
    for number, track in enumerate(tracks.values()):
        shape = shapes.found[track.shape]
        if track.shape not in meshes:
            mesh = reduced(shape, min(1, level["triangles"] / total), copy)
            is_box = shape.mesh is None or (level["triangles"] == 0 and len(mesh.polygons) == 6)
            dress(mesh, shape, looks, level, is_box)
            shown["triangles"] += sum(len(p.vertices) - 2 for p in mesh.polygons)
            shown["boxes"] += is_box
            meshes[track.shape] = mesh
        thing = bpy.data.objects.new("thing-%d" % number, meshes[track.shape])
        copy.collection.objects.link(thing)
        if not track.isInstance and level["poses"] > 0 and thing.data.shape_keys is None:
            keys = pose_keys(thing, shape, level["poses"])
            if keys:
                blend_poses(thing, keys, times)
        move(thing, track.places, times, every, isAlways=False)
    for number, camera in enumerate(found.cameras.values()):
        thing = bpy.data.objects.new("camera-%d" % number, bpy.data.cameras.new("camera"))
        copy.collection.objects.link(thing)
        move(thing, camera["places"], times, 1, isAlways=True)
    shown["hasPictures"] = any(picture is not None for picture, _ in looks.pictures.values())
    return copy, shown


def dress(mesh, shape, looks, level, is_box):
    """Plain materials instead of its own, and no more layers than those need."""
    sources = list(shape.mesh.materials) if shape.mesh is not None else []
    plain = [looks.of(material) for material in sources]
    if is_box:
        plain = plain[:1]
    mesh.materials.clear()
    for material in plain:
        mesh.materials.append(material)
    pictured = any(m is not None and any(n.type == "TEX_IMAGE" for n in m.node_tree.nodes) for m in plain)
    keep = mesh.uv_layers.active.name if pictured and mesh.uv_layers.active else None
    for name in [layer.name for layer in mesh.uv_layers]:
        if name != keep:
            mesh.uv_layers.remove(mesh.uv_layers[name])
    # Flat faces need each point three times.
    if level["isRough"] and not is_box and len(mesh.polygons) > 200:
        mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))


def export(copy, output):
    """Answers the file's size. Units: bytes."""
    import addon_utils

    addon_utils.enable("io_scene_gltf2")
    wanted = {
        "filepath": output,
        "export_format": "GLB",
        "export_image_format": "JPEG",
        "use_active_scene": True,
        "export_cameras": True,
        "export_lights": False,
        "export_extras": False,
        "export_apply": False,
        "export_tangents": False,
        "export_colors": False,
        "export_animations": True,
        "export_force_sampling": False,
        "export_frame_range": False,
        "export_nla_strips": False,
        "export_animation_mode": "ACTIVE_ACTIONS",
        "export_skins": False,
        "export_morph": True,
        "export_morph_normal": False,
    }
    known = bpy.ops.export_scene.gltf.get_rna_type().properties.keys()
    bpy.ops.export_scene.gltf(**{name: value for name, value in wanted.items() if name in known})
    return os.path.getsize(output)
