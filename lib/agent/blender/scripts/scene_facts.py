"""What is in the open file, asked of Blender: scenes, engines, samples, cameras, missing files. Used by worker.py."""

import glob
import os

import bpy

MISSING_AT_MOST = 500

ENGINES = {
    "BLENDER_EEVEE": "BLENDER_EEVEE",
    "BLENDER_EEVEE_NEXT": "BLENDER_EEVEE",
    "BLENDER_WORKBENCH": "BLENDER_WORKBENCH",
    "CYCLES": "CYCLES",
}


def attribute(thing, path, fallback=None):
    """thing.a.b, or the fallback where this Blender has no such property."""
    for name in path.split("."):
        thing = getattr(thing, name, None)
        if thing is None:
            return fallback
    return thing


def engine_of(scene):
    return ENGINES.get(scene.render.engine, "OTHER")


def samples_of(scene):
    engine = engine_of(scene)
    if engine == "CYCLES":
        return attribute(scene, "cycles.samples")
    if engine == "BLENDER_EEVEE":
        return attribute(scene, "eevee.taa_render_samples")
    return None


def layers_of(scene):
    return [layer for layer in scene.view_layers if layer.use]


def denoises(scene):
    if not attribute(scene, "cycles.use_denoising", False):
        return False
    return any(attribute(layer, "cycles.use_denoising", True) for layer in layers_of(scene))


def has_strips(scene):
    editor = scene.sequence_editor
    if editor is None or not scene.render.use_sequencer:
        return False
    return len(attribute(editor, "strips_all", None) or attribute(editor, "sequences_all", None) or ()) > 0


def composites(scene):
    if not scene.render.use_compositing:
        return False
    if hasattr(scene, "compositing_node_group"):
        return scene.compositing_node_group is not None
    return bool(scene.use_nodes and scene.node_tree)


def scene_facts(scene, active):
    render = scene.render
    return {
        "name": scene.name,
        "isActive": scene == active,
        "frameStart": scene.frame_start,
        "frameEnd": scene.frame_end,
        "frameStep": scene.frame_step,
        "fps": render.fps / render.fps_base,
        "width": render.resolution_x,
        "height": render.resolution_y,
        "percentage": render.resolution_percentage,
        "engine": engine_of(scene),
        "engineName": render.engine,
        "samples": samples_of(scene),
        "usesDenoising": denoises(scene),
        "format": render.image_settings.file_format,
        "isMovieFormat": render.is_movie_format,
        # A movie's frames are rendered as PNG here, so that is what will be appended.
        "extension": ".png" if render.is_movie_format else render.file_extension,
        "cameras": sorted(o.name for o in scene.objects if o.type == "CAMERA"),
        "activeCamera": scene.camera.name if scene.camera else None,
        "usesCompositor": composites(scene),
        "usesSequencer": has_strips(scene),
    }


def missing_files():
    stored = bpy.utils.blend_paths(absolute=False, packed=False, local=False)
    found = bpy.utils.blend_paths(absolute=True, packed=False, local=False)
    missing = []
    for as_stored, absolute in zip(stored, found):
        pattern = absolute.replace("<UDIM>", "[0-9][0-9][0-9][0-9]").replace("<UVTILE>", "u*_v*")
        is_there = os.path.exists(absolute) or (pattern != absolute and glob.glob(pattern))
        if as_stored and not is_there and as_stored not in missing:
            missing.append(as_stored)
    return missing[:MISSING_AT_MOST]


def version_text(version):
    return "%d.%d" % (version[0], version[1])


def summary():
    active = bpy.context.window.scene if bpy.context.window else bpy.context.scene
    return {
        "savedBy": version_text(bpy.data.version),
        "readBy": "%d.%d.%d" % tuple(bpy.app.version[:3]),
        "scenes": [scene_facts(s, active) for s in bpy.data.scenes if s.library is None],
        "missingFiles": missing_files(),
    }
