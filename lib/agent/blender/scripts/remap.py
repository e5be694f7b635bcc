"""Files that the open .blend, or one of its libraries, looks for elsewhere than they lie in the project: told by the platform,
set in the open file only. Nothing is written. Used by worker.py after a file was opened.

A remap: {"blend": "shots/a.blend", "path": "/home/ada/wood.png", "to": "tex/wood.png"}; the first and the last below the
project's folder, the one between as it is stored.
"""

import os

import bpy

# Libraries of libraries come into sight one after the other.
ROUNDS = 50


def slashed(path):
    return path.replace("\\", "/")


class Remaps:
    def __init__(self, root, remaps):
        self.root = root
        self.known = {(os.path.normpath(r["blend"]), slashed(r["path"])): r["to"] for r in remaps}
        self.applied = set()

    def blend_of(self, block):
        """Path of the .blend that a data block comes from, below the project's folder."""
        library = getattr(block, "library", None)
        path = bpy.data.filepath if library is None else bpy.path.abspath(library.filepath)
        return os.path.normpath(os.path.relpath(path, self.root))

    def place(self, block, path):
        """Where the file lies instead; None where nothing was told. `block`: the one that names it."""
        if not path:
            return None
        key = (self.blend_of(block), slashed(path))
        to = self.known.get(key)
        if to is None:
            return None
        self.applied.add(key)
        return os.path.join(self.root, to)

    def apply(self):
        if not self.known:
            return 0
        self.libraries()
        self.blocks()
        for scene in bpy.data.scenes:
            self.strips(scene)
        for thing in bpy.data.objects:
            self.modifiers(thing)
        self.nodes()
        return len(self.applied)

    def libraries(self):
        """A library's parent is the one that links it; the open file is nobody's."""
        for _ in range(ROUNDS):
            changed = False
            for library in list(bpy.data.libraries):
                parent = getattr(library, "parent", None)
                owner = bpy.data.filepath if parent is None else bpy.path.abspath(parent.filepath)
                key = (os.path.normpath(os.path.relpath(owner, self.root)), slashed(library.filepath))
                to = self.known.get(key)
                if to is None or key in self.applied:
                    continue
                self.applied.add(key)
                library.filepath = os.path.join(self.root, to)
                library.reload()
                changed = True
                break
            if not changed:
                return

    def blocks(self):
        for image in bpy.data.images:
            if image.packed_file is None and self.set(image, "filepath"):
                image.reload()
        for sound in bpy.data.sounds:
            if sound.packed_file is None:
                self.set(sound, "filepath")
        for font in bpy.data.fonts:
            if font.packed_file is None:
                self.font(font)
        for kind in ("movieclips", "volumes", "cache_files"):
            for block in getattr(bpy.data, kind, ()):
                self.set(block, "filepath")

    def set(self, block, name, owner=None):
        place = self.place(owner or block, getattr(block, name, ""))
        if place is None:
            return False
        setattr(block, name, place)
        return True

    def font(self, font):
        """A font's path can't be set: another takes its place."""
        place = self.place(font, font.filepath)
        if place is not None:
            font.user_remap(bpy.data.fonts.load(place))

    def strips(self, scene):
        editor = scene.sequence_editor
        if editor is None:
            return
        strips = getattr(editor, "strips_all", None) or getattr(editor, "sequences_all", None) or ()
        for strip in strips:
            if strip.type == "MOVIE":
                self.set(strip, "filepath", owner=scene)
            elif strip.type == "IMAGE" and len(strip.elements) > 0:
                first = strip.elements[0].filename
                place = self.place(scene, os.path.join(strip.directory, first)) or self.place(
                    scene, strip.directory + first
                )
                if place is not None:
                    strip.directory = os.path.join(os.path.dirname(place), "")
                    strip.elements[0].filename = os.path.basename(place)

    def modifiers(self, thing):
        for modifier in thing.modifiers:
            if modifier.type == "MESH_CACHE":
                self.set(modifier, "filepath", owner=thing)
            elif modifier.type == "OCEAN":
                self.set(modifier, "filepath", owner=thing)
            elif modifier.type == "FLUID" and getattr(modifier, "domain_settings", None) is not None:
                self.set(modifier.domain_settings, "cache_directory", owner=thing)
            elif modifier.type == "NODES":
                for name in ("simulation_bake_directory", "bake_directory"):
                    if hasattr(modifier, name):
                        self.set(modifier, name, owner=thing)
            cache = getattr(modifier, "point_cache", None)
            if cache is not None and cache.use_external:
                self.set(cache, "filepath", owner=thing)

    def nodes(self):
        """IES lights and OSL shaders, in the trees of materials, lights, worlds and in groups."""
        for owners in (bpy.data.materials, bpy.data.lights, bpy.data.worlds):
            for owner in owners:
                if owner.node_tree is not None:
                    self.tree(owner.node_tree, owner)
        for tree in bpy.data.node_groups:
            self.tree(tree, tree)

    def tree(self, tree, owner):
        for node in tree.nodes:
            if node.bl_idname in ("ShaderNodeTexIES", "ShaderNodeScript") and node.mode == "EXTERNAL":
                self.set(node, "filepath", owner=owner)
