"""Checks that amodal masks, occluders and oriented boxes agree with the instance map and the record's counts."""

from collections.abc import Iterator, Sequence

import numpy as np
from pycocotools.mask import decode

from facings.dataset.layout import INSTANCE
from facings.frames.kind_reading import Instance, MapFinding
from facings.labels.mask_boxes import row_ends, tight_box

_ROUNDING_PX = 1e-3


def occlusion_findings(instance_map: np.ndarray, instances: Sequence[Instance]) -> Iterator[MapFinding]:
    """Yield where they disagree; nothing where the recipe did not ask for them."""
    for instance in instances:
        if "amodal_segmentation" in instance:
            for found, expected in _findings(instance_map, instance):
                yield INSTANCE, f"instance {instance['id']}: {found}", expected


def _findings(instance_map: np.ndarray, instance: Instance) -> Iterator[tuple[str, str]]:
    height, width = instance_map.shape
    shown = instance_map == instance["id"]
    told = instance["amodal_segmentation"]
    if told is None:
        inside = np.zeros((height, width), bool)
    elif list(told["size"]) != [height, width]:
        yield f"its amodal mask is for a picture of {told['size']}", f"[{height}, {width}], height and width"
        return
    else:
        inside = decode({"size": [height, width], "counts": told["counts"].encode("ascii")}).astype(bool)
    if (lost := int((shown & ~inside).sum())):
        yield f"{lost} of its visible pixels lie outside its amodal mask", "none"
    box = instance["bbox_amodal_xywh_px"]
    if (found := tight_box(inside)) != (expected := _cut(box, width, height)) and not _may_be_less(instance, expected):
        yield f"its amodal mask has the tight box {found}", f"{expected}, the amodal box within the picture,"
    ids, counts = np.unique(instance_map[inside], return_counts=True)
    right = {int(i): int(n) for i, n in zip(ids, counts, strict=True) if i != instance["id"]}
    if {entry["id"]: entry["pixels"] for entry in instance.get("occluders", ())} != right:
        found = f"its occluders are {list(instance.get('occluders', ()))}"
        yield found, f"the pixels by id {right} that the map has in its mask"
    for sort, mask, there in (("visible", shown, shown.any()), ("amodal", inside, box is not None)):
        if (fault := _fault(instance[f"oriented_{sort}_px"], mask, bool(there))) is not None:
            yield f"its oriented {sort} box {fault}", "a rectangle around all such pixels, null where there are none"


def _cut(box: Sequence[int] | None, width: int, height: int) -> list[int] | None:
    if box is None:
        return None
    left, top, right, bottom = max(box[0], 0), max(box[1], 0), min(box[0] + box[2], width), min(box[1] + box[3], height)
    return [left, top, right - left, bottom - top] if right > left and bottom > top else None


def _may_be_less(instance: Instance, cut: list[int] | None) -> bool:
    """Return whether the picture's edge cuts it: what remains may have a smaller box than what the edge leaves of the whole."""
    return cut != instance["bbox_amodal_xywh_px"]


def _fault(corners: Sequence[Sequence[float]] | None, mask: np.ndarray, there: bool) -> str | None:
    """What is wrong with the corners of a rectangle around pixels that are `there`; `mask` holds those within the picture."""
    if corners is None or not there:
        return None if (corners is not None) == there else f"is {corners}"
    quad = np.array(corners, float)
    if quad.shape != (4, 2) or not np.isfinite(quad).all():
        return f"is {corners}, no four corners"
    sides = np.roll(quad, -1, 0) - quad
    lengths = np.linalg.norm(sides, axis=1)
    if (lengths <= 0).any() or (np.abs((sides * np.roll(sides, -1, 0)).sum(1)) > _ROUNDING_PX * lengths.max()).any():
        return f"{corners} has angles that are not right"
    inwards = np.stack([-sides[:, 1], sides[:, 0]], 1) / lengths[:, None]
    away = float(((row_ends(mask)[:, None] - quad) * inwards).sum(2).min(initial=0.0))
    return None if away > -_ROUNDING_PX else f"leaves pixels {-away:.3f} px outside"
