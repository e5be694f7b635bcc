"""Plain materials for the preview: one colour, or one small picture, of what a material is. Used by export_scene.py."""

import time

import bpy
import numpy

# Larger pictures are not even read for a preview. Units: pixels.
LARGEST_IMAGE = 8192 * 8192
# What reading and shrinking pictures may take together. Units: seconds.
IMAGE_SECONDS = 4
GREY = (0.6, 0.6, 0.6, 1)
COLOURED = {"BSDF_PRINCIPLED": "Base Color", "BSDF_DIFFUSE": "Color", "EMISSION": "Color", "BSDF_GLOSSY": "Color"}
# In the order of how much they tell of a material's look.
SHADERS = [*COLOURED, "BSDF_GLASS", "BSDF_TRANSLUCENT", "BSDF_VELVET", "SUBSURFACE_SCATTERING"]


def image_behind(socket):
    """The picture that a colour comes from, through whatever changes it a little on the way."""
    for _ in range(6):
        if not socket.is_linked:
            return None
        node = socket.links[0].from_node
        if node.type == "TEX_IMAGE":
            return node.image
        socket = next((s for s in node.inputs if s.type == "RGBA" and s.is_linked), None)
        if socket is None:
            return None
    return None


def colour_behind(socket):
    """A colour that is computed from no picture: the middle of a ramp, or what is mixed in first."""
    node = socket.links[0].from_node
    if node.type == "VALTORGB":
        return tuple(node.color_ramp.evaluate(0.5))
    if node.type == "RGB":
        return tuple(node.outputs[0].default_value)
    mixed = next((s for s in node.inputs if s.type == "RGBA" and not s.is_linked), None)
    return GREY if mixed is None else tuple(mixed.default_value)


def shader_of(material):
    if not material.use_nodes or material.node_tree is None:
        return None
    nodes = [n for n in material.node_tree.nodes if n.type in SHADERS and any(o.is_linked for o in n.outputs)]
    return min(nodes, key=lambda n: SHADERS.index(n.type), default=None)


def number(node, name, fallback):
    socket = node.inputs.get(name)
    return fallback if socket is None or socket.is_linked else float(socket.default_value)


def linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


class Looks:
    """Makes each plain material once."""

    def __init__(self, side):
        """`side`: of the pictures, in pixels; 0: only their mean colour is taken."""
        self.side = side
        self.made = {}
        self.pictures = {}
        self.spent = 0.0

    def of(self, material):
        if material is None:
            return None
        if material.name_full not in self.made:
            self.made[material.name_full] = self.plain(material)
        return self.made[material.name_full]

    def plain(self, material):
        node = shader_of(material)
        colour, image, rough, metal, alpha = tuple(material.diffuse_color), None, 0.6, 0.0, 1.0
        if node is not None:
            socket = node.inputs.get(COLOURED.get(node.type, "Color"))
            if socket is not None:
                colour = tuple(socket.default_value)
                image = image_behind(socket)
                if image is None and socket.is_linked:
                    colour = colour_behind(socket)
            rough, metal = number(node, "Roughness", 0.6), number(node, "Metallic", 0.0)
            alpha = number(node, "Alpha", 1.0)
            if node.type == "BSDF_GLASS":
                alpha = 0.35
        picture, mean = self.picture(image)
        if mean is not None:
            colour = mean
        made = bpy.data.materials.new("plain")
        made.use_nodes = True
        made.use_backface_culling = False
        bsdf = made.node_tree.nodes["Principled BSDF"]
        bsdf.inputs["Base Color"].default_value = (*colour[:3], 1)
        if node is not None and node.type == "EMISSION":
            glow = bsdf.inputs.get("Emission") or bsdf.inputs["Emission Color"]
            glow.default_value = (*[min(1.0, value) for value in colour[:3]], 1)
            bsdf.inputs["Emission Strength"].default_value = 1
            bsdf.inputs["Base Color"].default_value = (0, 0, 0, 1)
        bsdf.inputs["Roughness"].default_value = min(1.0, max(0.2, rough))
        bsdf.inputs["Metallic"].default_value = min(1.0, max(0.0, metal))
        if alpha < 0.99:
            bsdf.inputs["Alpha"].default_value = max(0.05, alpha)
            made.blend_method = "BLEND"
        if picture is not None:
            texture = made.node_tree.nodes.new("ShaderNodeTexImage")
            texture.image = picture
            made.node_tree.links.new(texture.outputs["Color"], bsdf.inputs["Base Color"])
        return made

    def picture(self, image):
        """(a small copy or None, its mean colour or None)"""
        if image is None or image.source not in {"FILE", "GENERATED"} or self.spent > IMAGE_SECONDS:
            return None, None
        if image.name_full not in self.pictures:
            began = time.monotonic()
            self.pictures[image.name_full] = self.shrunk(image)
            self.spent += time.monotonic() - began
        return self.pictures[image.name_full]

    def shrunk(self, image):
        width, height = image.size
        if width == 0 or height == 0 or width * height > LARGEST_IMAGE:
            return None, None
        small = image.copy()
        scale = min(1.0, max(self.side, 32) / max(width, height))
        width, height = max(1, round(width * scale)), max(1, round(height * scale))
        small.scale(width, height)
        pixels = numpy.empty(width * height * 4, dtype=numpy.float32)
        small.pixels.foreach_get(pixels)
        bpy.data.images.remove(small)
        mean = pixels.reshape(-1, 4).mean(axis=0)
        colour = tuple(float(v) if image.is_float else linear(float(v)) for v in mean[:3])
        if self.side == 0:
            return None, colour
        # A new picture, so that the exporter writes these pixels and not the file that the old one came from.
        made = bpy.data.images.new("plain", width, height)
        made.colorspace_settings.name = "sRGB"
        made.pixels.foreach_set(pixels)
        made.pack()
        return made, colour
