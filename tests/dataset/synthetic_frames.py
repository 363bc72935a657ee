"""Frames without Blender: flat rectangles and discs before a pinhole camera, with every label exact by construction."""

from pathlib import Path

import numpy as np

from facings.dataset.header import DatasetHeader
from facings.dataset.images import encode_exr, encode_png
from facings.dataset.migrations import RECORD_SCHEMA
from facings.dataset.store import DatasetWriter
from facings.labels.rle import rle_of_all

CATEGORIES = [
    {"id": 1, "name": "price_tag", "supercategory": "fixture"},
    {"id": 2, "name": "tea-green", "supercategory": "drinks"},
    {"id": 5, "name": "tea-black", "supercategory": "drinks"},
    {"id": 7, "name": "soap-rose", "supercategory": "household"},
]
CLASSES = [{"id": 0, "name": "background"}, {"id": 1, "name": "product"}, {"id": 2, "name": "price_tag"}]


def header(**changes) -> DatasetHeader:
    values = {"scene": "shelf", "seed": 7, "recipe": {"camera": {"height_m": 1.5}, "frames": 10},
              "versions": {"facings": "0.1.0", "blender": "5.2.3"}, "semantic_classes": CLASSES,
              "categories": CATEGORIES, "assets": [{"name": "template", "version": "1", "licence": "CC0-1.0",
                                                    "attribution": "", "sha256": "ab" * 32}]}
    return DatasetHeader(**values | changes)


def frame(number: int, width_px: int = 96, height_px: int = 64, objects: int = 9,
          with_amodal: bool = False) -> tuple[dict[str, bytes], dict]:
    """Return the files and the record of a frame; the same number gives the same frame. `with_amodal` adds amodal masks."""
    rng = np.random.default_rng([3, number])
    K = np.array([[80.0, 0, width_px / 2 + 1.5], [0, 82.0, height_px / 2 - 2.25], [0, 0, 1]])
    # Pixel centres of the picture and its eight neighbours, as rays with z = 1.
    u, v = np.meshgrid(np.arange(-width_px, 2 * width_px) + 0.5, np.arange(-height_px, 2 * height_px) + 0.5)
    x, y = (u - K[0, 2]) / K[0, 0], (v - K[1, 2]) / K[1, 1]
    inside = np.s_[height_px:2 * height_px, width_px:2 * width_px]
    depth = np.full((height_px, width_px), np.inf)
    instance_map = np.zeros((height_px, width_px), np.uint16)
    amodal, instances = [], []
    for k in range(1, objects + 1):
        z = rng.uniform(1.0, 3.0)
        half = rng.uniform(0.05, 0.35, 2) * z / 2
        centre = np.array([rng.uniform(-0.6, 0.6) * z, rng.uniform(-0.4, 0.4) * z])
        disc, angle = bool(rng.integers(2)), rng.uniform(-0.5, 0.5)
        c, s = np.cos(angle), np.sin(angle)
        a = (x * z - centre[0]) * c + (y * z - centre[1]) * s
        b = -(x * z - centre[0]) * s + (y * z - centre[1]) * c
        mask = (a / half[0]) ** 2 + (b / half[1]) ** 2 < 1 if disc else (abs(a) < half[0]) & (abs(b) < half[1])
        front = mask[inside] & (z < depth)
        depth[front], instance_map[front] = z, k
        amodal.append(mask)
        category = CATEGORIES[rng.integers(len(CATEGORIES))]
        pose = np.eye(4)
        pose[:2, :2] = [[c, -s], [s, c]]
        pose[:3, 3] = *centre, z
        corners = np.array([[i, j, 0.0] for i in (-half[0], half[0]) for j in (-half[1], half[1]) for _ in (0, 1)])
        pixels = corners @ pose[:3, :3].T + pose[:3, 3]
        pixels = pixels[:, :2] / pixels[:, 2:] * K[[0, 1], [0, 1]] + K[:2, 2]
        tag = category["name"] == "price_tag"
        instances.append({
            "id": k, "category": category["name"], "supercategory": category["supercategory"],
            "kind": "price_tag" if tag else "product", "camera_from_object": pose,
            "box_min_m": [*-half, 0.0], "box_max_m": [*half, 0.0], "box_corners_px": pixels,
            "sku": "tea-green" if tag else category["name"],
            "misplaced": k % 4 == 0, "lying": False, "turned": k % 5 == 0,
            **({"text": "Green tea", "price": "2.78", "currency": "EUR"} if tag else {}),
        })
    masks = rle_of_all(instance_map)
    for record, mask in zip(instances, amodal, strict=True):
        seen = instance_map == record["id"]
        visible, total = int(seen.sum()), int(mask.sum())
        box = bbox(mask, (-width_px, -height_px))
        leaves = box is None or min(box[:2]) < 0 or box[0] + box[2] > width_px or box[1] + box[3] > height_px
        record |= {"bbox_visible_xywh_px": bbox(seen), "bbox_amodal_xywh_px": box, "visible_px": visible,
                   "amodal_px": total, "visible_fraction": visible / total if total else 0.0, "truncated": leaves,
                   "segmentation": masks.get(record["id"])}
        if with_amodal:
            record["amodal_segmentation"] = rle_of_all(mask[inside].astype(np.uint16)).get(1)
    semantic = np.array([0] + [2 if i["kind"] == "price_tag" else 1 for i in instances], np.uint8)[instance_map]
    colours = rng.integers(40, 255, (objects + 1, 3), dtype=np.uint8)
    normal = np.zeros((height_px, width_px, 3), np.float32)
    normal[instance_map > 0] = 0, 0, -1
    name = f"{number:06d}"
    files = {f"images/{name}.png": encode_png(colours[instance_map]),
             f"instance/{name}.png": encode_png(instance_map), f"semantic/{name}.png": encode_png(semantic),
             f"depth/{name}.exr": encode_exr(depth), f"normal/{name}.exr": encode_exr(normal)}
    world_from_camera = np.array([[1, 0, 0, 0.2], [0, 0, 1, -1.8], [0, -1, 0, 1.4], [0, 0, 0, 1]], float)
    camera = {"width_px": width_px, "height_px": height_px, "K": K, "distortion_model": "opencv", "distortion": [0.0] * 5,
              "world_from_camera": world_from_camera}
    w, h = width_px, height_px
    record = {"schema": RECORD_SCHEMA, "frame": number, "seed": 7, "scene": "shelf", "spec": {"schema": 1}, "camera": camera,
              "instances": instances,
              "gaps": [{"sku": "tea-green", "polygon_px": [[0.1 * w, 0.2 * h], [0.3 * w, 0.2 * h], [0.3 * w, 0.6 * h]]},
                       {"sku": "tea-black", "polygon_px": None}],
              "shelf_rows": [{"bay": 0, "board": 0, "polygon_px": [[2, 4], [w - 4, 3], [w - 4, h - 5], [3, h - 4]]}]}
    return files, record


def bbox(mask: np.ndarray, origin: tuple[int, int] = (0, 0)) -> list[int] | None:
    """Return the tight [x, y, w, h] of a mask whose first pixel is at `origin`, or None."""
    ys, xs = np.nonzero(mask)
    if not len(xs):
        return None
    return [int(xs.min()) + origin[0], int(ys.min()) + origin[1], int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1]


def write(folder: Path, frames: int = 3, **options) -> DatasetWriter:
    """Write a whole dataset and return its writer."""
    writer = DatasetWriter(folder, header())
    for number in range(frames):
        writer.write_frame(number, *frame(number, **options))
    return writer
