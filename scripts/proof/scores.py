"""How good predictions are: errors of points by face size and by yaw, and average precision of boxes as COCO counts it."""

import contextlib
import io
from collections.abc import Sequence

import cv2
import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from proof.points import between_eyes

YAW_EDGES_DEG = (0, 15, 30, 45, 60, 75, 90)


def point_errors(found: np.ndarray, truth: np.ndarray) -> dict[str, np.ndarray]:
    """Return each face's mean error in per cent, of (N, 68, 2) points: 'box' by the root of the area of the true points' box,
    'eyes' by the distance of the eyes' outer corners. Points that are NaN in `truth` do not count."""
    off = np.nanmean(np.linalg.norm(found - truth, axis=-1), -1)
    width, height = (np.nanmax(truth[..., k], 1) - np.nanmin(truth[..., k], 1) for k in (0, 1))
    return {"box": 100 * off / np.sqrt(width * height), "eyes": 100 * off / between_eyes(truth)}


def median_interval(values: Sequence[float] | np.ndarray, seed: int = 0) -> tuple[float, float, float]:
    """Return the median and its interval of 95 % by resampling; NaNs where there is no value."""
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    if not len(values):
        return np.nan, np.nan, np.nan
    drawn = np.random.default_rng(seed).choice(values, (2000, len(values)))
    low, high = np.quantile(np.median(drawn, 1), [0.025, 0.975])
    return float(np.median(values)), float(low), float(high)


def by_yaw(errors: np.ndarray, yaw_deg: np.ndarray) -> list[tuple[float, float, float, int]]:
    """Return median, its interval and the number of faces for each range of |yaw| in `YAW_EDGES_DEG`."""
    side = np.abs(yaw_deg)
    rows = []
    for low, high in zip(YAW_EDGES_DEG, YAW_EDGES_DEG[1:], strict=False):
        inside = (side >= low) & ((side < high) | (high == YAW_EDGES_DEG[-1]))
        rows.append((*median_interval(errors[inside]), int(inside.sum())))
    return rows


def ap50(truth: Sequence[np.ndarray], found: Sequence[np.ndarray], ignored: Sequence[np.ndarray] | None = None) -> float:
    """Return COCO's average precision at IoU 0.5, up to 300 boxes a picture; NaN where nothing is to be found.

    By picture: `truth` and `ignored` (N, 4), `found` (N, 5) with the score last; x, y, width, height.
    """
    if not sum(map(len, truth)):
        return np.nan
    ignored = ignored if ignored is not None else [np.zeros((0, 4))] * len(truth)
    entries = [_entry(number, box, crowd) for of_pictures, crowd in ((truth, 0), (ignored, 1))
               for number, boxes in enumerate(of_pictures) for box in boxes]
    results = [_entry(number, box[:4], 0) | {"score": float(box[4])} for number, boxes in enumerate(found)
               for box in boxes]
    if not results:
        return 0.0
    for number, entry in enumerate(entries):
        entry["id"] = number + 1
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {"images": [{"id": number} for number in range(len(truth))], "categories": [{"id": 1}],
                        "annotations": entries, "info": {}}
        coco.createIndex()
        judged = COCOeval(coco, coco.loadRes(results), "bbox")
        judged.params.maxDets, judged.params.iouThrs = [300], np.array([0.5])
        judged.params.areaRng, judged.params.areaRngLbl = [[0, 1e10]], ["all"]
        judged.evaluate()
        judged.accumulate()
    precision = judged.eval["precision"]
    return float(precision[precision > -1].mean())


def _entry(image: int, box: np.ndarray, crowd: int) -> dict:
    x, y, width, height = (float(value) for value in box)
    return {"image_id": image, "category_id": 1, "bbox": [x, y, width, height], "area": width * height, "iscrowd": crowd}


def apart(boxes: np.ndarray, most: float = 0.5) -> np.ndarray:
    """Return those of (N, 5) boxes that overlap no better one by an IoU above `most`, the best first."""
    if not len(boxes):
        return boxes
    return boxes[np.asarray(cv2.dnn.NMSBoxes(boxes[:, :4].tolist(), boxes[:, 4].tolist(), 0.0, most), int)]
