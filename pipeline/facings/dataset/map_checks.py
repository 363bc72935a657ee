"""Checks that instance map, semantic map, depth and normals agree with each other and with the record."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from facings.dataset.geometry_checks import corners_in_camera
from facings.dataset.layout import DEPTH, INSTANCE, SEMANTIC
from facings.dataset.occlusion_checks import occlusion_findings
from facings.frames.kind_reading import Instance, MapFinding, Record
from facings.labels.rle import rle_of_all

DEPTH_SLACK_M = 0.002
"""How far an instance's depth may leave its 3D box: bump and smooth shading move no surface, float32 hardly."""


def map_findings(arrays: Mapping[str, np.ndarray], record: Record,
                 class_names: Mapping[int, str]) -> Iterator[MapFinding]:
    """Yield what is wrong with the maps in `arrays` (by folder name; damaged ones are absent)."""
    instances = record["instances"]
    if SEMANTIC in arrays:
        unknown = sorted(set(np.unique(arrays[SEMANTIC]).tolist()) - set(class_names))
        if unknown:
            yield SEMANTIC, f"it holds the classes {unknown}", "only classes that dataset.json lists"
    if DEPTH in arrays:
        depth = arrays[DEPTH]
        wrong = int((np.isnan(depth) | (depth <= 0)).sum())
        if wrong:
            yield DEPTH, f"{wrong} pixels are NaN, zero or negative", "metres in front of the camera, or inf"
    if "normal" in arrays:
        yield from _normals(arrays["normal"])
    if INSTANCE not in arrays:
        return
    instance_map = arrays[INSTANCE]
    regions = _Regions(instance_map, len(instances))
    if regions.highest > len(instances):
        found = f"it holds id {regions.highest}"
        yield INSTANCE, found, f"none above {len(instances)}, the record's number of instances,"
        return
    yield from _extents(regions, instances)
    yield from _masks(instance_map, instances)
    yield from occlusion_findings(instance_map, instances)
    if SEMANTIC in arrays:
        yield from _semantics(regions, arrays[SEMANTIC], instances, class_names)
    if DEPTH in arrays:
        yield from _depths(regions, arrays[DEPTH], instances)


class _Regions:
    """The pixels of each instance: flat indices sorted by instance, so that each is one slice."""

    def __init__(self, instance_map: np.ndarray, count: int) -> None:
        self.width_px = instance_map.shape[1]
        flat = instance_map.ravel()
        pixels = np.flatnonzero(flat)
        ids = flat[pixels]
        self.highest = int(ids.max()) if len(ids) else 0
        order = np.argsort(ids, kind="stable")
        self._pixels = pixels[order]
        self._begin = np.searchsorted(ids[order], np.arange(1, count + 2))

    def of(self, instance_id: int) -> np.ndarray:
        return self._pixels[self._begin[instance_id - 1]:self._begin[instance_id]]


def _extents(regions: _Regions, instances: Sequence[Instance]) -> Iterator[MapFinding]:
    for instance in instances:
        pixels = regions.of(instance["id"])
        if len(pixels) != instance["visible_px"]:
            found = f"instance {instance['id']} has {len(pixels)} pixels"
            yield INSTANCE, found, f"{instance['visible_px']}, the record's visible_px,"
            continue
        box = None
        if len(pixels):
            y, x = np.divmod(pixels, regions.width_px)
            box = [int(x.min()), int(y.min()), int(np.ptp(x)) + 1, int(np.ptp(y)) + 1]
        if box != instance["bbox_visible_xywh_px"]:
            found = f"instance {instance['id']} has the tight box {box}"
            yield INSTANCE, found, f"{instance['bbox_visible_xywh_px']}, the record's,"


def _masks(instance_map: np.ndarray, instances: Sequence[Instance]) -> Iterator[MapFinding]:
    """Where the record carries COCO masks they must be the map's; a mask has one canonical run-length text."""
    if not any(instance.get("segmentation") for instance in instances):
        return
    right = rle_of_all(instance_map)
    for instance in instances:
        mask = instance.get("segmentation")
        if mask is not None and instance["visible_px"] and mask != right.get(instance["id"]):
            found = f"the record's segmentation of instance {instance['id']} covers other pixels than the map"
            yield INSTANCE, found, "the same pixels"


def _semantics(regions: _Regions, semantic: np.ndarray, instances: Sequence[Instance],
               class_names: Mapping[int, str]) -> Iterator[MapFinding]:
    """Where an instance's `kind` is the name of a semantic class, all its pixels have that class, and no others do."""
    class_of = {name: number for number, name in class_names.items()}
    flat = semantic.ravel()
    claimed = dict.fromkeys((class_of[i["kind"]] for i in instances if i.get("kind") in class_of), 0)
    for instance in instances:
        right = class_of.get(instance.get("kind", ""))
        if right is None:
            continue
        values = flat[regions.of(instance["id"])]
        wrong = int((values != right).sum())
        claimed[right] += len(values) - wrong
        if wrong:
            found = f"{wrong} pixels of instance {instance['id']} have other classes"
            yield SEMANTIC, found, f"class {right} ({instance['kind']}) in all of them"
    for number, count in claimed.items():
        total = int((flat == number).sum())
        if total > count:
            found = f"{total - count} pixels of class {number} ({class_names[number]}) belong to no such instance"
            yield SEMANTIC, found, "an instance behind every one of them"


def _depths(regions: _Regions, depth: np.ndarray, instances: Sequence[Instance]) -> Iterator[MapFinding]:
    flat = depth.ravel()
    for instance in instances:
        values = flat[regions.of(instance["id"])]
        if not len(values):
            continue
        name = f"instance {instance['id']}"
        if not np.isfinite(values).all():
            found = f"{int((~np.isfinite(values)).sum())} pixels of {name} have no depth"
            yield DEPTH, found, "a finite depth wherever there is an instance"
            continue
        if "camera_from_object" not in instance:
            continue
        z = corners_in_camera(instance)[:, 2]
        low, high = float(values.min()), float(values.max())
        slack = DEPTH_SLACK_M + 1e-4 * high
        if low < z.min() - slack or high > z.max() + slack:
            found = f"{name} lies between {low:.4f} and {high:.4f} m"
            yield DEPTH, found, f"{z.min():.4f} to {z.max():.4f} m, the depths of its 3D box,"


def _normals(normal: np.ndarray) -> Iterator[MapFinding]:
    if normal.ndim != 3 or normal.shape[2] != 3:
        yield "normal", f"its shape is {normal.shape}", "three channels"
        return
    length = np.linalg.norm(normal, axis=-1)
    wrong = int((np.abs(length - 1) > 0.01)[length > 0].sum()) + int(np.isnan(length).sum())
    if wrong:
        yield "normal", f"{wrong} normals are not of unit length", "length 1, or 0 where nothing was hit"
