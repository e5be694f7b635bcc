"""Makes the project's own scenes: the sample that newcomers render, and those of tests and benchmarks.

    blender -b --factory-startup --python-exit-code 7 -P scripts/make-scenes.py -- OUT_DIR [names…]

Without names all are made: sample, light, heavy, even, ramping, stretch, first (whose price is asked for), tiny, nocamera, denoise, exr, scripted, and linked, a folder with a scene, a texture
and a library. Everything is drawn from numbers here and a
fixed seed, so the files hold nobody's work but the project's. Written for Blender 3.4 and newer; only what both know.
"""

import math
import os
import random
import sys

import bmesh
import bpy
from mathutils import Matrix, Vector, noise

FRAMES = 24


# --- small tools ---------------------------------------------------------------------------------------------------


def fresh_scene():
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    random.seed(24)
    noise.seed_set(24)
    return scene


def add_object(name, data, location=(0, 0, 0)):
    thing = bpy.data.objects.new(name, data)
    thing.location = location
    bpy.context.scene.collection.objects.link(thing)
    return thing


def mesh_object(name, fill, material, location=(0, 0, 0), smooth=False):
    """`fill` draws into a bmesh."""
    mesh = bpy.data.meshes.new(name)
    drawing = bmesh.new()
    fill(drawing)
    drawing.to_mesh(mesh)
    drawing.free()
    for polygon in mesh.polygons:
        polygon.use_smooth = smooth
    mesh.materials.append(material)
    return add_object(name, mesh, location)


def surface(name, color, roughness=0.8, emission=None, strength=0.0):
    """A plain material; emission shines on nobody, the lights do that without noise."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*color, 1)
    shader.inputs["Roughness"].default_value = roughness
    if emission is not None:
        name = "Emission Color" if "Emission Color" in shader.inputs else "Emission"
        shader.inputs[name].default_value = (*emission, 1)
        shader.inputs["Emission Strength"].default_value = strength
    quiet(material)
    return material


def quiet(material):
    """Its light is not sampled as a lamp's: many small emitters would only bring noise."""
    settings = material.cycles
    if hasattr(settings, "emission_sampling"):
        settings.emission_sampling = "NONE"
    elif hasattr(settings, "sample_as_light"):
        settings.sample_as_light = False


def key(thing, path, frame, index=-1, interpolation="BEZIER"):
    thing.keyframe_insert(path, frame=frame, index=index)
    if thing.animation_data and hasattr(thing.animation_data.action, "fcurves"):
        for curve in thing.animation_data.action.fcurves:
            for point in curve.keyframe_points:
                point.interpolation = interpolation


def aim(thing, target):
    thing.rotation_euler = (Vector(target) - thing.location).to_track_quat("-Z", "Y").to_euler()


# --- the fireside --------------------------------------------------------------------------------------------------


