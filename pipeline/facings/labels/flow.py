"""Optical flow between two pictures of a scene in which nothing but the camera moves."""

import numpy as np

from facings.labels.camera import Pinhole

_SLACK = 2e-3
"""Of its depth, by which a point may lie behind what the other picture shows there and be seen all the same: depths are
float32, and surfaces curve within a pixel."""


def optical_flow(depth_m: np.ndarray, index: np.ndarray, camera: Pinhole, other: Pinhole, other_depth_m: np.ndarray,
                 other_index: np.ndarray) -> np.ndarray:
    """Return (H, W, 3) float32: how far right and down what a pixel's centre shows lies in the other picture, in pixels, and 1
    where the other picture shows it too, 0 where something hides it there, it leaves the picture, or the lens does not see it.

    depth_m, other_depth_m: (H, W), along each camera's Z, inf where nothing is hit: such pixels flow as what is infinitely far.
    index, other_index: (H, W), equal for pixels of one object. What hides a point is told by the four pixels around its place
    in the other picture: those of its own object must reach as deep as it does. Where it has no place there, both are 0.
    """
    height, width = depth_m.shape
    rays = camera.rays(0, 0, width, height)
    near = np.isfinite(depth_m)
    rotation = other.camera_from_world[:3, :3] @ camera.world_from_camera[:3, :3]
    shift = other.camera_from_world[:3, :3] @ camera.world_from_camera[:3, 3] + other.camera_from_world[:3, 3]
    points = (rays * np.where(near, depth_m, 1.0)[..., None]) @ rotation.T + np.where(near[..., None], shift, 0.0)
    places = other.project(points)
    with np.errstate(invalid="ignore"):
        inside = ((places >= 0) & (places < (other.width_px, other.height_px))).all(-1)
    centres = np.stack(np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5), -1)
    depth = np.where(near, points[..., 2], np.inf)
    seen = inside & _reaches(np.where(inside[..., None], places, 0.5), depth, index, other_depth_m, other_index)
    there = np.isfinite(places).all(-1, keepdims=True)
    return np.concatenate([np.where(there, places - centres, 0.0), seen[..., None]], -1).astype(np.float32)


def _reaches(places: np.ndarray, depth_m: np.ndarray, index: np.ndarray, other_depth_m: np.ndarray,
             other_index: np.ndarray) -> np.ndarray:
    """Whether any of the four pixels around each place shows the same object at least as deep."""
    height, width = other_depth_m.shape
    corner = np.floor(places - 0.5).astype(int)
    result = np.zeros(depth_m.shape, bool)
    least = np.where(np.isfinite(depth_m), depth_m * (1 - _SLACK), np.inf)
    for right, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
        column, row = np.clip(corner[..., 0] + right, 0, width - 1), np.clip(corner[..., 1] + down, 0, height - 1)
        result |= (other_index[row, column] == index) & (other_depth_m[row, column] >= least)
    return result
