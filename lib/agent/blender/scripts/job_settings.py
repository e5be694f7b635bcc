"""The job's settings put over the file's. Used by worker.py, right after the file was opened."""

import bpy
from refusal import Refusal
from scene_facts import engine_of


def engine_here(engine):
    """The name under which this Blender knows the engine: EEVEE was renamed for 4.2 … 4.5."""
    if engine == "BLENDER_EEVEE" and (4, 2) <= tuple(bpy.app.version[:2]) < (5, 0):
        return "BLENDER_EEVEE_NEXT"
    return engine


def choose_scene(name):
    if name is None:
        return bpy.context.scene
    scene = bpy.data.scenes.get(name)
    if scene is None:
        raise Refusal("scene_missing", "The file has no scene “%s”." % name)
    if bpy.context.window is not None:
        bpy.context.window.scene = scene
    return scene


def choose_camera(scene, name):
    """Another camera than the scene's own was asked for: then markers must not switch away from it."""
    if name is None or (scene.camera is not None and scene.camera.name == name):
        return
    camera = next((o for o in scene.objects if o.name == name and o.type == "CAMERA"), None)
    if camera is None:
        raise Refusal("no_camera", "The scene “%s” has no camera “%s”." % (scene.name, name))
    for marker in scene.timeline_markers:
        marker.camera = None
    scene.camera = camera


def choose_engine(scene, engine):
    if engine is not None:
        try:
            scene.render.engine = engine_here(engine)
        except TypeError:
            raise Refusal("engine_missing", "This Blender has no engine %s." % engine)
    if engine_of(scene) == "OTHER":
        raise Refusal("engine_missing", "This Blender has no engine %s." % scene.render.engine)


# What is only written over: another value needs no fresh copy of the file.
SIZE = ("samples", "width", "height", "percentage")


def differ_in_size(old, new):
    """Whether nothing else differs, and nothing goes back to what the file says."""
    if any(new[name] is None and old[name] is not None for name in SIZE):
        return False
    return all(old[name] == new[name] for name in old if name not in SIZE and name != "frames")


def apply_size(scene, settings):
    """How large a picture is, and how many samples it has; None is the file's own."""
    render = scene.render
    if settings["samples"] is not None:
        if engine_of(scene) == "CYCLES":
            scene.cycles.samples = settings["samples"]
        elif engine_of(scene) == "BLENDER_EEVEE":
            scene.eevee.taa_render_samples = settings["samples"]
    if settings["width"] is not None:
        render.resolution_x = settings["width"]
    if settings["height"] is not None:
        render.resolution_y = settings["height"]
    if settings["percentage"] is not None:
        render.resolution_percentage = settings["percentage"]


def apply_settings(settings):
    """Answers the scene to render. The file was just opened: every setting is still its own."""
    scene = choose_scene(settings["scene"])
    choose_camera(scene, settings["camera"])
    choose_engine(scene, settings["engine"])
    render = scene.render
    apply_size(scene, settings)
    if settings["denoise"] == "off" and hasattr(scene, "cycles"):
        scene.cycles.use_denoising = False
        for layer in scene.view_layers:
            if hasattr(layer, "cycles") and hasattr(layer.cycles, "use_denoising"):
                layer.cycles.use_denoising = False
    choose_format(render, settings["format"])
    render.use_file_extension = True
    render.use_overwrite = True
    render.use_placeholder = False
    return scene


def choose_format(render, wanted):
    if wanted == "FILE":
        if not render.is_movie_format:
            return
        wanted = "PNG"
    if render.image_settings.file_format == wanted:
        return
    if hasattr(render.image_settings, "media_type"):
        render.image_settings.media_type = "MULTI_LAYER_IMAGE" if wanted == "OPEN_EXR_MULTILAYER" else "IMAGE"
    try:
        render.image_settings.file_format = wanted
    except TypeError:
        raise Refusal("no_output", "This Blender can't write %s." % wanted)
