"""Small scenes to save as models, and how what they show is compared: with Blender's own render of the file."""

from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix, Vector
from PIL import Image

from facings.blender.model.conversion import Converted, convert
from facings.blender.session import quiet

RED, GREEN, BLUE, YELLOW = (0.8, 0.05, 0.05), (0.05, 0.6, 0.05), (0.05, 0.05, 0.8), (0.8, 0.7, 0.05)
HEIGHT_M = 0.2
_SIZE = 48, 64
_LOOKS_ALONG = Vector((0.45, 1.0, -0.4))


def fresh():
    bpy.ops.wm.read_factory_settings(use_empty=True)


def save(path):
    bpy.ops.wm.save_as_mainfile(filepath=str(path), compress=True)
    return Path(path)


def picture(path, left, right=None, size=16):
    """A PNG of one linear colour on the left and another on the right."""
    pixels = np.empty((size, size, 3))
    pixels[:, :size // 2], pixels[:, size // 2:] = left, left if right is None else right
    Image.fromarray((_srgb(pixels) * 255).round().astype(np.uint8)).save(path)
    return Path(path)


def material(name, colour=None, image=None):
    """A material of one colour, or of a picture in the UV map that renders use."""
    made = bpy.data.materials.new(name)
    surface = made.node_tree.nodes["Principled BSDF"]
    surface.inputs["Roughness"].default_value = 1
    surface.inputs["Specular IOR Level"].default_value = 0
    if colour is not None:
        surface.inputs["Base Color"].default_value = (*colour, 1)
    if image is not None:
        link(made, node(made, "TexImage", image=image).outputs["Color"])
    return made


def node(made, kind, **values):
    found = made.node_tree.nodes.new(f"ShaderNode{kind}")
    for name, value in values.items():
        setattr(found, name, value)
    return found


def link(made, output, target=None):
    """Link an output to a socket: to the surface's colour where none is given."""
    made.node_tree.links.new(output, target or made.node_tree.nodes["Principled BSDF"].inputs["Base Color"])


def box(name="box", size=(0.05, 0.05, 0.1), place=(0, 0, 0.05), made=None, uv="UVMap"):
    """A box on each of whose faces the whole picture is."""
    bpy.ops.mesh.primitive_cube_add(size=1, location=place)
    thing = bpy.context.object
    thing.name = thing.data.name = name
    thing.data.transform(Matrix.Diagonal((*size, 1)))
    layer = thing.data.uv_layers[0]
    layer.name = uv
    for k, corner in enumerate(layer.data):
        corner.uv = [(0, 0), (1, 0), (1, 1), (0, 1)][k % 4]
    if made is not None:
        thing.data.materials.append(made)
    return thing


def converted(source, folder, **options) -> Converted:
    """The model as `folder/out.blend`, made in this process."""
    options = {"height_m": HEIGHT_M, "turns_deg": (0, 0, 0)} | options
    work = folder / "work"
    work.mkdir(exist_ok=True)
    with quiet():
        return convert(source, folder / "out.blend", work, **options)


def body_shown(made, folder):
    """(64, 48, 3) linear values: a portrait of the converted body."""
    fresh()
    with bpy.data.libraries.load(str(folder / "out.blend")) as (there, wanted):
        assert there.meshes == [made.mesh]
        wanted.meshes = there.meshes
    bpy.context.scene.collection.objects.link(bpy.data.objects.new("body", wanted.meshes[0]))
    return portrait(folder, (0, 0, 0), HEIGHT_M)


def file_shown(source, folder, foot=(0, 0, 0), height_m=HEIGHT_M):
    """The same portrait of what Blender renders of a .blend; `foot` is the middle of its lowest part."""
    bpy.ops.wm.open_mainfile(filepath=str(source), load_ui=False, use_scripts=False)
    return portrait(folder, foot, height_m)


def portrait(folder, foot, height_m):
    """Render what is open: from the front, the left and above, in even white light, without perspective."""
    scene = bpy.context.scene
    bpy.context.view_layer.use = True
    scene.world = bpy.data.worlds.new("white")
    scene.world.node_tree.nodes["Background"].inputs["Color"].default_value = (1, 1, 1, 1)
    lens = bpy.data.cameras.new("portrait")
    lens.type, lens.ortho_scale, lens.clip_start, lens.clip_end = "ORTHO", 1.6 * height_m, height_m / 100, height_m * 100
    camera = bpy.data.objects.new("portrait", lens)
    scene.collection.objects.link(camera)
    camera.rotation_euler = _LOOKS_ALONG.to_track_quat("-Z", "Y").to_euler()
    camera.location = Vector(foot) + Vector((0, 0, height_m / 2)) - _LOOKS_ALONG.normalized() * height_m * 10
    scene.camera, scene.frame_current = camera, scene.frame_current
    render = scene.render
    render.engine, (render.resolution_x, render.resolution_y), render.resolution_percentage = "CYCLES", _SIZE, 100
    scene.cycles.samples, scene.cycles.use_denoising, scene.cycles.use_adaptive_sampling = 8, False, False
    scene.view_settings.view_transform, scene.view_settings.look = "Standard", "None"
    render.image_settings.file_format, render.filepath = "PNG", str(folder / "shown.png")
    with quiet():
        bpy.ops.render.render(write_still=True)
    return _linear(np.asarray(Image.open(render.filepath).convert("RGB"), np.float64) / 255)


def assert_alike(body, file, what=0.02):
    """Two portraits agree but for noise; there is something to see in them."""
    assert np.ptp(file.reshape(-1, 3), axis=0).max() > 0.1, "the portrait is empty"
    assert np.abs(body - file).mean() < what


def shares(shown):
    """The shares of the body that are red, green, blue and yellow, its background apart."""
    body = shown[(shown < 0.97).any(-1)]
    named = np.array([RED, GREEN, BLUE, YELLOW])
    nearest = np.abs(body[:, None] - named).sum(-1)
    return [float(((nearest.argmin(1) == k) & (nearest[:, k] < 0.4)).mean()) for k in range(4)]


def _srgb(linear):
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.power(linear, 1 / 2.4) - 0.055)


def _linear(srgb):
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
