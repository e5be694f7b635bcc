"""Runs inside Blender: opens one file, renders frame after frame on command, and says what happened.

Commands come as JSON lines on standard input; facts go out as lines that begin with a nonce which only the agent and this
script know, so that nothing that Blender or a file prints can pass for a fact. Started by process.ts, inside the sandbox:
    blender -b --factory-startup --disable-autoexec --python-exit-code 7 -P worker.py
"""

import glob
import json
import os
import resource
import shutil
import sys
import time
import traceback

import bpy

THUMBNAIL_WIDTH = 320
PREVIEW_WIDTH = 1920
JPEG_QUALITY = 85
MISSING_AT_MOST = 500
# Our own files in the scratch folder; no output of Blender is called so.
OWN_PREFIX = ".hearth-"

ENGINES = {
    "BLENDER_EEVEE": "BLENDER_EEVEE",
    "BLENDER_EEVEE_NEXT": "BLENDER_EEVEE",
    "BLENDER_WORKBENCH": "BLENDER_WORKBENCH",
    "CYCLES": "CYCLES",
}


class Refusal(Exception):
    """A reason with a code of the contract (FAILURE_CODES): the file or the settings are the cause, not the node."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def attribute(thing, path, fallback=None):
    """thing.a.b, or the fallback where this Blender has no such property."""
    for name in path.split("."):
        thing = getattr(thing, name, None)
        if thing is None:
            return fallback
    return thing


# --- what is in the file -------------------------------------------------------------------------------------------


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


def open_file(path):
    try:
        bpy.ops.wm.open_mainfile(filepath=path, load_ui=False, use_scripts=False)
    except RuntimeError as error:
        raise Refusal("file_unreadable", "Blender can't open the file: %s" % str(error).strip())
    if os.path.realpath(bpy.data.filepath) != os.path.realpath(path):
        raise Refusal("file_unreadable", "Blender can't open the file.")
    saved = bpy.data.version
    if tuple(saved[:2]) > tuple(bpy.app.version[:2]):
        raise Refusal(
            "file_too_new",
            "The file was saved by Blender %s; this node has %s." % (version_text(saved), version_text(bpy.app.version)),
        )


def summary():
    active = bpy.context.window.scene if bpy.context.window else bpy.context.scene
    return {
        "savedBy": version_text(bpy.data.version),
        "readBy": "%d.%d.%d" % tuple(bpy.app.version[:3]),
        "scenes": [scene_facts(s, active) for s in bpy.data.scenes if s.library is None],
        "missingFiles": missing_files(),
    }


# --- the job's settings over the file's ----------------------------------------------------------------------------


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


def apply_settings(settings):
    """Answers the scene to render. The file was just opened: every setting is still its own."""
    scene = choose_scene(settings["scene"])
    choose_camera(scene, settings["camera"])
    choose_engine(scene, settings["engine"])
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


# --- pictures ------------------------------------------------------------------------------------------------------

FORMAT_FIELDS = ("media_type", "file_format", "color_mode", "color_depth", "quality", "compression")


class JpegSettings:
    """While entered, the scene saves pictures as JPEG; afterwards everything is as it was."""

    def __init__(self, scene):
        self.settings = scene.render.image_settings

    def __enter__(self):
        self.before = [(name, getattr(self.settings, name)) for name in FORMAT_FIELDS if hasattr(self.settings, name)]
        if hasattr(self.settings, "media_type"):
            self.settings.media_type = "IMAGE"
        self.settings.file_format = "JPEG"
        self.settings.color_mode = "RGB"
        self.settings.quality = JPEG_QUALITY

    def __exit__(self, *_):
        for name, value in self.before:
            setattr(self.settings, name, value)


def save_scaled(source, path, width):
    """A copy of the picture at most `width` wide; the picture's own file is left as it is."""
    picture = bpy.data.images.load(source)
    try:
        if picture.size[0] > width:
            picture.scale(width, max(1, round(picture.size[1] * width / picture.size[0])))
        picture.filepath_raw = path
        picture.file_format = "JPEG"
        picture.save()
    finally:
        bpy.data.images.remove(picture)


# Written through the scene's view transform, so that they look like the picture as it is shown.
DISPLAY_FORMATS = {"PNG", "JPEG", "WEBP", "TIFF", "BMP", "TARGA", "TARGA_RAW"}


def shows_itself(scene):
    """The file that was written is the picture as it is shown: no view transform is wanting, nothing shines through."""
    settings = scene.render.image_settings
    if settings.file_format not in DISPLAY_FORMATS or attribute(settings, "color_management", "") == "OVERRIDE":
        return False
    return settings.color_mode != "RGBA" or not (scene.render.film_transparent or composites(scene))


