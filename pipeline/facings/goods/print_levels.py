"""Prints no finer than the camera can see: which halving of a print's picture a frame needs, and how it is made."""

import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
from PIL import Image

from facings.goods.placement import PlacedItem
from facings.goods.shape import ProductShape
from facings.labels.bent import may_see, px_per_m
from facings.labels.camera import Pinhole

TEXELS_PER_PX = 2.0
"""A print has at least so many pixels for each of the picture's, across, where it is nearest: it is no less sharp for it."""

MOST_HALVINGS = 5

_NEAREST_M = 0.01
_MARGIN = 0.1
"""What stands so far outside the picture, in shares of it, is seen in reflections alone."""


def needed_px_per_mm(placed: Sequence[PlacedItem], shapes: Mapping[str, ProductShape], camera: Pinhole) -> dict[str, float]:
    """Return how many picture pixels a millimetre of each SKU takes where its items come nearest to the camera.

    A SKU none of whose items reaches into the picture is not named.
    """
    if not placed:
        return {}
    middle, radius = _spheres(placed, shapes)
    pose = camera.camera_from_world
    in_camera = middle @ pose[:3, :3].T + pose[:3, 3]
    if camera.lens is not None:
        seen = may_see(in_camera, radius, camera, _MARGIN)
        return _most(placed, seen, px_per_m(in_camera, radius, camera)[seen] / 1000)
    x, y, z = in_camera.T
    nearest = np.maximum(z - radius, _NEAREST_M)
    focal = float(max(camera.K[0, 0], camera.K[1, 1]))
    size = np.array([camera.width_px, camera.height_px])
    # A sphere's outline lies within its radius as the nearest part of it is magnified.
    reach = focal * radius / nearest
    across = np.stack([camera.K[0, 0] * x, camera.K[1, 1] * y], -1) / np.maximum(z, nearest)[:, None] + camera.K[:2, 2]
    low, high = across - reach[:, None], across + reach[:, None]
    seen = (z + radius > 0) & (high > -_MARGIN * size).all(-1) & (low < (1 + _MARGIN) * size).all(-1)
    return _most(placed, seen, focal / (1000 * nearest[seen]))


def _most(placed: Sequence[PlacedItem], seen: np.ndarray, px_per_mm: np.ndarray) -> dict[str, float]:
    """By SKU the largest of the values of its items that are `seen`, (N,) bool."""
    needed: dict[str, float] = {}
    for item, value in zip((item for item, is_seen in zip(placed, seen, strict=True) if is_seen), px_per_mm.tolist(),
                           strict=True):
        needed[item.sku] = max(needed.get(item.sku, 0.0), value)
    return needed


def level_for(print_px_per_mm: float, needed: float) -> int:
    """Return how often a print may be halved and still have `TEXELS_PER_PX`; `needed` in picture pixels a millimetre."""
    if needed <= 0:
        return MOST_HALVINGS
    return int(np.clip(np.floor(np.log2(print_px_per_mm / (TEXELS_PER_PX * needed))), 0, MOST_HALVINGS))


def reduced_path(print_path: Path, level: int) -> Path:
    """Return where the halving of a print lies: beside it, the print itself for level 0."""
    return print_path.with_name(f"{print_path.stem}.{_made_by()}.{level}.png") if level else print_path


def write_reduced(source: Path, level: int, target: Path) -> None:
    """Write the halving of a print; it appears whole or not at all."""
    handle, drawing = tempfile.mkstemp(prefix=".drawing-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file, Image.open(source) as print_image:
            reduced(print_image, level).save(file, "PNG", compress_level=3)
        os.replace(drawing, target)
    except BaseException:
        Path(drawing).unlink(missing_ok=True)
        raise


def reduced(picture: Image.Image, level: int) -> Image.Image:
    """Return an RGB picture at 1 / 2**level of its size, filtered in linear light, as a camera far off would see it."""
    factor = 2**level
    size = max(1, round(picture.width / factor)), max(1, round(picture.height / factor))
    linear = _LINEAR_OF_BYTE[np.asarray(picture.convert("RGB"))]
    planes = [np.asarray(Image.fromarray(np.ascontiguousarray(linear[..., c])).resize(size, Image.Resampling.LANCZOS))
              for c in range(3)]
    values = np.clip(np.stack(planes, -1), 0.0, 1.0)
    encoded = np.where(values <= 0.0031308, 12.92 * values, 1.055 * values ** (1 / 2.4) - 0.055)
    return Image.fromarray(np.rint(255 * encoded).astype(np.uint8))


def _spheres(placed: Sequence[PlacedItem], shapes: Mapping[str, ProductShape]) -> tuple[np.ndarray, np.ndarray]:
    """Middle, (N, 3) metres in the world, and radius, (N,), of a sphere around each item."""
    around = {}
    for sku in {item.sku for item in placed}:
        hull = shapes[sku].hull_m
        middle = (hull.min(0) + hull.max(0)) / 2
        around[sku] = middle, float(np.linalg.norm(hull - middle, axis=1).max())
    scale = np.array([item.scale for item in placed], float)
    local = scale * np.array([around[item.sku][0] for item in placed])
    turn = np.array([item.rotation_wxyz for item in placed], float)
    turn /= np.linalg.norm(turn, axis=1, keepdims=True)
    # v + 2 q x (q x v + w v), for a unit quaternion (w, q)
    turned = local + 2 * np.cross(turn[:, 1:], np.cross(turn[:, 1:], local) + turn[:, :1] * local)
    radius = scale.max(1) * np.array([around[item.sku][1] for item in placed])
    return turned + np.array([item.position_m for item in placed], float), radius


@cache
def _made_by() -> str:
    """Part of a halving's name: when what makes it changes, it is made anew."""
    return hashlib.sha256(Path(__file__).read_bytes() + version("pillow").encode()).hexdigest()[:8]


_BYTES = np.arange(256, dtype=np.float64) / 255
_LINEAR_OF_BYTE = np.where(_BYTES <= 0.04045, _BYTES / 12.92, ((_BYTES + 0.055) / 1.055) ** 2.4).astype(np.float32)
"""sRGB decoded by IEC 61966-2-1."""
