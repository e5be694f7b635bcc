"""Runs inside Blender: renders 8 x 8 pixels with one engine, or with the denoiser, and says whether a picture came out.

Told on standard input, as JSON: question (CYCLES, BLENDER_EEVEE, BLENDER_WORKBENCH, DENOISE), output, nonce.
    blender -b --factory-startup … -P probe.py
"""

import importlib.util
import json
import os
import sys

import bpy

told = json.loads(sys.stdin.buffer.readline())
question, output, nonce = told["question"], told["output"], told["nonce"]


def render():
    scene = bpy.context.scene
    engine = "CYCLES" if question == "DENOISE" else question
    if engine == "BLENDER_EEVEE" and (4, 2) <= tuple(bpy.app.version[:2]) < (5, 0):
        engine = "BLENDER_EEVEE_NEXT"
    scene.render.engine = engine
    scene.render.resolution_x = scene.render.resolution_y = 8
    scene.render.resolution_percentage = 100
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = output
    scene.cycles.samples = 1
    scene.cycles.use_denoising = question == "DENOISE"
    if hasattr(scene, "eevee"):
        scene.eevee.taa_render_samples = 1
    bpy.ops.render.render(write_still=True)
    return os.path.exists(output) and os.path.getsize(output) > 0


def devices():
    try:
        preferences = bpy.context.preferences.addons["cycles"].preferences
        preferences.refresh_devices()
        return sorted({device.type for device in preferences.devices} | {"CPU"})
    except Exception:
        return ["CPU"]


def exports():
    """Blender's glTF exporter needs numpy, which distributions leave out."""
    found = importlib.util.find_spec
    return found("numpy") is not None and found("io_scene_gltf2") is not None


try:
    works = render()
except (RuntimeError, TypeError):
    works = False
answer = {"version": "%d.%d.%d" % tuple(bpy.app.version[:3]), "works": works, "devices": devices(), "exports": exports()}
sys.stdout.flush()
os.write(1, ("\n%s%s\n" % (nonce, json.dumps(answer))).encode())
