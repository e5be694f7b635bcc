"""Takes shapes out of an evaluated scene and makes them small enough for a preview. Used by export_scene.py."""

import bpy
import numpy
from mathutils import Vector
from mathutils.kdtree import KDTree

# A shape with more triangles than this is shown as its box. Units: triangles.
HEAVY = 1_200_000
# Below this nothing is gained by reducing.
SMALL = 200
MOST_POSES = 12
# Larger shapes are not followed while they change: all their points would be kept for every pose.
LARGEST_POSED = 150_000
BENDING = {
    "ARMATURE", "CAST", "CLOTH", "CURVE", "HOOK", "LATTICE", "LAPLACIANDEFORM", "MESH_CACHE", "MESH_DEFORM",
    "MESH_SEQUENCE_CACHE", "NODES", "SHRINKWRAP", "SIMPLE_DEFORM", "SOFT_BODY", "SURFACE_DEFORM", "WARP", "WAVE",
}  # fmt: skip


class Shape:
    """`mesh`: as it was first seen. `poses`: points at some samples, in the order of the mesh's own, where they change."""

    def __init__(self, name, mesh, triangles, box):
        self.name = name
        self.mesh = mesh
        self.triangles = triangles
        self.box = box
        self.poses = {}


def box_mesh(low, high):
    corners = [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    mesh = bpy.data.meshes.new("box")
    mesh.from_pydata(corners, [], faces)
    return mesh


def bounds(corners):
    points = [Vector(c) for c in corners]
    return [min(p[i] for p in points) for i in range(3)], [max(p[i] for p in points) for i in range(3)]


def triangle_count(mesh):
    return max(0, len(mesh.loops) - 2 * len(mesh.polygons))


def points_of(mesh):
    points = numpy.empty(len(mesh.vertices) * 3, dtype=numpy.float32)
    mesh.vertices.foreach_get("co", points)
    return points.reshape(-1, 3)


def bends(thing):
    original = thing.original
    keys = getattr(original.data, "shape_keys", None)
    if keys is not None and keys.animation_data is not None:
        return True
    return any(m.show_render and m.type in BENDING for m in original.modifiers)


class Shapes:
    """Each shape once, by the object's name where it has modifiers of its own, else by its data's."""

    def __init__(self):
        self.found = {}
        self.bending = {}

    def take(self, thing, isInstance, depsgraph):
        """Answers the shape's name; None where there is nothing to see."""
        data = thing.data
        own = bool(thing.original.modifiers) or thing.type != "MESH"
        name = "%s:%s" % (thing.original.name_full if own else "", data.name_full if data else "")
        if name not in self.found:
            self.found[name] = self.copy(name, thing, depsgraph)
            if not isInstance and self.found[name] is not None and bends(thing):
                self.bending[name] = thing.original
        return name if self.found[name] is not None else None

    @staticmethod
    def copy(name, thing, depsgraph):
        box = bounds(thing.bound_box)
        if thing.type == "MESH" and triangle_count(thing.data) > HEAVY:
            return Shape(name, None, triangle_count(thing.data), box)
        try:
            mesh = bpy.data.meshes.new_from_object(thing, preserve_all_data_layers=True, depsgraph=depsgraph)
        except RuntimeError:
            return None
        if mesh is None or len(mesh.polygons) == 0:
            return None
        for attribute in [a for a in mesh.color_attributes]:
            mesh.color_attributes.remove(attribute)
        return Shape(name, mesh, triangle_count(mesh), box)

    def pose(self, place, depsgraph):
        """Notes the points of what bends at this sample."""
        for name, original in self.bending.items():
            shape = self.found[name]
            if shape.mesh is None or len(shape.mesh.vertices) > LARGEST_POSED:
                continue
            seen = original.evaluated_get(depsgraph)
            mesh = seen.to_mesh()
            # Another number of points is another shape: it can't be followed.
            if mesh is not None and len(mesh.vertices) == len(shape.mesh.vertices):
                shape.poses[place] = points_of(mesh)
            seen.to_mesh_clear()

    def settle(self):
        """Forgets the poses of what did not bend after all."""
        for name in self.bending:
            shape = self.found[name]
            first = next(iter(shape.poses.values()), None)
            if first is None or all(numpy.allclose(first, p, atol=1e-4) for p in shape.poses.values()):
                shape.poses = {}

    def triangles(self):
        return sum(s.triangles for s in self.found.values() if s is not None)


def reduced(shape, ratio, scene):
    """A copy with about that share of its triangles; its box where it was too heavy to be copied or nothing may stay."""
    if shape.mesh is None or (ratio == 0 and shape.triangles > SMALL):
        return box_mesh(*shape.box)
    if ratio >= 1 or shape.triangles <= SMALL:
        return shape.mesh.copy()
    thing = bpy.data.objects.new("reduce", shape.mesh.copy())
    scene.collection.objects.link(thing)
    modifier = thing.modifiers.new("reduce", "DECIMATE")
    modifier.ratio = max(ratio, SMALL / shape.triangles)
    depsgraph = bpy.context.evaluated_depsgraph_get()
    made = bpy.data.meshes.new_from_object(thing.evaluated_get(depsgraph), depsgraph=depsgraph)
    bpy.data.objects.remove(thing)
    return made if len(made.polygons) > 0 else box_mesh(*shape.box)


def pose_keys(thing, shape, count):
    """Gives the object a shape key for each pose, and answers [(place, key)], the first of them for the basis."""
    places = sorted(shape.poses)
    if count == 0 or len(places) < 2 or shape.mesh is None:
        return []
    kept = sorted({places[round(i * (len(places) - 1) / (count - 1))] for i in range(count)}) if count > 1 else places[:1]
    mesh = thing.data
    first = shape.poses[places[0]]
    nearest = nearest_points(points_of(shape.mesh), points_of(mesh))
    rest = points_of(mesh)
    thing.shape_key_add(name="rest", from_mix=False)
    keys = []
    for place in kept:
        key = thing.shape_key_add(name="pose-%d" % place, from_mix=False)
        moved = rest + shape.poses[place][nearest] - points_of(shape.mesh)[nearest]
        key.data.foreach_set("co", numpy.ascontiguousarray(moved, dtype=numpy.float32).ravel())
        keys.append((place, key))
    return keys if first is not None else []


def nearest_points(of, to):
    """For each point of `to` the place of the nearest in `of`."""
    if len(of) == len(to):
        return numpy.arange(len(of))
    tree = KDTree(len(of))
    for place, point in enumerate(of):
        tree.insert(point, place)
    tree.balance()
    return numpy.array([tree.find(point)[1] for point in to], dtype=numpy.int64)
