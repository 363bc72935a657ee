"""Checks that a frame's record has the common part's keys and agrees with the dataset's header and with itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from facings.dataset.header import DatasetHeader
from facings.frames.kind_reading import Finding, Instance, Record

COMMON_KEYS = ("schema", "frame", "seed", "scene", "spec", "camera", "instances", "files")
CAMERA_KEYS = ("width_px", "height_px", "K", "distortion_model", "distortion", "world_from_camera")
INSTANCE_KEYS = ("id", "category", "supercategory", "bbox_visible_xywh_px", "bbox_amodal_xywh_px", "visible_px", "amodal_px",
                 "visible_fraction")
POSE_KEYS = ("camera_from_object", "box_min_m", "box_max_m", "box_corners_px")
"""Pose and 3D box: of every instance of a record or, where the scene kind has none, of no one."""


def header_findings(data: dict[str, Any], header: DatasetHeader) -> Iterator[Finding]:
    """Yield what is wrong with `dataset.json`: `data` is its content, `header` what was read from it."""
    if data.get("fingerprint") != header.fingerprint:
        yield f"its fingerprint is {data.get('fingerprint')!r}", f"{header.fingerprint!r}, that of its content,"
    for key, lowest in (("categories", 1), ("semantic_classes", 0)):
        entries = getattr(header, key)
        for part in ("id", "name"):
            values = [entry[part] for entry in entries]
            if len(set(values)) < len(values):
                yield f"{key} repeats an {part}" if part == "id" else f"{key} repeats a {part}", "each once"
        if any(entry["id"] < lowest for entry in entries):
            yield f"{key} has an id below {lowest}", f"ids from {lowest} on"


def record_findings(record: Record, number: int, header: DatasetHeader) -> Iterator[Finding]:
    """Yield what is wrong with the record itself, without looking into any other file."""
    missing = [key for key in COMMON_KEYS if key not in record]
    missing += [f"camera.{key}" for key in CAMERA_KEYS if key not in record.get("camera", {})]
    if missing:
        yield f"it lacks {', '.join(missing)}", "every key of the record's common part"
        return
    if record.get("bytes", record["files"]).keys() != record["files"].keys():
        yield f"its bytes are those of {', '.join(record['bytes']) or 'no file'}", f"{', '.join(record['files']) or 'none'}"
    for key, right in (("frame", number), ("seed", header.seed), ("scene", header.scene)):
        if record[key] != right:
            yield f"its {key} is {record[key]!r}", repr(right)
    spec = record["spec"]
    for key in ("frame", "seed", "scene"):
        if key in spec and spec[key] != record[key]:
            yield f"its spec's {key} is {spec[key]!r}", f"{record[key]!r}, the record's,"
    supercategory = {c["name"]: c["supercategory"] for c in header.categories}
    demanded = INSTANCE_KEYS + (POSE_KEYS if has_poses(record) else ())
    for position, instance in enumerate(record["instances"], 1):
        missing = [key for key in demanded if key not in instance]
        if missing:
            yield f"its instance number {position} lacks {', '.join(missing)}", "every key of an instance"
            return
        name = f"instance {instance['id']}"
        if instance["id"] != position:
            yield f"instance number {position} has id {instance['id']!r}", str(position)
        category = instance["category"]
        if category not in supercategory:
            yield f"{name}'s category is {category!r}", "one that dataset.json lists"
        elif instance["supercategory"] != supercategory[category]:
            yield (f"{name}'s supercategory is {instance['supercategory']!r}",
                   f"{supercategory[category]!r}, that of {category!r} in dataset.json,")
        yield from _counts(name, instance, record["camera"])


def has_poses(record: Record) -> bool:
    """Return whether any instance has a pose or a 3D box, so that all must have both."""
    return any(key in instance for instance in record["instances"] for key in POSE_KEYS)


def _counts(name: str, instance: Instance, camera: Mapping[str, Any]) -> Iterator[Finding]:
    visible, amodal, fraction = instance["visible_px"], instance["amodal_px"], instance["visible_fraction"]
    if not 0 <= visible <= amodal:
        yield f"{name} has {visible} visible and {amodal} amodal pixels", "at least as many amodal ones"
    right = visible / amodal if amodal else 0.0
    if not abs(fraction - right) <= 1e-6:
        yield f"{name}'s visible_fraction is {fraction}", f"{right} ({visible} / {amodal} pixels)"
    inner, outer = instance["bbox_visible_xywh_px"], instance["bbox_amodal_xywh_px"]
    if (inner is None) != (visible == 0):
        yield f"{name} has {visible} visible pixels, visible box {inner}", "a box where, and only where, pixels are"
    if (outer is None) != (amodal == 0):
        yield f"{name} has {amodal} amodal pixels, amodal box {outer}", "a box where, and only where, pixels are"
    if inner is not None and outer is not None:
        (x, y, w, h), (ax, ay, aw, ah) = inner, outer
        if x < ax or y < ay or x + w > ax + aw or y + h > ay + ah:
            yield f"{name}'s visible box {inner} leaves its amodal box {outer}", "a visible box inside"
    if outer is not None and "truncated" in instance:
        ax, ay, aw, ah = outer
        leaves = ax < 0 or ay < 0 or ax + aw > camera["width_px"] or ay + ah > camera["height_px"]
        if instance["truncated"] is not leaves:
            yield f"{name}'s truncated is {instance['truncated']} with the amodal box {outer}", str(leaves)
