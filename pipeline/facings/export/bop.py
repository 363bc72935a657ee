"""BOP's scenewise layout: `PART/SCENE/{rgb,depth,mask,mask_visib}`, `scene_camera.json`, `scene_gt.json`, `scene_gt_info.json`.

By `docs/bop_datasets_format.md` and `scripts/calc_gt_info.py` of bop_toolkit (Hodan et al.): poses map points of the model to
the camera's frame, which is ours (X right, Y down, Z forward), in millimetres; pixels are counted from 0 at the centre of the
first one, so the principal point is ours less half a pixel; depth times `depth_scale` is millimetres, 0 where there is none.
Boxes are [x, y, width, height] with width and height the differences of the last and first pixel, one less than COCO's, and
[-1, -1, -1, -1] for what is not seen. `px_count_all` counts what lies outside the picture too, `px_count_valid` the object's
pixels in the picture where depth is known, whoever stands there.

A scene holds a hundred frames of one part by number; an image's number is the frame's, an object's its category's id. The
models are boxes: those of an object's instances, joined over the whole set.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from pycocotools.mask import decode

from facings.dataset.images import encode_png
from facings.dataset.json_text import one_line
from facings.dataset.layout import IMAGES
from facings.dataset.reader import Frame
from facings.errors import InputError
from facings.export.coco_lines import frames_there
from facings.export.folder import Content, FolderExporter, InstanceFolderOptions, Job, Unit
from facings.export.refusals import lacked, refuse_lenses
from facings.frames.kind_reading import Instance

_SCALES_MM = (0.1, 0.2, 0.5, 1.0)
"""Millimetres that a depth map's steps may stand for; the finest that reaches as far as a picture goes is taken."""
_NOT_SEEN = [-1, -1, -1, -1]


@dataclass(frozen=True)
class BopOptions(InstanceFolderOptions):
    """Beside those of formats with instances, which of the hidden ones are told."""

    hidden: bool = False
    """Instances of which nothing is seen are told too, with boxes of -1."""


@dataclass(frozen=True)
class BopFrame:
    """What BOP says of one frame."""

    camera: dict[str, Any]
    gt: list[dict[str, Any]]
    gt_info: list[dict[str, Any]]
    depth: bytes
    """PNG of 16 bits."""
    instances: list[Instance]
    """As `gt` has them."""


class BopExporter(FolderExporter):
    """The format `bop`; see `FolderExporter`."""

    name = "bop"
    summary = "BOP's 6D poses, scene by scene"
    options = BopOptions
    unheld = ("the items' meshes: a model is its object's box over the whole set", "classes of pixels",
              "texts, prices and gaps")
    frames_a_unit = 100

    def check(self, job: Job) -> None:
        """Raise InputError where lenses distort, or records lack poses or amodal masks: the format has no word for it."""
        check_bop(job)

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the pictures, maps and masks of the scene of each part, then what is said of its images."""
        for part in dict.fromkeys(part for part, _ in unit.members):
            scene = f"{part}/{unit.number:06d}"
            told: dict[str, list[str]] = {"scene_camera": [], "scene_gt": [], "scene_gt_info": []}
            for _, frame in (member for member in unit if member[0] == part):
                yield job.file(frame, IMAGES, f"{scene}/rgb")
                described = bop_frame(job, frame)
                yield f"{scene}/depth/{frame.number:06d}.png", described.depth
                for number, instance in enumerate(described.instances):
                    for folder, mask in zip(("mask", "mask_visib"), masks_of(frame, instance), strict=True):
                        data = encode_png(mask.astype(np.uint8) * np.uint8(255))
                        yield f"{scene}/{folder}/{frame.number:06d}_{number:06d}.png", data
                for name, content in zip(told, (described.camera, described.gt, described.gt_info), strict=True):
                    told[name].append(f'"{frame.number}": {one_line(content)}')
            for name, lines in told.items():
                yield f"{scene}/{name}.json", ("{\n" + ",\n".join(lines) + "\n}\n").encode()

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield the camera of the first frame, the models and what they are called."""
        yield from model_files(job)
        first = next(iter(frames_there(job.dataset)), None)
        if first is not None:
            K, scale_mm = pixel_centred(first), depth_scale_mm(first.depth())
            yield "camera.json", (one_line({
                "cx": K[0, 2], "cy": K[1, 2], "depth_scale": scale_mm, "fx": K[0, 0], "fy": K[1, 1],
                "height": first.height_px, "width": first.width_px}), "\n")


def check_bop(job: Job) -> None:
    """Raise InputError where lenses distort, or records lack poses or amodal masks."""
    refuse_lenses(job.dataset, "BOP's cameras hold")
    for key in lacked(job.dataset, ("camera_from_object", "amodal_segmentation")):
        hint = " Render with --set labels.amodal=true." if key == "amodal_segmentation" else ""
        raise InputError(f"BOP needs {key} of each instance, which {job.dataset.path} lacks.{hint}")


