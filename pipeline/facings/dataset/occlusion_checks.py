"""Checks that amodal masks, occluders and oriented boxes agree with the instance map and the record's counts."""

from collections.abc import Iterator, Sequence

import numpy as np
from pycocotools.mask import decode

from facings.dataset.layout import INSTANCE
from facings.frames.kind_reading import Instance, MapFinding

_ROUNDING_PX = 1e-3


def occlusion_findings(instance_map: np.ndarray, instances: Sequence[Instance]) -> Iterator[MapFinding]:
    """Yield where they disagree; nothing where the recipe did not ask for them."""
    for instance in instances:
        name = f"instance {instance['id']}"
        if "amodal_segmentation" in instance:
            for found, expected in _mask(instance_map, instance):
                yield INSTANCE, f"{name}: {found}", expected
        if (quad := instance.get("oriented_visible_px")) is not None:
            mask = instance_map == instance["id"]
            if (found := _outside(np.array(quad, float), mask)) is not None:
                yield INSTANCE, f"{name}: {found}", "a rectangle around all its pixels"


def _mask(instance_map: np.ndarray, instance: Instance) -> Iterator[tuple[str, str]]:
    height, width = instance_map.shape
    told = instance["amodal_segmentation"]
    if told is None:
        inside = np.zeros((height, width), bool)
    elif list(told["size"]) != [height, width]:
        yield f"its amodal mask is for a picture of {told['size']}", f"[{height}, {width}], height and width"
        return
    else:
        inside = decode({"size": [height, width], "counts": told["counts"].encode("ascii")}).astype(bool)
    if (lost := int(((instance_map == instance["id"]) & ~inside).sum())):
        yield f"{lost} of its visible pixels lie outside its amodal mask", "none"
    box = instance["bbox_amodal_xywh_px"]
    if (found := _tight(inside)) != (expected := _cut(box, width, height)) and not _may_be_less(instance, expected):
        yield f"its amodal mask has the tight box {found}", f"{expected}, the amodal box within the picture,"
    ids, counts = np.unique(instance_map[inside], return_counts=True)
    right = {int(i): int(n) for i, n in zip(ids, counts, strict=True) if i != instance["id"]}
    if {entry["id"]: entry["pixels"] for entry in instance.get("occluders", ())} != right:
        found = f"its occluders are {list(instance.get('occluders', ()))}"
        yield found, f"the pixels by id {right} that the map has in its mask"


def _tight(mask: np.ndarray) -> list[int] | None:
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return [int(xs[0]), int(ys[0]), int(xs[-1] - xs[0] + 1), int(ys[-1] - ys[0] + 1)] if len(xs) else None


def _cut(box: Sequence[int] | None, width: int, height: int) -> list[int] | None:
    if box is None:
        return None
    left, top, right, bottom = max(box[0], 0), max(box[1], 0), min(box[0] + box[2], width), min(box[1] + box[3], height)
    return [left, top, right - left, bottom - top] if right > left and bottom > top else None


def _may_be_less(instance: Instance, cut: list[int] | None) -> bool:
    """Return whether the picture's edge cuts it: what remains may have a smaller box than what the edge leaves of the whole."""
    return cut != instance["bbox_amodal_xywh_px"]


def _outside(quad: np.ndarray, mask: np.ndarray) -> str | None:
    if quad.shape != (4, 2) or not np.isfinite(quad).all():
        return f"its oriented box is {quad.tolist()}, no four corners"
    sides = np.roll(quad, -1, 0) - quad
    lengths = np.linalg.norm(sides, axis=1)
    if (lengths <= 0).any() or (np.abs((sides * np.roll(sides, -1, 0)).sum(1)) > _ROUNDING_PX * lengths.max()).any():
        return f"the angles of its oriented box {quad.tolist()} are not right"
    rows = np.flatnonzero(mask.any(1))
    if not len(rows):
        return "it has an oriented box and no visible pixels"
    left, right = mask.argmax(1)[rows], mask.shape[1] - mask[:, ::-1].argmax(1)[rows]
    ends = np.concatenate([np.stack([column, row], 1) for column in (left, right) for row in (rows, rows + 1)])
    inwards = np.stack([-sides[:, 1], sides[:, 0]], 1) / lengths[:, None]
    away = float(((ends[:, None] - quad) * inwards).sum(2).min())
    return None if away > -_ROUNDING_PX else f"its oriented box leaves pixels {-away:.3f} px outside"