def flame_material(name, low, high, strength):
    """Bright at the foot, its own colour at the tip, thin where it is seen edge-on."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    nodes.clear()
    place = nodes.new("ShaderNodeTexCoord")
    split = nodes.new("ShaderNodeSeparateXYZ")
    ramp = nodes.new("ShaderNodeValToRGB")
    glow = nodes.new("ShaderNodeEmission")
    clear = nodes.new("ShaderNodeBsdfTransparent")
    facing = nodes.new("ShaderNodeLayerWeight")
    mix = nodes.new("ShaderNodeMixShader")
    output = nodes.new("ShaderNodeOutputMaterial")
    ramp.color_ramp.elements[0].color = (*low, 1)
    ramp.color_ramp.elements[1].color = (*high, 1)
    ramp.color_ramp.elements[1].position = 0.85
    glow.inputs["Strength"].default_value = strength
    facing.inputs["Blend"].default_value = 0.35
    links.new(place.outputs["Generated"], split.inputs[0])
    links.new(split.outputs["Z"], ramp.inputs[0])
    links.new(ramp.outputs[0], glow.inputs["Color"])
    links.new(facing.outputs["Facing"], mix.inputs[0])
    links.new(glow.outputs[0], mix.inputs[1])
    links.new(clear.outputs[0], mix.inputs[2])
    links.new(mix.outputs[0], output.inputs[0])
    quiet(material)
    return material


def teardrop(height, radius):
    def fill(drawing):
        bmesh.ops.create_icosphere(drawing, subdivisions=4, radius=1)
        for vertex in drawing.verts:
            up = (vertex.co.z + 1) / 2
            width = radius * (1 - up) ** 0.85 * (0.35 + 1.4 * math.sqrt(up + 0.02))
            flat = Vector((vertex.co.x, vertex.co.y, 0))
            if flat.length > 0:
                flat = flat.normalized() * width * min(1, flat.length * 3)
            vertex.co = Vector((flat.x, flat.y, up**1.15 * height))

    return fill


def make_flames():
    colors = [
        ("outer", 0.33, 1.42, (1.0, 0.30, 0.02), (0.9, 0.06, 0.01), 2.6),
        ("middle", 0.24, 1.05, (1.0, 0.55, 0.08), (1.0, 0.22, 0.02), 4.0),
        ("inner", 0.14, 0.66, (1.0, 0.86, 0.42), (1.0, 0.52, 0.08), 7.0),
    ]
    places = [(0, 0, 1.0, 0.0), (0.24, 0.10, 0.62, 1.7), (-0.22, -0.06, 0.72, 3.1), (0.02, -0.24, 0.5, 4.4)]
    materials = {name: flame_material("flame " + name, low, high, power) for name, _, _, low, high, power in colors}
    wind = bpy.data.objects.new("wind", None)
    bpy.context.scene.collection.objects.link(wind)
    wind.location = (0, 0, 0)
    key(wind, "location", 1)
    wind.location = (0.25, 0.1, -2.6)
    key(wind, "location", FRAMES + 1)
    for curve in wind.animation_data.action.fcurves if hasattr(wind.animation_data.action, "fcurves") else ():
        for point in curve.keyframe_points:
            point.interpolation = "LINEAR"
    clouds = bpy.data.textures.new("flicker", "CLOUDS")
    clouds.noise_scale = 0.42
    clouds.noise_depth = 1
    for x, y, size, phase in places:
        for name, radius, height, _, _, _ in colors:
            flame = mesh_object(
                "flame", teardrop(height * size, radius * (0.55 + 0.45 * size)), materials[name], (x, y, 0.12), smooth=True
            )
            rising = flame.vertex_groups.new(name="rising")
            for vertex in flame.data.vertices:
                rising.add([vertex.index], min(1.0, vertex.co.z / (height * size)) ** 1.4, "REPLACE")
            for direction, strength in (("X", 0.62), ("Y", 0.5)):
                sway = flame.modifiers.new("sway", "DISPLACE")
                sway.texture = clouds
                sway.texture_coords = "OBJECT"
                sway.texture_coords_object = wind
                sway.direction = direction
                sway.strength = strength * size
                sway.mid_level = 0.5
                sway.vertex_group = "rising"
            flame.visible_shadow = False
            flame.visible_diffuse = False
            for frame in range(1, FRAMES + 2, 4):
                turn = 2 * math.pi * (frame - 1) / FRAMES
                stretch = 1 + 0.10 * math.sin(2 * turn + phase) + 0.05 * math.sin(3 * turn + 2 * phase)
                flame.scale = (1, 1, stretch)
                key(flame, "scale", frame)


def log_mesh(length, radius):
    def fill(drawing):
        rings, around = 14, 12
        circles = []
        for ring in range(rings + 1):
            along = (ring / rings - 0.5) * length
            circle = []
            for step in range(around):
                turn = 2 * math.pi * step / around
                rough = 1 + 0.10 * noise.noise(Vector((math.cos(turn) * 1.7, math.sin(turn) * 1.7, along * 3 + length * 9)))
                circle.append(
                    drawing.verts.new((math.cos(turn) * radius * rough, math.sin(turn) * radius * rough, along))
                )
            circles.append(circle)
        for a, b in zip(circles, circles[1:]):
            for step in range(around):
                drawing.faces.new((a[step], a[(step + 1) % around], b[(step + 1) % around], b[step]))
        for circle, flip in ((circles[0], True), (circles[-1], False)):
            face = drawing.faces.new(list(reversed(circle)) if flip else circle)
            face.material_index = 1

    return fill


def charred_material():
    """Dark bark whose cracks glow near the fire."""
    material = bpy.data.materials.new("charred bark")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    shader = nodes["Principled BSDF"]
    shader.inputs["Roughness"].default_value = 0.9
    place = nodes.new("ShaderNodeTexCoord")
    stretch = nodes.new("ShaderNodeMapping")
    stretch.inputs["Scale"].default_value = (9, 9, 3)
    cells = nodes.new("ShaderNodeTexVoronoi")
    cells.feature = "DISTANCE_TO_EDGE"
    cells.inputs["Scale"].default_value = 1.4
    bark = nodes.new("ShaderNodeValToRGB")
    bark.color_ramp.elements[0].color = (0.012, 0.008, 0.006, 1)
    bark.color_ramp.elements[1].color = (0.13, 0.062, 0.03, 1)
    bark.color_ramp.elements[1].position = 0.5
    cracks = nodes.new("ShaderNodeValToRGB")
    cracks.color_ramp.elements[0].color = (1.0, 0.17, 0.012, 1)
    cracks.color_ramp.elements[1].color = (0, 0, 0, 1)
    cracks.color_ramp.elements[1].position = 0.11
    geometry = nodes.new("ShaderNodeNewGeometry")
    distance = nodes.new("ShaderNodeVectorMath")
    distance.operation = "LENGTH"
    near = nodes.new("ShaderNodeMapRange")
    near.inputs["From Min"].default_value = 0.95
    near.inputs["From Max"].default_value = 0.3
    near.inputs["To Min"].default_value = 0.0
    near.inputs["To Max"].default_value = 7.0
    bump = nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = 0.6
    bump.inputs["Distance"].default_value = 0.05
    links.new(place.outputs["Object"], stretch.inputs["Vector"])
    links.new(stretch.outputs[0], cells.inputs["Vector"])
    links.new(cells.outputs["Distance"], bark.inputs[0])
    links.new(cells.outputs["Distance"], cracks.inputs[0])
    links.new(cells.outputs["Distance"], bump.inputs["Height"])
    links.new(bump.outputs[0], shader.inputs["Normal"])
    links.new(bark.outputs[0], shader.inputs["Base Color"])
    links.new(cracks.outputs[0], shader.inputs["Emission Color" if "Emission Color" in shader.inputs else "Emission"])
    links.new(geometry.outputs["Position"], distance.inputs[0])
    links.new(distance.outputs["Value"], near.inputs["Value"])
    links.new(near.outputs[0], shader.inputs["Emission Strength"])
    quiet(material)
    return material


def make_logs():
    bark = charred_material()
    wood = surface("cut wood", (0.42, 0.21, 0.085), 0.85, (0.30, 0.11, 0.03), 0.16)
    for index in range(6):
        turn = 2 * math.pi * index / 6 + 0.25 + 0.12 * math.sin(index * 5)
        length = 1.25 + 0.18 * math.sin(index * 2.3)
        log = mesh_object("log", log_mesh(length, 0.115 + 0.018 * math.cos(index * 3)), bark)
        log.data.materials.append(wood)
        lean = math.radians(63 + 4 * math.sin(index * 1.9))
        outward = Vector((math.cos(turn), math.sin(turn), 0))
        log.rotation_euler = Matrix.Rotation(turn, 4, "Z").to_euler()
        log.rotation_euler = (Matrix.Rotation(turn, 4, "Z") @ Matrix.Rotation(lean, 4, "Y")).to_euler()
        log.location = outward * 0.52 + Vector((0, 0, 0.27))


def stone_mesh(size, seed):
    def fill(drawing):
        bmesh.ops.create_icosphere(drawing, subdivisions=2, radius=size)
        for vertex in drawing.verts:
            shake = noise.noise(vertex.co * (1.6 / size) + Vector((seed * 7.1, seed * 3.3, 0)))
            vertex.co *= 1 + 0.34 * shake
            vertex.co.z *= 0.72

    return fill


def make_stones():
    shades = [surface("stone %d" % n, (g * 0.95, g, g * 1.08), 0.75) for n, g in enumerate((0.16, 0.22, 0.30))]
    count = 15
    for index in range(count):
        turn = 2 * math.pi * index / count
        size = 0.20 + 0.05 * math.sin(index * 2.7)
        reach = 1.16 + 0.05 * math.cos(index * 4.1)
        stone = mesh_object(
            "stone", stone_mesh(size, index), shades[index % 3], (math.cos(turn) * reach, math.sin(turn) * reach, 0.08)
        )
        stone.rotation_euler = (0, 0, index * 1.3)


def make_embers():
    hot = surface("ember", (0.02, 0.01, 0.01), 0.9, (1.0, 0.16, 0.015), 9)
    warm = surface("cooling ember", (0.03, 0.02, 0.02), 0.9, (0.8, 0.06, 0.01), 2.2)
    ash = surface("ash", (0.09, 0.085, 0.085), 0.95)
    for index in range(110):
        reach = 0.95 * math.sqrt(random.random())
        turn = random.uniform(0, 2 * math.pi)
        material = hot if reach < 0.42 else random.choice((warm, ash, ash, hot if reach < 0.65 else ash))
        coal = mesh_object(
            "coal",
            stone_mesh(random.uniform(0.028, 0.075), index + 40),
            material,
            (math.cos(turn) * reach, math.sin(turn) * reach, 0.03 + 0.06 * (1 - reach)),
        )
        coal.rotation_euler = (random.random() * 3, random.random() * 3, random.random() * 3)
        coal.visible_diffuse = False


def make_sparks():
    glow = surface("spark", (0, 0, 0), 1, (1.0, 0.36, 0.06), 26)
    for index in range(46):
        size = random.uniform(0.006, 0.016)

        def fill(drawing, size=size):
            bmesh.ops.create_icosphere(drawing, subdivisions=1, radius=size)

        spark = mesh_object("spark", fill, glow)
        spark.visible_diffuse = spark.visible_shadow = False
        start, turn, reach = random.random(), random.uniform(0, 2 * math.pi), random.uniform(0.05, 0.3)
        swirl, drift, top = random.uniform(1.5, 4.5), random.uniform(0.15, 0.95), random.uniform(1.6, 3.1)
        for frame in range(1, FRAMES + 2):
            life = (start + (frame - 1) / FRAMES) % 1.0
            wide = reach + drift * life
            spark.location = (
                math.cos(turn + swirl * life) * wide + 0.25 * life,
                math.sin(turn + swirl * life) * wide,
                0.35 + top * life,
            )
            spark.scale = (1 - 0.75 * life,) * 3
            key(spark, "location", frame, interpolation="LINEAR")
            key(spark, "scale", frame, interpolation="LINEAR")


def make_ground():
    soil = surface("soil", (0.060, 0.048, 0.036), 0.95)
    moss = surface("moss", (0.030, 0.062, 0.034), 0.95)

    def fill(drawing):
        bmesh.ops.create_grid(drawing, x_segments=110, y_segments=110, size=13)
        for vertex in drawing.verts:
            away = vertex.co.xy.length
            rise = max(0.0, away - 1.4)
            vertex.co.z = 0.06 * noise.noise(vertex.co * 1.4) + min(2.6, 0.028 * rise**2) * (
                0.7 + 0.5 * noise.noise(vertex.co * 0.25)
            )
            if away < 1.3:
                vertex.co.z = 0.03 * noise.noise(vertex.co * 3)
        for face in drawing.faces:
            middle = face.calc_center_median()
            face.material_index = 1 if middle.xy.length > 1.5 and noise.noise(middle * 0.9) > -0.25 else 0

    ground = mesh_object("ground", fill, soil)
    ground.data.materials.append(moss)


def height_at(x, y):
    away = math.hypot(x, y)
    place = Vector((x, y, 0))
    return min(2.6, 0.028 * max(0.0, away - 1.4) ** 2) * (0.7 + 0.5 * noise.noise(place * 0.25))


def tree_mesh(height, seed):
    def fill(drawing):
        bmesh.ops.create_cone(
            drawing,
            segments=7,
            radius1=0.07 * height,
            radius2=0.05 * height,
            depth=0.3 * height,
            cap_ends=True,
            matrix=Matrix.Translation((0, 0, 0.15 * height)),
        )
        for face in drawing.faces:
            face.material_index = 1
        for tier in range(5):
            base = (0.16 + 0.16 * tier) * height
            before = set(drawing.verts)
            bmesh.ops.create_cone(
                drawing,
                segments=11,
                radius1=(0.27 - 0.045 * tier) * height,
                radius2=0.012 * height,
                depth=0.30 * height,
                cap_ends=True,
                matrix=Matrix.Translation((0, 0, base + 0.15 * height)) @ Matrix.Rotation(tier * 0.7 + seed, 4, "Z"),
            )
            for number, vertex in enumerate(v for v in drawing.verts if v not in before):
                if vertex.co.z < base + 0.02 * height:
                    vertex.co.z += 0.035 * height * (1 if number % 2 else -0.6)

    return fill


def make_trees():
    needles = [surface("needles %d" % n, c, 0.9) for n, c in enumerate(((0.022, 0.075, 0.055), (0.035, 0.095, 0.05), (0.02, 0.06, 0.065)))]
    trunk = surface("trunk", (0.07, 0.035, 0.02), 0.9)
    placed = []
    while len(placed) < 46:
        turn, away = random.uniform(math.radians(15), math.radians(165)), random.uniform(3.6, 11)
        x, y = math.cos(turn) * away, math.sin(turn) * away
        if any(math.hypot(x - a, y - b) < 0.95 for a, b in placed):
            continue
        placed.append((x, y))
        size = random.uniform(1.9, 3.6) * (0.8 + 0.03 * away)
        tree = mesh_object("tree", tree_mesh(size, len(placed)), needles[len(placed) % 3], (x, y, height_at(x, y) - 0.1))
        tree.data.materials.append(trunk)
        tree.rotation_euler = (random.uniform(-0.05, 0.05), random.uniform(-0.05, 0.05), random.uniform(0, 6))


def make_grass():
    blade = surface("grass", (0.07, 0.12, 0.045), 0.8)

    def fill(drawing):
        for _ in range(2600):
            turn, away = random.uniform(0, 2 * math.pi), 1.42 + 4.2 * random.random() ** 1.6
            x, y = math.cos(turn) * away, math.sin(turn) * away
            if noise.noise(Vector((x, y, 0)) * 0.9) < -0.2:
                continue
            foot = Vector((x, y, height_at(x, y) - 0.02))
            lean = Vector((random.uniform(-0.09, 0.09), random.uniform(-0.09, 0.09), random.uniform(0.10, 0.27)))
            side = Vector((math.cos(turn * 7), math.sin(turn * 7), 0)) * 0.014
            drawing.faces.new([drawing.verts.new(p) for p in (foot - side, foot + side, foot + lean)])

    mesh_object("grass", fill, blade)


def make_lights():
    fire = bpy.data.lights.new("fire", "POINT")
    fire.color = (1.0, 0.42, 0.12)
    fire.shadow_soft_size = 0.14
    add_object("fire", fire, (0, 0, 0.75))
    for frame in range(1, FRAMES + 2, 2):
        turn = 2 * math.pi * (frame - 1) / FRAMES
        fire.energy = 230 * (1 + 0.10 * math.sin(3 * turn) + 0.07 * math.sin(5 * turn + 1))
        key(fire, "energy", frame)
    moon = bpy.data.lights.new("moon", "SUN")
    moon.color = (0.45, 0.62, 1.0)
    moon.energy = 0.55
    moon.angle = math.radians(0.6)
    rays = add_object("moon", moon, (-6, 9, 10))
    aim(rays, (0, 0, 0))
    world = bpy.data.worlds.new("night")
    bpy.context.scene.world = world
    world.use_nodes = True
    # A smooth sky needs no map of its brightness, which would cost more than all else in a frame.
    world.cycles.sampling_method = "NONE"
    nodes, links = world.node_tree.nodes, world.node_tree.links
    sky = nodes["Background"]
    place = nodes.new("ShaderNodeTexCoord")
    split = nodes.new("ShaderNodeSeparateXYZ")
    ramp = nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].color = (0.115, 0.085, 0.15, 1)
    ramp.color_ramp.elements[1].color = (0.006, 0.014, 0.045, 1)
    ramp.color_ramp.elements[1].position = 0.55
    dusk = ramp.color_ramp.elements.new(0.16)
    dusk.color = (0.035, 0.05, 0.13, 1)
    links.new(place.outputs["Generated"], split.inputs[0])
    links.new(split.outputs["Z"], ramp.inputs[0])
    links.new(ramp.outputs[0], sky.inputs["Color"])
    sky.inputs["Strength"].default_value = 1.15


def make_stars():
    shine = surface("star", (0, 0, 0), 1, (0.8, 0.88, 1.0), 5)

    def fill(drawing):
        for _ in range(260):
            turn, up = random.uniform(math.radians(20), math.radians(160)), random.uniform(0.10, 0.9)
            place = Vector((math.cos(turn) * math.cos(up), math.sin(turn) * math.cos(up), math.sin(up))) * 60
            size = random.uniform(0.03, 0.06)
            bmesh.ops.create_icosphere(drawing, subdivisions=1, radius=size, matrix=Matrix.Translation(place))

    stars = mesh_object("stars", fill, shine)
    stars.visible_diffuse = stars.visible_shadow = stars.visible_glossy = False


def make_camera():
    camera = bpy.data.cameras.new("Camera")
    camera.lens = 42
    camera.dof.use_dof = True
    camera.dof.aperture_fstop = 1.6
    camera.dof.focus_distance = 5.35
    view = add_object("Camera", camera)
    for frame in range(1, FRAMES + 2, 2):
        sweep = math.sin(2 * math.pi * (frame - 1) / FRAMES) * 0.10
        view.location = (math.sin(sweep) * 5.4, -math.cos(sweep) * 5.4, 1.35)
        aim(view, (0.02, 0.6, 0.86))
        key(view, "location", frame)
        key(view, "rotation_euler", frame)
    bpy.context.scene.camera = view
    return view


def fireside(samples, width, height, frames=FRAMES):
    scene = fresh_scene()
    make_ground()
    make_grass()
    make_trees()
    make_stones()
    make_logs()
    make_embers()
    make_flames()
    make_sparks()
    make_stars()
    make_lights()
    make_camera()
    cycles_settings(scene, samples, width, height, frames)
    scene.cycles.max_bounces = 2
    scene.cycles.diffuse_bounces = 1
    scene.cycles.glossy_bounces = 1
    scene.cycles.transparent_max_bounces = 8
    scene.cycles.sample_clamp_indirect = 2
    scene.cycles.caustics_reflective = scene.cycles.caustics_refractive = False
    scene.view_settings.look = "Medium High Contrast" if scene.view_settings.view_transform == "Filmic" else "None"
    scene.view_settings.exposure = 0.35
    return scene


# --- plain scenes for tests ----------------------------------------------------------------------------------------


def cycles_settings(scene, samples, width, height, frames):
    scene.render.engine = "CYCLES"
    scene.cycles.samples = samples
    scene.cycles.use_denoising = False
    scene.cycles.use_adaptive_sampling = False
    scene.render.resolution_x, scene.render.resolution_y = width, height
    scene.render.resolution_percentage = 100
    scene.frame_start, scene.frame_end = 1, frames
    scene.frame_set(1)
    scene.render.fps = 24
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGB"


def add_camera(scene, name, location):
    camera = add_object(name, bpy.data.cameras.new(name), location)
    aim(camera, (0, 0, 0))
    scene.camera = scene.camera or camera
    return camera


def cube(scene_name, color):
    material = surface(scene_name + " colour", color, 0.5)

    def fill(drawing):
        bmesh.ops.create_cube(drawing, size=2)

    thing = mesh_object(scene_name + " cube", fill, material)
    key(thing, "rotation_euler", 1)
    thing.rotation_euler = (0.6, 0.4, 1.5)
    key(thing, "rotation_euler", 5)


def plain(color=(0.8, 0.2, 0.05), cameras=("Camera",)):
    scene = fresh_scene()
    cube("Scene", color)
    lamp = bpy.data.lights.new("Light", "POINT")
    lamp.energy = 900
    add_object("Light", lamp, (3, -3, 5))
    for index, name in enumerate(cameras):
        add_camera(scene, name, (5 - 9 * index, -5, 3))
    cycles_settings(scene, 4, 64, 64, 5)
    return scene


def tiny():
    scene = plain(cameras=("Camera", "Side"))
    second = bpy.data.scenes.new("Second")
    bpy.context.window.scene = second
    cube("Second", (0.05, 0.3, 0.8))
    lamp = bpy.data.lights.new("Second light", "POINT")
    lamp.energy = 900
    add_object("Second light", lamp, (3, -3, 5))
    add_camera(second, "Second camera", (4, -6, 2))
    cycles_settings(second, 4, 48, 32, 3)
    bpy.context.window.scene = scene


def nocamera():
    plain(cameras=())


def denoise():
    plain().cycles.use_denoising = True


def exr():
    settings = plain().render.image_settings
    if hasattr(settings, "media_type"):
        settings.media_type = "MULTI_LAYER_IMAGE"
    settings.file_format = "OPEN_EXR_MULTILAYER"


def scripted():
    """Black, until the file's own Python is run: a text that registers itself shows one half, a driver the other."""
    scene = plain()
    nodes = bpy.data.materials["Scene colour"].node_tree.nodes
    nodes["Principled BSDF"].inputs["Base Color"].default_value = (0, 0, 0, 1)
    text = bpy.data.texts.new("paint.py")
    text.write(
        "import bpy\n"
        "shader = bpy.data.materials['Scene colour'].node_tree.nodes['Principled BSDF']\n"
        "shader.inputs['Base Color'].default_value = (1, 0, 0, 1)\n"
    )
    text.use_module = True
    # Not one of the simple expressions, which Blender computes without Python.
    driver = scene.objects["Scene cube"].driver_add("location", 0).driver
    driver.expression = "[3 for _ in 'x'][0]"