def bop_frame(job: Job, frame: Frame) -> BopFrame:
    """Return what BOP says of a frame; instances in the order of their ids, as far as the options want them."""
    depth_m = frame.depth()
    scale_mm = depth_scale_mm(depth_m)
    # What is too far for 16 bits is not known, as what is at infinity.
    steps = np.where(np.isfinite(depth_m), np.rint(depth_m * (1000 / scale_mm)), 0)
    steps = np.where(steps <= np.iinfo(np.uint16).max, steps, 0).astype(np.uint16)
    gt, info, instances = [], [], []
    for instance, obj_id in wanted(job, frame):
        amodal, _ = masks_of(frame, instance)
        pose = np.array(instance["camera_from_object"], float)
        gt.append({"cam_R_m2c": pose[:3, :3].ravel().tolist(), "cam_t_m2c": (1000 * pose[:3, 3]).tolist(), "obj_id": obj_id})
        info.append({
            "bbox_obj": _box(instance["bbox_amodal_xywh_px"] if instance["visible_px"] else None),
            "bbox_visib": _box(instance["bbox_visible_xywh_px"]), "px_count_all": instance["amodal_px"],
            "px_count_valid": int(np.count_nonzero(steps[amodal])), "px_count_visib": instance["visible_px"],
            "visib_fract": instance["visible_fraction"]})
        instances.append(instance)
    camera_from_world = np.linalg.inv(frame.world_from_camera)
    camera = {"cam_K": pixel_centred(frame).ravel().tolist(), "cam_R_w2c": camera_from_world[:3, :3].ravel().tolist(),
              "cam_t_w2c": (1000 * camera_from_world[:3, 3]).tolist(), "depth_scale": scale_mm}
    return BopFrame(camera, gt, info, encode_png(steps), instances)


def wanted(job: Job, frame: Frame) -> list[tuple[Instance, int]]:
    """Return the instances that the options ask for, each with its object's number."""
    options = job.options
    if isinstance(options, BopOptions) and options.hidden:
        named = ((instance, job.table.id_of(instance, frame)) for instance in frame.instances)
        chosen = {id(instance) for instance, _ in job.chosen(frame)}
        return [(instance, number) for instance, number in named
                if number is not None and (id(instance) in chosen or not instance["visible_px"])]
    return [(instance, int(job.table.categories[number]["id"])) for instance, number in job.chosen(frame)]


def pixel_centred(frame: Frame) -> np.ndarray:
    """Return (3, 3) intrinsics for pixels that are counted from 0 at the centre of the first one."""
    return frame.K - [[0, 0, 0.5], [0, 0, 0.5], [0, 0, 0]]


def depth_scale_mm(depth_m: np.ndarray) -> float:
    """Return how many millimetres a step of the 16-bit depth map stands for."""
    known = depth_m[np.isfinite(depth_m)]
    farthest_mm = 1000 * float(known.max()) if known.size else 0.0
    most = np.iinfo(np.uint16).max
    return next((scale for scale in _SCALES_MM if farthest_mm <= scale * most), _SCALES_MM[-1])


def _box(xywh_px: list[int] | None) -> list[int]:
    if xywh_px is None:
        return _NOT_SEEN
    x, y, width, height = xywh_px
    return [x, y, width - 1, height - 1]


def masks_of(frame: Frame, instance: Instance) -> tuple[np.ndarray, np.ndarray]:
    """Return an instance's amodal and visible masks, (H, W) bool."""
    visible, told = frame.instance_map() == instance["id"], instance["amodal_segmentation"]
    if told is None:
        return np.zeros_like(visible), visible
    return decode({"size": told["size"], "counts": told["counts"].encode("ascii")}).astype(bool), visible


def model_files(job: Job) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield a mesh an object, `models/models_info.json`, and which category each one is."""
    extents: dict[int, np.ndarray] = {}
    for frame in frames_there(job.dataset):
        for instance, obj_id in wanted(job, frame):
            low, high = instance["box_min_m"], instance["box_max_m"]
            if obj_id in extents:
                low, high = np.minimum(extents[obj_id][0], low), np.maximum(extents[obj_id][1], high)
            extents[obj_id] = np.array([low, high], float)
    info = {}
    for obj_id, (low, high) in sorted(extents.items()):
        low_mm, size_mm = 1000 * low, 1000 * (high - low)
        info[str(obj_id)] = {"diameter": float(np.linalg.norm(size_mm)),
                             **{f"min_{axis}": float(value) for axis, value in zip("xyz", low_mm, strict=True)},
                             **{f"size_{axis}": float(value) for axis, value in zip("xyz", size_mm, strict=True)}}
        yield f"models/obj_{obj_id:06d}.ply", _ply(low_mm, low_mm + size_mm)
    yield "models/models_info.json", (one_line(info), "\n")
    names = {category["id"]: category["name"] for category in job.table.categories}
    yield "models/names.json", (one_line({str(obj_id): names[obj_id] for obj_id in sorted(extents)}), "\n")


def _ply(low_mm: np.ndarray, high_mm: np.ndarray) -> Iterator[str]:
    """Yield the lines of a box's mesh: ASCII PLY with outward triangles, in millimetres."""
    corners = list(itertools.product(*zip(low_mm.tolist(), high_mm.tolist(), strict=True)))
    yield ("ply\nformat ascii 1.0\nelement vertex 8\nproperty float x\nproperty float y\nproperty float z\n"
           "element face 12\nproperty list uchar int vertex_indices\nend_header\n")
    yield from (f"{x:.6f} {y:.6f} {z:.6f}\n" for x, y, z in corners)
    yield from (f"3 {a} {b} {c}\n" for a, b, c in _TRIANGLES)


_TRIANGLES = ((0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1), (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4),
              (1, 5, 7), (1, 7, 3))
"""Of a box whose corners are numbered with x slowest and z fastest, counter-clockwise from outside."""
