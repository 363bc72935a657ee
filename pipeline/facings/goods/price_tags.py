"""Price tags ready for Blender: a small plate or a disc on a clear strip, and its picture as finely as it is seen."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image

from facings.frames.spec import Quaternion, Vec3
from facings.goods.artwork.canvas import PrintedText
from facings.goods.artwork.tags import tag_face
from facings.goods.atlas import atlas
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import MeshData, Surface
from facings.goods.placement import PriceTag
from facings.goods.text_places import surface_texts, texts_in_uv
from facings.labels.bent import may_see, px_per_m
from facings.labels.camera import Pinhole, rigid, rotation_from_quaternion
from facings.labels.surface_texts import SurfaceText

PAPER = Surface(name="tag", base_color=(1.0, 1.0, 1.0), printed=True, roughness=0.5, coat=0.6, coat_roughness=0.12)
"""Printed paper behind a clear cover strip; a tag's first surface."""

STRIP = Surface(name="strip", base_color=(0.93, 0.94, 0.95), roughness=0.15, coat=0.5)
"""A tag's second surface."""

_OVERSAMPLING = 1.6
"""Texture pixels for each picture pixel: enough for the print to stay sharp, not more than is seen."""
_SMALLEST_PX = 24


@dataclass(frozen=True, eq=False)
class TagCards:
    """The bodies and prints of a frame's price tags."""

    shapes: tuple[str, ...]
    """One a tag: equal shapes are equal meshes."""
    meshes: Mapping[str, MeshData]
    """By shape."""
    picture: np.ndarray
    """(H, W, 3) uint8 sRGB: the prints of all tags; (0, 0, 3) where there is none."""
    cells: np.ndarray
    """(N, 4) float64: where each tag's print lies in `picture`, as `facings.goods.atlas` tells it."""
    texts: tuple[tuple[PrintedText, ...], ...]
    """What is printed on each, in the texture coordinates of its body; nothing on one that the camera does not see."""

    def surface_texts(self) -> list[tuple[SurfaceText, ...]]:
        """Return the text on each tag's body."""
        return [tuple(surface_texts(self.meshes[shape], [0], texts)) for shape, texts in
                zip(self.shapes, self.texts, strict=True)]


def tag_cards(tags: Sequence[PriceTag], camera: Pinhole) -> TagCards:
    """Return the tags' bodies and prints, each printed as finely as `camera` can see it."""
    shapes = tuple(f"price_tag/{tag.style}/{tag.width_m}/{tag.height_m}" for tag in tags)
    meshes = {shape: _body(tag.style, tag.width_m, tag.height_m) for shape, tag in zip(shapes, tags, strict=True)}
    if not tags:
        return TagCards((), {}, np.zeros((0, 0, 3), np.uint8), np.zeros((0, 4)), ())
    pictures, texts = zip(*(_print(tag, camera) for tag in tags), strict=True)
    return TagCards(shapes, meshes, *atlas(pictures), texts)


def _print(tag: PriceTag, camera: Pinhole) -> tuple[np.ndarray, tuple[PrintedText, ...]]:
    width = seen_width_px(tag.position_m, tag.rotation_wxyz, tag.width_m, tag.height_m, camera)
    if width == 0:
        return _unread(tag.style, tag.promotion, tag.width_m, tag.height_m), ()
    face = tag_face(tag)
    return _reduced(face.image, max(width, _SMALLEST_PX)), texts_in_uv(face)


def _reduced(drawn: Image.Image, width_px: int) -> np.ndarray:
    if width_px < drawn.width:
        drawn = drawn.resize((width_px, max(1, round(width_px * drawn.height / drawn.width))), resample=3, reducing_gap=3.0)
    return np.asarray(drawn.convert("RGB"))


@lru_cache(maxsize=64)
def _unread(style: str, promotion: bool, width_m: float, height_m: float) -> np.ndarray:
    """What tags outside the picture show, which at most a reflection tells of: the colours of one like them."""
    return _reduced(tag_face(PriceTag(
        sku="", name="Sample", detail="500 g", price="2.50", currency="€", unit_price="€ 5.00/kg", ean="2000000000039",
        promotion=promotion, style=style, width_m=width_m, height_m=height_m, position_m=(0.0, 0.0, 0.0),
        rotation_wxyz=(1.0, 0.0, 0.0, 0.0))).image, _SMALLEST_PX)


def seen_width_px(position_m: Vec3, rotation_wxyz: Quaternion, width_m: float, height_m: float, camera: Pinhole) -> int:
    """Return how many texture pixels a print needs across; 0 where the camera does not see it.

    Its own frame lies in its middle, X along its width, Z up, as a price tag's.
    """
    pose = camera.camera_from_world @ rigid(rotation_from_quaternion(rotation_wxyz), np.array(position_m))
    ends = np.array([[x, 0, z] for x in (-0.5, 0.5) for z in (-0.5, 0.5)]) * [width_m, 1, height_m]
    if camera.lens is not None:
        middle, radius = pose[None, :3, 3], np.array([math.hypot(width_m, height_m) / 2])
        if not may_see(middle, radius, camera, margin=0.2).all():
            return 0
        return math.ceil(_OVERSAMPLING * width_m * float(px_per_m(middle, radius, camera)[0]))
    pixels = camera.project(ends @ pose[:3, :3].T + pose[:3, 3])
    if not np.isfinite(pixels).all():
        return 0
    margin = 0.2 * np.array([camera.width_px, camera.height_px])
    if (pixels.max(0) < -margin).any() or (pixels.min(0) > [camera.width_px, camera.height_px] + margin).any():
        return 0
    # The nearest part counts: what is seen at a slant needs its full width where it is closest.
    depth = (ends @ pose[:3, :3].T + pose[:3, 3])[:, 2].min()
    return math.ceil(_OVERSAMPLING * width_m * camera.K[0, 0] / depth)


@lru_cache(maxsize=64)
def _body(style: str, width_m: float, height_m: float) -> MeshData:
    return (_wobbler if style == "wobbler" else _plate)(width_m * 1000, height_m * 1000)


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