def stripes(path):
    """A small picture of stripes in two colours."""
    side = 16
    picture = bpy.data.images.new("stripes", side, side)
    colors = ((0.9, 0.75, 0.1, 1), (0.1, 0.2, 0.7, 1))
    picture.pixels = [value for at in range(side * side) for value in colors[at // side // 2 % 2]]
    picture.filepath_raw = path
    picture.file_format = "PNG"
    picture.save()
    bpy.data.images.remove(picture)


def library(path):
    """A file with one object, for others to link."""
    fresh_scene()
    cube("Linked", (0.02, 0.7, 0.15))
    thing = bpy.data.objects["Linked cube"]
    thing.animation_data_clear()
    thing.scale = (0.5, 0.5, 2.5)
    thing.location = (-2.2, 0, 0)
    bpy.data.libraries.write(path, {thing}, fake_user=True)


def linked(folder):
    """A project of three files: the scene in a folder of its own, a texture and a library beside it, by relative paths."""
    root = os.path.join(folder, "linked")
    paths = [os.path.join(root, *names) for names in (("scenes", "main.blend"), ("textures", "stripes.png"), ("lib", "props.blend"))]
    for path in paths:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    main_file, texture, props = paths
    library(props)
    scene = plain()
    stripes(texture)
    with bpy.data.libraries.load(props, link=True) as (_, into):
        into.objects = ["Linked cube"]
    scene.collection.objects.link(into.objects[0])
    nodes = bpy.data.materials["Scene colour"].node_tree
    place = nodes.nodes.new("ShaderNodeTexCoord")
    picture = nodes.nodes.new("ShaderNodeTexImage")
    nodes.links.new(place.outputs["Generated"], picture.inputs["Vector"])
    picture.image = bpy.data.images.load(texture)
    nodes.links.new(picture.outputs["Color"], nodes.nodes["Principled BSDF"].inputs["Base Color"])
    # Paths can be relative only to a file that is somewhere; no backup of that first save is kept.
    bpy.context.preferences.filepaths.save_version = 0
    bpy.ops.wm.save_as_mainfile(filepath=main_file)
    bpy.ops.file.make_paths_relative()
    bpy.ops.wm.save_mainfile(compress=True)


# --- scenes whose price is asked for -------------------------------------------------------------------------------

QUOTED_FRAMES = 60


def quoted(facets, stretch=None, ramps=False, heavy_first=False):
    """A field of glossy balls: its cost is its bounces. `facets`: subdivisions of a ball.

    What a frame costs is moved by a glass screen before the camera, which is there only where the frame is to be dear.
    """
    scene = fresh_scene()
    ball = surface("ball", (0.7, 0.35, 0.1), 0.15)
    for place in range(12):
        x, y = place % 4 - 1.5, place // 4 - 1
        mesh_object(
            "ball", lambda drawing: bmesh.ops.create_icosphere(drawing, subdivisions=facets, radius=0.42), ball, (x, y, 0.42), True
        )
    mesh_object("ground", lambda drawing: bmesh.ops.create_grid(drawing, size=20), surface("ground", (0.3, 0.3, 0.32)))
    sun = bpy.data.lights.new("sun", "SUN")
    sun.energy = 3
    aim(add_object("sun", sun, (4, -3, 6)), (0, 0, 0))
    camera = add_camera(scene, "Camera", (0, -6, 3.2))
    turning = bpy.data.objects["ball"]
    key(turning, "location", 1)
    turning.location.z += 0.6
    key(turning, "location", QUOTED_FRAMES)
    cycles_settings(scene, 16, 320, 180, QUOTED_FRAMES)
    if stretch is not None or ramps:
        veil(scene, camera, stretch)
    if heavy_first:
        veil(scene, camera, (1, 2))
        warm_up()
    return scene


def veil(scene, camera, stretch):
    """Glass panes before the camera: over the stretch, or pane by pane over the whole range."""
    glass = bpy.data.materials.new("veil")
    glass.use_nodes = True
    nodes, links = glass.node_tree.nodes, glass.node_tree.links
    nodes.clear()
    clear, output = nodes.new("ShaderNodeBsdfTransparent"), nodes.new("ShaderNodeOutputMaterial")
    links.new(clear.outputs[0], output.inputs[0])
    scene.cycles.transparent_max_bounces = 64
    panes = 8
    for pane in range(panes):
        sheet = mesh_object("pane", lambda drawing: bmesh.ops.create_grid(drawing, size=3), glass)
        sheet.location = camera.location * (0.75 - pane * 0.005)
        aim(sheet, camera.location)
        begins, ends = stretch or (2 + pane * (QUOTED_FRAMES - 2) // panes, QUOTED_FRAMES + 1)
        for frame, hidden in ((1, True), (begins, False), (ends, True)):
            sheet.hide_render = hidden
            key(sheet, "hide_render", frame, interpolation="CONSTANT")


def warm_up():
    """A dense ball that is there on the first frame only."""
    dense = mesh_object(
        "dense",
        lambda drawing: bmesh.ops.create_icosphere(drawing, subdivisions=5, radius=0.3),
        surface("dense", (0.1, 0.3, 0.7)),
        (0, 0, 1.4),
    )
    dense.modifiers.new("dense", "SUBSURF").render_levels = 3
    for frame, hidden in ((1, False), (2, True)):
        dense.hide_render = hidden
        key(dense, "hide_render", frame, interpolation="CONSTANT")


# Each writes its own files below the folder.
PROJECTS = {"linked": linked}

SCENES = {
    "sample": lambda: fireside(8, 960, 540),
    # About 1.5 s and 20 s a frame on two cores, measured with `blender -b FILE -a`.
    "light": lambda: fireside(4, 640, 360),
    "heavy": lambda: fireside(14, 1280, 720, frames=6),
    "even": lambda: quoted(4),
    "ramping": lambda: quoted(4, ramps=True),
    "stretch": lambda: quoted(4, stretch=(28, 46)),
    "first": lambda: quoted(4, heavy_first=True),
    "tiny": tiny,
    "nocamera": nocamera,
    "denoise": denoise,
    "exr": exr,
    "scripted": scripted,
}


def main():
    wanted = sys.argv[sys.argv.index("--") + 1 :]
    if not wanted:
        raise SystemExit("Say where to: … -P make-scenes.py -- OUT_DIR [names…]")
    folder, names = os.path.abspath(wanted[0]), wanted[1:] or [*SCENES, *PROJECTS]
    os.makedirs(folder, exist_ok=True)
    for name in names:
        if name in PROJECTS:
            PROJECTS[name](folder)
            continue
        SCENES[name]()
        bpy.ops.wm.save_as_mainfile(filepath=os.path.join(folder, name + ".blend"), compress=True)


main()
