"""Where all objects of a frame stand before its camera: poses, boxes and their corners, at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from facings.labels.bent import bounds_px
from facings.labels.camera import NEAR_M, Pinhole, box_corners

_CORNERS = box_corners((0, 0, 0), (1, 1, 1)).astype(bool)


@dataclass(frozen=True, eq=False)
class Placements:
    """Row k belongs to the k-th object, counted from 0."""

    scale: np.ndarray
    """(N, 3), applied in the object's own frame before the pose."""
    camera_from_object: np.ndarray
    """(N, 4, 4), rigid, metres."""
    object_from_camera: np.ndarray
    """(N, 4, 4)."""
    box_min_m: np.ndarray
    """(N, 3) in the object's own frame, its scale baked in."""
    box_max_m: np.ndarray
    depth_m: np.ndarray
    """(N, 2): smallest and largest depth of the box's corners along the camera's Z."""
    window_px: np.ndarray
    """(N, 4) int: x0, y0, x1, y1 of the pixels that its box may cover within 3x3 pictures, right and bottom exclusive."""
    clipped: np.ndarray
    """(N,) bool: those pictures, the near plane, or the reach of a lens, cut the box."""

    @cached_property
    def eye(self) -> np.ndarray:
        """(N, 3): where the camera is in each mesh's frame, scale not yet applied."""
        return self.object_from_camera[:, :3, 3] / self.scale

    @classmethod
    def of(cls, bounds: Sequence[tuple[np.ndarray, np.ndarray]], world_from_object: np.ndarray, scale: np.ndarray,
           camera: Pinhole) -> "Placements":
        """Place objects whose meshes have the `bounds` (minimum and maximum, (3,) each) at rigid poses (N, 4, 4)."""
        low, high = (np.array(side, float).reshape(-1, 3) * scale for side in zip(*bounds, strict=True))
        camera_from_object = camera.camera_from_world @ world_from_object
        corners = corners_in_camera(camera_from_object, low, high)
        depth = np.stack([corners[..., 2].min(1), corners[..., 2].max(1)], 1)
        size = np.array([camera.width_px, camera.height_px])
        wanted, cut = windows_px(corners, camera)
        limits = np.concatenate([-size, 2 * size]).astype(float)
        window = np.concatenate([np.maximum(wanted[:, :2], limits[:2]), np.minimum(wanted[:, 2:], limits[2:])], 1)
        clipped = cut | (wanted[:, :2] < limits[:2]).any(1) | (wanted[:, 2:] > limits[2:]).any(1)
        return cls(scale, camera_from_object, np.linalg.inv(camera_from_object), low, high, depth, window.astype(int), clipped)


def windows_px(corners_m: np.ndarray, camera: Pinhole) -> tuple[np.ndarray, np.ndarray]:
    """Return (N, 4) x0, y0, x1, y1: whole pixels, right and bottom exclusive, that boxes may cover, given their corners,
    (N, 8, 3), in the camera's frame; and (N,) bool: the near plane cuts the box, or a lens does not see all of it.

    What the near plane cuts may cover all pixels; what a lens sees nothing of covers none.
    """
    near = corners_m[..., 2].min(1) <= NEAR_M
    if camera.lens is None:
        with np.errstate(invalid="ignore"):
            pixels = camera.project(corners_m)
            wanted, cut = np.concatenate([np.floor(pixels.min(1)), np.ceil(pixels.max(1))], 1), near
    else:
        bounds, unseen = bounds_px(np.where(near[:, None, None], 1.0, corners_m), camera)
        wanted, cut = np.concatenate([np.floor(bounds[:, :2]), np.ceil(bounds[:, 2:])], 1), near | unseen
        wanted[~np.isfinite(wanted).all(1)] = 0
    wanted[near] = np.repeat([-np.inf, np.inf], 2)
    return wanted, cut


def corners_in_camera(camera_from_object: np.ndarray, box_min_m: np.ndarray, box_max_m: np.ndarray) -> np.ndarray:
    """Return the (N, 8, 3) corners, x slowest and z fastest, of boxes (N, 3) in their own frames at poses (N, 4, 4)."""
    corners = np.where(_CORNERS, box_max_m[:, None], box_min_m[:, None])
    return corners @ camera_from_object[:, :3, :3].transpose(0, 2, 1) + camera_from_object[:, None, :3, 3]

