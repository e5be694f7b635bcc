"""Runs inside Blender: writes a small glTF of one scene, for a preview in the page: its shapes, cameras and movement.

Told on standard input, as JSON: file, output, scene (null: the active one), maxBytes, seconds, nonce.
    blender -b --factory-startup … -P export_scene.py

Says one line: the nonce, then {"facts": …} or {"refused": "a sentence"}. The file itself is written by Blender's own
exporter from a reduced copy of the scene, less and less detailed until it fits. Started by export-scene.ts, in the sandbox.
"""

import json
import os
import sys
import time

import bpy

# Our other scripts lie beside this one; Blender looks for modules elsewhere.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

began = time.monotonic()
told = json.loads(sys.stdin.buffer.readline())
path, output, wanted = told["file"], told["output"], told["scene"]
MOST_BYTES, SECONDS = told["maxBytes"], told["seconds"]

# Coarser from one to the next; the last is boxes. Units: triangles of all shapes, pixels of a picture's longer side, poses.
LEVELS = [
    {"triangles": 150_000, "side": 256, "poses": 12, "isRough": False},
    {"triangles": 70_000, "side": 128, "poses": 8, "isRough": False},
    {"triangles": 30_000, "side": 0, "poses": 4, "isRough": True},
    {"triangles": 10_000, "side": 0, "poses": 0, "isRough": True},
    {"triangles": 0, "side": 0, "poses": 0, "isRough": True},
]
# After this share of the time only the coarsest is tried, and after that one nothing.
HURRY, TOO_LATE = 0.6, 0.9


class Refused(Exception):
    pass


def say(**what):
    sys.stdout.flush()
    data = ("\n%s%s\n" % (told["nonce"], json.dumps(what))).encode("utf-8", "replace")
    while data:
        data = data[os.write(1, data) :]


def elapsed():
    return (time.monotonic() - began) / SECONDS


def open_scene():
    try:
        bpy.ops.wm.open_mainfile(filepath=path, load_ui=False, use_scripts=False)
    except RuntimeError:
        raise Refused("Blender can't open the file.")
    if tuple(bpy.data.version[:2]) > tuple(bpy.app.version[:2]):
        raise Refused("The file was saved by a newer Blender than the farm has.")
    scene = bpy.data.scenes.get(wanted) if wanted else bpy.context.scene
    if scene is None:
        raise Refused("The file has no scene of that name.")
    bpy.context.window.scene = scene
    layer = next((l for l in scene.view_layers if l.use), scene.view_layers[0])
    bpy.context.window.view_layer = layer
    return scene, layer


def walk(scene, layer):
    from scene_shapes import MOST_POSES, Shapes
    from scene_walk import Walk, sample_frames, show_what_renders

    show_what_renders(scene, layer)
    shapes = Shapes()
    found = Walk(scene, layer, lambda thing, isInstance: shapes.take(thing, isInstance, layer.depsgraph))
    every = max(1, len(sample_frames(scene)) // MOST_POSES)

    def pose(place, depsgraph):
        if place % every == 0:
            shapes.pose(place, depsgraph)

    found.go(pose)
    shapes.settle()
    return found, shapes


def facts_of(scene, found, shapes, shown):
    cameras = []
    for number, (name, camera) in enumerate(found.cameras.items()):
        views = [[found.frames[place], *view] for place, view in sorted(camera["views"].items())]
        is_same = all(view[1:] == views[0][1:] for view in views)
        cameras.append(
            {
                "name": name,
                "node": "camera-%d" % number,
                "isOrtho": camera["isOrtho"],
                "views": views[:1] if is_same else views,
            }
        )
    names = [camera["name"] for camera in cameras]
    return {
        "frameStart": scene.frame_start,
        "frameEnd": max(scene.frame_start, scene.frame_end),
        "fps": scene.render.fps / scene.render.fps_base,
        "aspect": scene.render.resolution_x * scene.render.pixel_aspect_x
        / max(1, scene.render.resolution_y * scene.render.pixel_aspect_y),
        "samples": len(found.frames),
        "cameras": cameras,
        "cuts": [{"frame": frame, "camera": names.index(name)} for frame, name in found.cuts],
        "objects": len({name for name, track in found.tracks.items() if track.shape and not track.isInstance}),
        "instances": sum(1 for track in found.tracks.values() if track.shape and track.isInstance),
        "instancesLeftOut": int(found.left_out),
        "triangles": shapes.triangles(),
        "trianglesShown": shown["triangles"],
        "boxes": shown["boxes"],
        "hasPictures": shown["hasPictures"],
    }


def main():
    try:
        import numpy  # noqa: F401
    except ImportError:
        raise Refused("This node's Blender can't export: its Python lacks numpy (Debian: apt install python3-numpy).")
    from scene_copy import copy_scene, export

    scene, layer = open_scene()
    found, shapes = walk(scene, layer)
    if not any(track.shape for track in found.tracks.values()):
        raise Refused("There is nothing to show: the scene has no meshes, curves or text that render.")
    levels = list(LEVELS)
    while True:
        level = levels.pop(0)
        copy, shown = copy_scene(scene, found, shapes, level)
        size = export(copy, output)
        if size <= MOST_BYTES:
            say(facts=facts_of(scene, found, shapes, shown), sizeBytes=size, seconds=time.monotonic() - began)
            return
        os.unlink(output)
        if not levels or elapsed() > TOO_LATE:
            raise Refused("The scene is too large for a preview: even its boxes take more than %d MB." % (MOST_BYTES // 10**6))
        # What is far too large is not tried at every step.
        while len(levels) > 1 and (elapsed() > HURRY or size * levels[0]["triangles"] > 1.3 * MOST_BYTES * level["triangles"]):
            levels.pop(0)


try:
    main()
except Refused as refused:
    say(refused=str(refused))
