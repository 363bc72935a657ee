"""Price tags in Blender: small printed plates on the rail, and wobblers on a clear strip."""

import math

import bpy
import numpy as np

from facings.blender.label_objects import SHAPE
from facings.goods.artwork.tags import tag_image
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import MeshData, Surface
from facings.goods.realise.materials import material, mesh
from facings.labels.camera import Pinhole, rigid, rotation_from_quaternion
from facings.scenes.shelf.spec import PlacedTag

PAPER = Surface(name="tag", base_color=(1.0, 1.0, 1.0), printed=True, roughness=0.5, coat=0.6, coat_roughness=0.12)
"""Printed paper behind a clear cover strip."""

_STRIP = Surface(name="strip", base_color=(0.93, 0.94, 0.95), roughness=0.15, coat=0.5)
_OVERSAMPLING = 1.6
"""Texture pixels for each picture pixel: enough for the print to stay sharp, not more than is seen."""
_SMALLEST_PX = 24


class PriceTags:
    """Places tags in a collection; each frame prints its own and drops those of the frame before."""

    def __init__(self, collection: bpy.types.Collection) -> None:
        self._collection = collection
        self._objects: list[bpy.types.Object] = []
        self._bodies: dict[tuple[str, float, float], MeshData] = {}
        self._of_frame: list[bpy.types.ID] = []

    def realise(self, placed: tuple[PlacedTag, ...], camera: Pinhole) -> list[bpy.types.Object]:
        """Return one object a tag, in the order of `placed`, printed as finely as `camera` can see it."""
        for index in range(len(self._objects), len(placed)):
            self._objects.append(bpy.data.objects.new(f"price_tag.{index:05d}", bpy.data.meshes.new("price_tag")))
            self._objects[index].rotation_mode = "QUATERNION"
            self._collection.objects.link(self._objects[index])
        previous, self._of_frame = self._of_frame, []
        previous += [o.data for o in self._objects if o.data.users == 1 and o.data not in previous]
        for instance, tag in zip(self._objects, placed, strict=False):
            image = self._image(tag, camera)
            slots = [material(PAPER, image, "price_tag"), material(_STRIP, None, "price_tag_strip")]
            body = mesh(self._body(tag), "price_tag")
            body[SHAPE] = f"price_tag/{tag.style}/{tag.width_m}/{tag.height_m}"
            for slot in slots:
                body.materials.append(slot)
            self._of_frame += [image, *slots, body]
            instance.data = body
            instance.location = tag.position_m
            instance.rotation_quaternion = tag.rotation_wxyz
            instance.hide_render = instance.hide_viewport = False
        for surplus in self._objects[len(placed):]:
            surplus.data = self._objects[0].data
            surplus.hide_render = surplus.hide_viewport = True
        bpy.data.batch_remove([gone for gone in previous if gone.users == 0 or not isinstance(gone, bpy.types.Mesh)])
        return self._objects[:len(placed)]

    def _body(self, tag: PlacedTag) -> MeshData:
        key = (tag.style, tag.width_m, tag.height_m)
        if key not in self._bodies:
            self._bodies[key] = (_wobbler if tag.style == "wobbler" else _plate)(tag.width_m * 1000, tag.height_m * 1000)
        return self._bodies[key]

    def _image(self, tag: PlacedTag, camera: Pinhole) -> bpy.types.Image:
        width = _width_px(tag, camera)
        if width < _SMALLEST_PX:
            width = _SMALLEST_PX
        drawn = tag_image(tag)
        if width < drawn.width:
            drawn = drawn.resize((width, max(1, round(width * drawn.height / drawn.width))), resample=3, reducing_gap=3.0)
        pixels = np.ones((drawn.height, drawn.width, 4), np.float32)
        pixels[..., :3] = np.asarray(drawn.convert("RGB"), np.float32)[::-1] / 255
        image = bpy.data.images.new("price_tag", drawn.width, drawn.height, alpha=False)
        image.pixels.foreach_set(pixels.ravel())
        image.update()
        return image


def _width_px(tag: PlacedTag, camera: Pinhole) -> int:
    """How many texture pixels a tag needs across; 0 where the camera does not see it."""
    pose = camera.camera_from_world @ rigid(rotation_from_quaternion(tag.rotation_wxyz), np.array(tag.position_m))
    ends = np.array([[x, 0, z] for x in (-0.5, 0.5) for z in (-0.5, 0.5)]) * [tag.width_m, 1, tag.height_m]
    pixels = camera.project(ends @ pose[:3, :3].T + pose[:3, 3])
    if not np.isfinite(pixels).all():
        return 0
    margin = 0.2 * np.array([camera.width_px, camera.height_px])
    if (pixels.max(0) < -margin).any() or (pixels.min(0) > [camera.width_px, camera.height_px] + margin).any():
        return 0
    # The nearest part counts: a tag seen at a slant needs its full width where it is closest.
    depth = (ends @ pose[:3, :3].T + pose[:3, 3])[:, 2].min()
    return math.ceil(_OVERSAMPLING * tag.width_m * camera.K[0, 0] / depth)


def _plate(width_mm: float, height_mm: float) -> MeshData:
    builder = MeshBuilder()
    w, h, thickness, bend = width_mm / 2, height_mm / 2, 0.7, 0.35
    columns, rows = np.linspace(-1, 1, 9), np.linspace(-1, 1, 3)
    x, z = np.meshgrid(columns, rows)
    # Pushed into the rail's lips, the card bows out a little in the middle.
    front = np.stack([x * w, -bend * (1 - x**2) * 0.5, z * h], -1)
    back = front + np.array([0, thickness, 0])
    uv = np.stack([(x + 1) / 2, (z + 1) / 2], -1)
    builder.grid(front, uv, 0)
    builder.grid(back, None, 1, flip=True)
    for edge, flip in ((np.s_[0, :], False), (np.s_[-1, :], True), (np.s_[:, 0], True), (np.s_[:, -1], False)):
        builder.grid(np.stack([back[edge], front[edge]]), None, 1, flip=flip, smooth=False)
    return builder.build(weld_mm=0.0)


def _wobbler(width_mm: float, height_mm: float) -> MeshData:
    builder = MeshBuilder()
    angle = np.linspace(0, 2 * np.pi, 49)
    rim = np.stack([np.cos(angle) * width_mm / 2, np.zeros_like(angle), np.sin(angle) * height_mm / 2], -1)
    for y, flip in ((0.0, False), (0.5, True)):
        disc = np.stack([np.zeros_like(rim), rim * 0.5, rim]) + np.array([0, y, 0])
        uv = np.stack([disc[..., 0] / width_mm + 0.5, disc[..., 2] / height_mm + 0.5], -1)
        builder.grid(disc, uv if not flip else None, 0 if not flip else 1, flip=not flip)
    # A clear strip carries the disc out from the rail behind it.
    t = np.linspace(0, 1, 12)[:, None]
    side = np.array([-5.0, 5.0])[None, :]
    strip = np.stack([np.broadcast_to(side, (12, 2)), np.broadcast_to(1.0 + 55 * t, (12, 2)),
                      np.broadcast_to(-14 * np.sin(np.pi * t / 2) * (1 - t) - 2, (12, 2))], -1)
    builder.grid(strip, None, 1)
    builder.grid(strip - np.array([0, 0, 0.4]), None, 1, flip=True)
    return builder.build(weld_mm=0.0)
