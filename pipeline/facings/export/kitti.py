"""KITTI's object detection layout: `training/image_2`, `training/label_2`, `training/calib`, `ImageSets/PART.txt`.

By the readme of its development kit (Geiger et al. 2012), a line has type, truncated, occluded, alpha, left, top, right,
bottom, height, width, length, x, y, z, rotation_y. Pixels are counted from 0 at the centre of the first one, so the principal
point is ours less half a pixel, and right and bottom are the last pixel's own. Camera axes are ours (X right, Y down, Z
forward). The location is the middle of the box's lower face; the box stands upright and turns about Y alone.
"""

import math
from collections.abc import Iterable, Iterator

import numpy as np

from facings.dataset.layout import IMAGES, frame_name
from facings.dataset.reader import Frame
from facings.export.folder import Content, FolderExporter, Job, Unit
from facings.export.refusals import refuse_lenses
from facings.frames.kind_reading import Instance

_OCCLUDED = ((0.95, 0), (0.5, 1), (0.0, 2))
"""Visible fraction from which KITTI's words hold: fully visible, partly and largely occluded. Its readme has no figures."""


class KittiExporter(FolderExporter):
    """The format `kitti`; see `FolderExporter`."""

    name = "kitti"
    summary = "KITTI 2D and 3D boxes"
    unheld = ("masks of pixels", "depth", "a box's tilt against the camera's Y axis", "the camera's pose in the world")

    def check(self, job: Job) -> None:
        """Raise InputError where a picture's lens distorts: the format has no model for that."""
        refuse_lenses(job.dataset, "KITTI's calibration holds")

    def unit_files(self, job: Job, unit: Unit) -> Iterator[tuple[str, Content]]:
        """Yield the picture, its boxes and its calibration."""
        frame = unit.only
        name = frame_name(frame.number)
        yield job.file(frame, IMAGES, "training/image_2")
        lines = [label_line(job.class_names[number], instance, frame) for instance, number in job.chosen(frame)]
        yield f"training/label_2/{name}.txt", "".join(lines).encode()
        yield f"training/calib/{name}.txt", "".join(calibration(frame)).encode()

    def shared_files(self, job: Job) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield the list of each part."""
        for part in job.splits.names:
            yield f"ImageSets/{part}.txt", job.names(part)


def label_line(name: str, instance: Instance, frame: Frame) -> str:
    """Return an instance's line."""
    x, y, width, height = instance["bbox_visible_xywh_px"]
    occluded = next(word for least, word in _OCCLUDED if instance["visible_fraction"] >= least)
    size_hwl_m, location_m, rotation_y = upright_box(instance)
    alpha = _turn(rotation_y - math.atan2(location_m[0], location_m[2]))
    numbers = (_truncated(instance, frame), occluded, alpha, x, y, x + width - 1, y + height - 1, *size_hwl_m, *location_m,
               rotation_y)
    return " ".join([name.replace(" ", "_"), *(f"{n}" if isinstance(n, int) else f"{n:z.4f}" for n in numbers)]) + "\n"


def upright_box(instance: Instance) -> tuple[np.ndarray, np.ndarray, float]:
    """Return (height, width, length) in metres, the location in the camera's frame, and the turn about Y in radians.

    Of the box's axes the one nearest to the camera's Y is its height; of the two others the first is its length, along which
    the turn is measured: 0 points along the camera's X, and it grows from X towards -Z.
    """
    pose = np.array(instance["camera_from_object"], float)
    low, high = np.array(instance["box_min_m"], float), np.array(instance["box_max_m"], float)
    upright = int(np.abs(pose[1, :3]).argmax())
    along, across = (axis for axis in range(3) if axis != upright)
    foot = (low + high) / 2
    foot[upright] = high[upright] if pose[1, upright] > 0 else low[upright]
    size = high - low
    direction = pose[:3, along]
    return (size[[upright, across, along]], pose[:3, :3] @ foot + pose[:3, 3], _turn(math.atan2(-direction[2], direction[0])))


def _truncated(instance: Instance, frame: Frame) -> float:
    """Return how much of the amodal box lies outside the picture, 0 to 1."""
    x, y, width, height = instance["bbox_amodal_xywh_px"]
    inside = (max(0, min(x + width, frame.width_px) - max(x, 0)) * max(0, min(y + height, frame.height_px) - max(y, 0)))
    return 1 - inside / (width * height)


def _turn(angle: float) -> float:
    """Return the angle within -pi to pi."""
    return math.remainder(angle, 2 * math.pi)


def calibration(frame: Frame) -> Iterator[str]:
    """Yield the lines of the calibration: all four cameras are the one there is, and so is the laser scanner's frame."""
    K = frame.K - [[0, 0, 0.5], [0, 0, 0.5], [0, 0, 0]]
    projection = " ".join(f"{value:.12e}" for value in np.hstack([K, np.zeros((3, 1))]).ravel())
    identity = " ".join(f"{value:.12e}" for value in np.eye(3).ravel())
    rigid = " ".join(f"{value:.12e}" for value in np.eye(4)[:3].ravel())
    yield from (f"P{camera}: {projection}\n" for camera in range(4))
    yield from (f"R0_rect: {identity}\n", f"Tr_velo_to_cam: {rigid}\n", f"Tr_imu_to_velo: {rigid}\n")
