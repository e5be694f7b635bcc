"""Thumbnail and preview of a rendered frame, through the scene's own view transform. Used by worker.py."""

import os

import bpy
from scene_facts import attribute, composites

THUMBNAIL_WIDTH = 320
PREVIEW_WIDTH = 1920
JPEG_QUALITY = 85
# Our own files in the scratch folder; no output of Blender is called so.
OWN_PREFIX = ".hearth-"

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
