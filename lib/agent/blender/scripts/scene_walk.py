"""Walks a scene's frames and notes where everything is: objects, instances, cameras. Used by export_scene.py.

Each sampled frame is evaluated once; what a thing looks like is taken when it first appears.
"""

import math
import time

# Between two samples the page moves things in a straight line: enough for a first look at thousands of frames.
MOST_SAMPLES = 160
# What a heavy scene's frames may take together; it is looked at more coarsely then. Units: seconds.
WALK_SECONDS = 9
MOST_INSTANCES = 1500
# How many are stepped over to find those, in one frame: a million leaves take long.
INSTANCES_SEEN = 20000
SHAPES = {"MESH", "CURVE", "SURFACE", "FONT", "META"}


def sample_frames(scene):
    """At most MOST_SAMPLES of the range and where another camera takes over. Shape: 1 to 250 → [1, 3, 4, …, 250]"""
    start, end = scene.frame_start, max(scene.frame_start, scene.frame_end)
    cuts = {m.frame for m in scene.timeline_markers if m.camera and start <= m.frame <= end}
    if end - start < MOST_SAMPLES:
        return list(range(start, end + 1))
    even = {round(start + i * (end - start) / (MOST_SAMPLES - 1)) for i in range(MOST_SAMPLES)}
    return sorted(even | set(sorted(cuts)[:MOST_SAMPLES]))


def is_animated(thing, path):
    data = thing.animation_data
    if data is None:
        return False
    curves = list(getattr(data.action, "fcurves", ())) + list(data.drivers)
    return any(curve.data_path == path for curve in curves)


def show_what_renders(scene, layer):
    """Blender evaluates here what its viewport would show; the artist means what renders."""
    scene.render.use_simplify = True
    scene.render.simplify_subdivision = min(1, scene.render.simplify_subdivision)
    scene.render.simplify_child_particles = 0

    def show(part):
        part.hide_viewport = False
        part.collection.hide_viewport = part.collection.hide_render
        for child in part.children:
            show(child)

    show(layer.layer_collection)
    for thing in layer.objects:
        thing.hide_set(False, view_layer=layer)
        thing.hide_viewport = thing.hide_render and not is_animated(thing, "hide_render")


class Track:
    """One thing over the sampled frames: its shape, and its matrix at each sample where it is visible."""

    def __init__(self, shape, isInstance):
        self.shape = shape
        self.isInstance = isInstance
        self.places = {}


class Walk:
    """What was found. `frames` are those that were really looked at; `places` of tracks and cameras index them."""

    def __init__(self, scene, layer, take_shape):
        self.scene = scene
        self.layer = layer
        self.take_shape = take_shape
        self.frames = []
        self.tracks = {}
        self.cameras = {}
        # (frame, camera's name): which camera the picture is taken with, from that frame on.
        self.cuts = []
        self.instances = 0
        self.left_out = 0

    def go(self, look_closer):
        """`look_closer(place, depsgraph)` is called at every sample."""
        wanted = sample_frames(self.scene)
        began = time.monotonic()
        at = 0
        while True:
            self.scene.frame_set(wanted[at])
            self.frames.append(wanted[at])
            depsgraph = self.layer.depsgraph
            self.look(depsgraph)
            look_closer(len(self.frames) - 1, depsgraph)
            rest = len(wanted) - 1 - at
            if rest == 0:
                return
            # The other end is looked at whatever it takes: the node's own limit ends what is hopeless.
            each = (time.monotonic() - began) / len(self.frames)
            affordable = max(1, int((WALK_SECONDS - (time.monotonic() - began)) / max(each, 1e-6)))
            at += min(rest, max(1, math.ceil(rest / affordable)))

    def look(self, depsgraph):
        has_instances = False
        for thing in depsgraph.objects:
            original = thing.original
            has_instances = has_instances or thing.is_instancer
            is_shown = original.show_instancer_for_render if thing.is_instancer else True
            if is_shown and thing.type in SHAPES and is_seen(original):
                self.note(original.name_full, thing, thing.matrix_world, False)
        if has_instances:
            self.look_at_instances(depsgraph)
        self.look_at_camera(depsgraph)

    def look_at_instances(self, depsgraph):
        seen = 0
        for instance in depsgraph.object_instances:
            if not instance.is_instance:
                continue
            seen += 1
            if seen > INSTANCES_SEEN:
                return
            thing = instance.object
            if thing.type in SHAPES and is_seen(thing.original):
                parent = instance.parent.original.name_full if instance.parent else ""
                number = ".".join(map(str, instance.persistent_id))
                self.note("%s/%s/%s" % (parent, thing.original.name_full, number), thing, instance.matrix_world, True)

    def note(self, name, thing, matrix, isInstance):
        place = len(self.frames) - 1
        track = self.tracks.get(name)
        if track is None:
            if isInstance and self.instances >= MOST_INSTANCES:
                self.left_out += place == 0
                return
            self.instances += isInstance
            track = self.tracks[name] = Track(self.take_shape(thing, isInstance), isInstance)
        track.places[place] = matrix.copy()

    def look_at_camera(self, depsgraph):
        camera = self.scene.camera
        if camera is None or camera.type != "CAMERA":
            return
        if not self.cuts or self.cuts[-1][1] != camera.name_full:
            self.cuts.append((self.frames[-1], camera.name_full))
        seen = camera.evaluated_get(depsgraph)
        corners = seen.data.view_frame(scene=self.scene)
        is_flat = seen.data.type == "ORTHO"
        depth = 1 if is_flat else -corners[0].z
        xs, ys = [c.x / depth for c in corners], [c.y / depth for c in corners]
        known = self.cameras.setdefault(camera.name_full, {"isOrtho": is_flat, "places": {}, "views": {}})
        place = len(self.frames) - 1
        known["places"][place] = seen.matrix_world.copy()
        known["views"][place] = [round(v, 6) for v in (min(xs), max(xs), min(ys), max(ys))]


def is_seen(thing):
    return not thing.hide_render and getattr(thing, "visible_camera", True)