def make_pictures(scene, written, thumbnail, preview):
    """The Render Result through the scene's own view transform. `written`: the frame's own file, None if there is none."""
    if written is not None and preview is None and shows_itself(scene):
        # Reading it back takes 10 ms where sending the result through the view transform once more takes 80.
        save_scaled(written, thumbnail, THUMBNAIL_WIDTH)
        return
    result = bpy.data.images.get("Render Result")
    if result is None:
        raise RuntimeError("Blender has no render result to make a picture of.")
    full = os.path.join(os.path.dirname(thumbnail), OWN_PREFIX + "full.jpg")
    with JpegSettings(scene):
        result.save_render(full, scene=scene)
    save_scaled(full, thumbnail, THUMBNAIL_WIDTH)
    if preview is not None and result.size[0] <= PREVIEW_WIDTH:
        # It is the preview already; encoding it once more would cost as much as the thumbnail and lose quality.
        os.replace(full, preview)
    elif preview is not None:
        save_scaled(full, preview, PREVIEW_WIDTH)


def empty(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


# --- commands ------------------------------------------------------------------------------------------------------


class Worker:
    def __init__(self, nonce):
        self.nonce = nonce
        self.path = None
        self.applied = None
        self.scene = None

    def say(self, fact, **more):
        more["fact"] = fact
        line = "\n%s %s\n" % (self.nonce, json.dumps(more))
        sys.stdout.flush()
        data = line.encode("utf-8", "replace")
        while data:
            data = data[os.write(1, data) :]

    def open(self, command):
        started = time.monotonic()
        self.path = self.applied = self.scene = None
        open_file(command["file"])
        self.path = command["file"]
        self.say("opened", seconds=time.monotonic() - started, summary=summary() if command["summary"] else None)

    def prepare(self, settings):
        """Settings other than those in force are put over a fresh copy of the file, so that none leaks into the next."""
        key = json.dumps(settings, sort_keys=True)
        if self.applied == key:
            return
        if self.applied is not None:
            self.applied = self.scene = None
            open_file(self.path)
        self.scene = apply_settings(settings)
        self.applied = key

    def render(self, command):
        started, cpu = time.monotonic(), time.process_time()
        self.prepare(command["settings"])
        scene = self.scene
        empty(command["dir"])
        scene.render.filepath = os.path.join(command["dir"], "")
        scene.frame_start = scene.frame_end = command["frame"]
        scene.render.threads_mode = "FIXED"
        scene.render.threads = command["threads"]
        try:
            bpy.ops.render.render(animation=True, scene=scene.name)
        except RuntimeError as error:
            raise refusal_of(str(error))
        files = sorted(name for name in os.listdir(command["dir"]) if not name.startswith(OWN_PREFIX))
        written = self.kept(command["dir"], files)
        self.say("rendered", files=files, **self.cost(started, cpu))
        problem = None
        try:
            make_pictures(scene, written, command["thumbnail"], command["preview"])
        except RuntimeError as error:
            problem = str(error).strip()
        self.say("pictured", problem=problem, **self.cost(started, cpu))

    @staticmethod
    def kept(folder, files):
        """The frame's file under a name of ours: the agent takes the other away while the small picture is made."""
        if len(files) != 1 or not os.path.isfile(os.path.join(folder, files[0])):
            return None
        ours = os.path.join(folder, OWN_PREFIX + "written")
        os.link(os.path.join(folder, files[0]), ours)
        return ours

    @staticmethod
    def cost(started, cpu):
        return {
            "seconds": time.monotonic() - started,
            "coreSeconds": time.process_time() - cpu,
            "residentBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }

    def obey(self, command):
        try:
            getattr(self, command["do"])(command)
        except Refusal as refusal:
            self.say("refused", code=refusal.code, message=str(refusal))
        except Exception:
            self.say("refused", code="script_error", message=traceback.format_exc(limit=-3)[-1500:])


def refusal_of(text):
    """Blender's own words for why it did not render → a code."""
    lowered = text.lower()
    words = text.strip()
    if "no camera" in lowered:
        return Refusal("no_camera", words)
    if "openimagedenois" in lowered or "without denois" in lowered:
        return Refusal("no_denoiser", words)
    if "no space left" in lowered:
        return Refusal("disk_full", words)
    if "out of memory" in lowered or "bad_alloc" in lowered:
        return Refusal("out_of_memory", words)
    if "could not write" in lowered or "render error" in lowered:
        return Refusal("no_output", words)
    return Refusal("script_error", words)


def main():
    worker = Worker(json.loads(sys.stdin.buffer.readline())["nonce"])
    worker.say("ready", version="%d.%d.%d" % tuple(bpy.app.version[:3]))
    for line in iter(sys.stdin.buffer.readline, b""):
        command = json.loads(line)
        if command["do"] == "quit":
            break
        worker.obey(command)


main()
