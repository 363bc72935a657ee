"""Text on the surfaces of instances: where each line is seen in the picture, and how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from facings.labels.camera import NEAR_M, Pinhole

LEAST_HEIGHT_PX = 4.0
"""Lines that are seen smaller are not told of: nobody reads them."""

_SLACK_M = 0.002
"""How far a surface may lie behind the depth that was rendered and still be what is seen."""
_SLACK_PX = 1.5
"""And beside that, how far the pixel's centre may lie from the point that is looked for."""


@dataclass(frozen=True, eq=False)
class SurfaceText:
    """One line of text, or a bar code, on an object; all in its own frame, scale not yet applied."""

    role: str
    text: str
    corners_m: np.ndarray
    """(4, 3): upper left, upper right, lower right, lower left as it is read."""
    samples_m: np.ndarray
    """(S, 3): points spread evenly over it."""
    normals: np.ndarray
    """(S, 3): the surface's there, outwards."""


def seen_texts(texts: Sequence[SurfaceText], world_from_object: np.ndarray, scale: np.ndarray, number: int,
               instance: np.ndarray, depth_m: np.ndarray, camera: Pinhole) -> list[dict[str, Any]]:
    """Return {'role', 'text', 'quad_px', 'visible_fraction'} of each text of an object of which any part is seen.

    The object has that `number` in the (H, W) map `instance`; `depth_m` is the (H, W) depth that was rendered. A quad is the
    projection of the corners, [[x, y], ...], some of which may lie outside the picture; the fraction is that of points which
    face the camera and which nothing hides.
    """
    pose = camera.camera_from_world @ world_from_object
    result = []
    for text in texts:
        corners, samples = (points * scale @ pose[:3, :3].T + pose[:3, 3] for points in (text.corners_m, text.samples_m))
        if corners[:, 2].min() <= NEAR_M or samples[:, 2].min() <= NEAR_M:
            continue
        quad = camera.project(corners)
        if not np.isfinite(quad).all() or height_px(quad) < LEAST_HEIGHT_PX:  # what a lens does not see has no place
            continue
        shown = _shown(samples, text.normals / scale @ pose[:3, :3].T, number, instance, depth_m, camera)
        fraction = float(shown.mean())
        if fraction:
            result.append({"role": text.role, "text": text.text, "quad_px": quad.tolist(), "visible_fraction": fraction})
    return result


def height_px(quad_px: np.ndarray) -> float:
    """Return how high a line is in the picture; (4, 2) corners as it is read."""
    return float(np.linalg.norm(quad_px[[3, 2]] - quad_px[[0, 1]], axis=1).mean())


def _shown(points: np.ndarray, normals: np.ndarray, number: int, instance: np.ndarray, depth_m: np.ndarray,
           camera: Pinhole) -> np.ndarray:
    """(S,) bool: which points of a surface, (S, 3) in the camera's frame with normals (S, 3), are what their pixels show."""
    cosine = -(points * normals).sum(1) / (np.linalg.norm(points, axis=1) * np.linalg.norm(normals, axis=1))
    columns, rows = np.floor(np.nan_to_num(camera.project(points), nan=-1.0)).astype(int).T
    inside = (cosine > 0) & (columns >= 0) & (rows >= 0) & (columns < camera.width_px) & (rows < camera.height_px)
    columns, rows, z, cosine = columns[inside], rows[inside], points[inside, 2], cosine[inside]
    across_m = _SLACK_PX * _pixel_m(columns, rows, z, camera)
    shown = np.zeros(len(points), bool)
    behind_m = z - depth_m[rows, columns]
    shown[inside] = (instance[rows, columns] == number) & (behind_m < _SLACK_M + across_m / np.maximum(cosine, 0.05))
    return shown


def _pixel_m(columns: np.ndarray, rows: np.ndarray, z: np.ndarray, camera: Pinhole) -> np.ndarray:
    """(n,) metres between where neighbouring pixels look at the depths z, across or down, whichever is more."""
    if camera.lens is None:
        return z / min(camera.K[0, 0], camera.K[1, 1])
    here = camera.rays_through(columns, rows)
    steps = [camera.rays_through(columns + x, rows + y) - here for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    return z * np.fmax.reduce([np.linalg.norm(step, axis=-1) for step in steps])
