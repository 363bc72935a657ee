"""The camera of a frame in numpy: where it looks, projection, pixel rays; rotations and boxes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from facings.frames.spec import CameraSpec, Matrix4, Vec3
from facings.labels.lens import Lens

NEAR_M = 0.01
"""The near plane of every Facings camera; nothing closer is rendered or labelled."""


@dataclass(frozen=True)
class Pinhole:
    """Intrinsics, pose and lens; pixels have the top-left corner as origin, so the first pixel's centre is (0.5, 0.5)."""

    K: np.ndarray
    """(3, 3) float64."""
    world_from_camera: np.ndarray
    """(4, 4) float64 rigid, OpenCV axes."""
    width_px: int
    height_px: int
    lens: Lens | None = None
    """None: no distortion."""

    @classmethod
    def of(cls, camera: CameraSpec, width_px: int, height_px: int) -> "Pinhole":
        """Return the camera of a spec for a picture of that size."""
        K = np.array([[camera.fx_px, 0, camera.cx_px], [0, camera.fy_px, camera.cy_px], [0, 0, 1]], float)
        lens = None if camera.lens is None else Lens(camera.lens.model, camera.lens.coefficients)
        return cls(K, np.array(camera.world_from_camera, float), width_px, height_px, lens)

    @classmethod
    def of_record(cls, camera: Mapping[str, Any]) -> "Pinhole":
        """Return the camera of a frame's record, whose `camera` is given."""
        model, coefficients = camera["distortion_model"], tuple(map(float, camera["distortion"]))
        lens = Lens(model, coefficients) if any(coefficients) or model != "opencv" else None
        return cls(np.array(camera["K"], float), np.array(camera["world_from_camera"], float), camera["width_px"],
                   camera["height_px"], lens)

    @cached_property
    def camera_from_world(self) -> np.ndarray:
        """(4, 4) float64."""
        return np.linalg.inv(self.world_from_camera)

    @property
    def distortion_model(self) -> str:
        return "opencv" if self.lens is None else self.lens.model

    @property
    def distortion(self) -> tuple[float, ...]:
        """The coefficients of `distortion_model`."""
        return (0.0,) * 5 if self.lens is None else self.lens.coefficients

    @cached_property
    def border_rays(self) -> np.ndarray:
        """(n, 3) directions with z = 1 around the picture's border; NaN where the lens has none."""
        along = np.linspace(0.0, 1.0, 65)
        x, y = np.concatenate([np.stack([along, 0 * along]), np.stack([along, 0 * along + 1]), np.stack([0 * along, along]),
                               np.stack([0 * along + 1, along])], 1)
        return self.rays_through(x * self.width_px - 0.5, y * self.height_px - 0.5)

    @property
    def across_rad(self) -> float:
        """The angle between what the left and the right border see, halfway up the picture."""
        left, right = self.rays_through(np.array([-0.5, self.width_px - 0.5]), np.full(2, self.height_px / 2 - 0.5))
        return math.acos(float(left @ right / np.linalg.norm(left) / np.linalg.norm(right)))

    def project(self, points_in_camera_m: np.ndarray) -> np.ndarray:
        """Return (..., 2) pixels of (..., 3) points; NaN at or behind the camera plane, and where a lens does not see."""
        if self.lens is not None:
            return self.pixels_of(self.lens.distorted(points_in_camera_m))
        z = points_in_camera_m[..., 2:]
        with np.errstate(divide="ignore", invalid="ignore"):
            xy = points_in_camera_m[..., :2] / np.where(z > 0, z, np.nan)
        return self.pixels_of(xy)

    def rays(self, x0: int, y0: int, x1: int, y1: int) -> np.ndarray:
        """Return (y1 - y0, x1 - x0, 3) directions in the camera frame through pixel centres, with z = 1; NaN where a lens
        has none, which is never in the picture.

        The window may lie outside the picture; a ray's parameter is therefore the depth along the camera's Z.
        """
        return self.rays_through(np.arange(x0, x1)[None, :], np.arange(y0, y1)[:, None])

    def rays_through(self, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return (..., 3) such directions through the centres of pixels, whose numbers are broadcast together."""
        d = np.ones((*np.broadcast_shapes(columns.shape, rows.shape), 3))
        d[..., 0] = (columns + 0.5 - self.K[0, 2]) / self.K[0, 0]
        d[..., 1] = (rows + 0.5 - self.K[1, 2]) / self.K[1, 1]
        return d if self.lens is None else self.lens.undistorted(d[..., :2])

    def pixels_of(self, xy: np.ndarray) -> np.ndarray:
        """Return (..., 2) pixels of coordinates before the camera matrix, such as `Lens.distorted` gives."""
        return xy * np.array([self.K[0, 0], self.K[1, 1]]) + self.K[:2, 2]


def box_corners(box_min: ArrayLike, box_max: ArrayLike) -> np.ndarray:
    """Return the (8, 3) corners of a box, x slowest and z fastest."""
    lo, hi = np.asarray(box_min, float), np.asarray(box_max, float)
    return np.array([[x, y, z] for x in (lo[0], hi[0]) for y in (lo[1], hi[1]) for z in (lo[2], hi[2])])


def rotation_from_quaternion(wxyz: tuple[float, float, float, float]) -> np.ndarray:
    """Return the (3, 3) rotation of a quaternion, normalised first."""
    w, x, y, z = np.asarray(wxyz, float) / np.linalg.norm(wxyz)
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ])


def rigid(rotation: np.ndarray, translation: np.ndarray) -> np.ndarray:
    """Return the (4, 4) transform of a rotation (3, 3) and a translation (3,)."""
    m = np.eye(4)
    m[:3, :3] = rotation
    m[:3, 3] = translation
    return m


def rigid_part(matrix: np.ndarray, scale: np.ndarray | float = 1.0) -> np.ndarray:
    """Return the rigid (4, 4) float64 of a transform that applies `scale` ((3,) or one number) first, then a rigid pose.

    Blender keeps matrices in single precision; the nearest rotation is orthonormal to the last double digit.
    """
    result = np.array(matrix, float)
    result[:3, :3] /= scale
    u, _, vt = np.linalg.svd(result[:3, :3])
    result[:3, :3] = u @ vt
    return result


def looking_at(eye: Vec3, target: Vec3, pitch_rad: float, roll_rad: float) -> Matrix4:
    """Return `world_from_camera` (OpenCV axes) at `eye`, towards `target` with a level horizon, pitched and rolled.

    A positive pitch raises the view; a positive roll turns the camera clockwise as its user sees it, so that the
    picture turns anticlockwise. Raises ValueError where the view is vertical: there is no level horizon.
    """
    forward = np.array(target, float) - np.array(eye, float)
    right = np.cross(forward, (0.0, 0.0, 1.0))
    if np.linalg.norm(right) < 1e-9 * np.linalg.norm(forward) or not np.any(forward):
        raise ValueError(f"a camera at {eye} cannot look at {target} with a level horizon")
    forward /= np.linalg.norm(forward)
    right /= np.linalg.norm(right)
    level = np.stack([right, np.cross(forward, right), forward], axis=1)
    cp, sp, cr, sr = math.cos(pitch_rad), math.sin(pitch_rad), math.cos(roll_rad), math.sin(roll_rad)
    # About the camera's own axes: X to the right (forward tips towards -Y, up), then Z forward.
    pitched = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    rolled = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    rotation = level @ pitched @ rolled
    first, second, third = (_row(rotation[i], eye[i]) for i in range(3))
    return first, second, third, (0.0, 0.0, 0.0, 1.0)


def _row(turn: np.ndarray, shift: float) -> tuple[float, float, float, float]:
    x, y, z = turn.tolist()
    return x, y, z, float(shift)
