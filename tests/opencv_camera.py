"""A camera whose pixels' rays are OpenCV's: an oracle of `facings.labels.lens`."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np

from facings.labels.camera import Pinhole
from facings.labels.lens import Lens

LENSES = {
    "barrel": Lens("opencv", (-0.25, 0.08, 0.002, -0.0015, 0.01)),
    "strong barrel": Lens("opencv", (-0.4, 0.02, 0.005, 0.001, 0.0)),
    "pincushion": Lens("opencv", (0.4, 0.1, 0.01, -0.02, 0.03)),
    "fisheye": Lens("opencv_fisheye", (0.0, 0.0, 0.0, 0.0)),
    "bent fisheye": Lens("opencv_fisheye", (0.1, -0.02, 0.01, -0.003)),
}
FOCAL = {"barrel": 0.8, "strong barrel": 1.15, "pincushion": 0.7, "fisheye": 0.46, "bent fisheye": 0.46}
"""Focal lengths in picture widths; those of the fisheyes see 150 degrees and more from corner to corner of 4:3."""


def projected(points_in_camera_m: np.ndarray, K: np.ndarray, lens: Lens) -> np.ndarray:
    """(N, 2) pixels of (N, 3) points, by OpenCV."""
    points, zero = np.asarray(points_in_camera_m, float).reshape(-1, 1, 3), np.zeros(3)
    project: Any = cv2.fisheye.projectPoints if lens.is_fisheye else cv2.projectPoints
    return project(points, zero, zero, K, np.array(lens.coefficients, float))[0].reshape(-1, 2)


def undistorted(pixels: np.ndarray, K: np.ndarray, lens: Lens) -> np.ndarray:
    """(N, 3) directions with z = 1 that OpenCV finds for (N, 2) pixels, and projects back to them."""
    coefficients, points = np.array(lens.coefficients, float), np.asarray(pixels, float).reshape(-1, 1, 2)
    if lens.is_fisheye:
        stop = (cv2.TERM_CRITERIA_COUNT + cv2.TERM_CRITERIA_EPS, 100, 1e-14)
        plane = cv2.fisheye.undistortPoints(points, K, coefficients, criteria=stop)
    else:
        stop = (cv2.TERM_CRITERIA_COUNT, 600, 0.0)
        plane = cv2.undistortPointsIter(points, K, coefficients, np.eye(3), np.eye(3), stop)
    rays = np.concatenate([plane.reshape(-1, 2), np.ones((len(points), 1))], 1)
    assert np.abs(projected(rays, K, lens) - points[:, 0]).max() < 1e-6
    return rays


@dataclass(frozen=True)
class OpenCvCamera(Pinhole):
    """The same camera, with OpenCV's rays."""

    @classmethod
    def like(cls, camera: Pinhole) -> "OpenCvCamera":
        return cls(camera.K, camera.world_from_camera, camera.width_px, camera.height_px, camera.lens)

    @cached_property
    def _whole(self) -> np.ndarray:
        assert self.lens is not None
        centres = np.stack(np.meshgrid(np.arange(self.width_px) + 0.5, np.arange(self.height_px) + 0.5), -1)
        return undistorted(centres.reshape(-1, 2), self.K, self.lens).reshape(*centres.shape[:2], 3)

    def rays(self, x0: int, y0: int, x1: int, y1: int) -> np.ndarray:
        return self._whole[y0:y1, x0:x1]
