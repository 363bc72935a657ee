"""Boxes of head, face, eyes and mouth in the picture.

- `head`: the head without neck, hair and what is worn;
- `face`: what of it lies before the ears' front (landmarks 0 and 16), below the hairline and above 10 mm under the chin.
  The hairline is taken as far above the brows as the nose's base is below them: the neoclassical canon of equal thirds of
  the face (Farkas 1985), so that hair, or its lack, changes no box;
- `right_eye`, `left_eye`: the opening between the lids;
- `mouth`: the lips and what is between them.

`geometric_xywh_px` encloses the projected surface, hidden or not, and may leave the picture; `visible_xywh_px` is tight to
the pixels that show it (strands are looked through), right and bottom edge exclusive. Either is null where there is nothing.
"""

import math

import numpy as np

from facings.labels.camera import NEAR_M, Pinhole
from facings.labels.mask_boxes import tight_box
from facings.scenes.face.label.landmark_scheme import BROWS, JAW
from facings.scenes.face.label.scene import FaceScene
from facings.scenes.face.semantics import SEMANTIC_CLASSES

BELOW_CHIN_M = 0.010


def _ids(*names: str) -> list[int]:
    return [SEMANTIC_CLASSES[name] for name in names]


MOUTH = _ids("mouth_interior", "top_lip", "bottom_lip")
HEAD = [*_ids("skin", "nose", "right_eye", "left_eye", "right_brow", "left_brow", "right_ear", "left_ear"), *MOUTH]
_NO_FACE = _ids("right_ear", "left_ear")
FACE = [k for k in HEAD if k not in _NO_FACE]


class FaceVolume:
    """The part of the head frame that counts as face."""

    def __init__(self, landmarks_in_head_m: np.ndarray) -> None:
        jaw, brow = landmarks_in_head_m[JAW], landmarks_in_head_m[BROWS, 1].mean()
        self._back_m = max(jaw[0, 2], jaw[16, 2])
        self._bottom_m = jaw[8, 1] + BELOW_CHIN_M
        self._top_m = brow - (landmarks_in_head_m[33, 1] - brow)

    def holds(self, points_in_head_m: np.ndarray) -> np.ndarray:
        """Return (...) bool for (..., 3) points."""
        y, z = points_in_head_m[..., 1], points_in_head_m[..., 2]
        return (z <= self._back_m) & (y <= self._bottom_m) & (y >= self._top_m)


def boxes_label(scene: FaceScene, solid: np.ndarray, depth_m: np.ndarray, camera: Pinhole, camera_from_head: np.ndarray,
                landmarks_in_camera_m: np.ndarray) -> dict[str, dict[str, list | None]]:
    """Return {name: {'geometric_xywh_px', 'visible_xywh_px'}}; `solid` (H, W) are the classes without strands."""
    head_from_camera = np.linalg.inv(camera_from_head)
    volume = FaceVolume(_moved(landmarks_in_camera_m, head_from_camera))
    head = _surface_points(scene, HEAD, camera)
    model = scene.shape.model
    lids = [np.concatenate([scene.head_vertices_m[line] for line in pair])
            for pair in zip(model.lid_upper, model.lid_lower, strict=True)]
    geometric = {
        "head": head, "face": head[volume.holds(_moved(head, head_from_camera))],
        "right_eye": _moved(lids[0], camera.camera_from_world), "left_eye": _moved(lids[1], camera.camera_from_world),
        "mouth": _surface_points(scene, MOUTH[1:], camera),
    }
    shows_head = np.isin(solid, HEAD) & np.isfinite(depth_m)
    rays = camera.rays(0, 0, camera.width_px, camera.height_px)
    in_face = np.zeros(solid.shape, bool)
    in_face[shows_head] = volume.holds(_moved(rays[shows_head] * depth_m[shows_head, None], head_from_camera))
    visible = {
        "head": shows_head, "face": in_face & np.isin(solid, FACE),
        "right_eye": solid == SEMANTIC_CLASSES["right_eye"], "left_eye": solid == SEMANTIC_CLASSES["left_eye"],
        "mouth": np.isin(solid, MOUTH),
    }
    return {name: {"geometric_xywh_px": _around(points, camera), "visible_xywh_px": tight_box(visible[name])}
            for name, points in geometric.items()}


def _around(points_in_camera_m: np.ndarray, camera: Pinhole) -> list[float] | None:
    """The box of projected points in whole pixels, outwards; None where a point is not in front of the camera, or where the
    lens does not see it."""
    if not len(points_in_camera_m) or points_in_camera_m[:, 2].min() <= NEAR_M:
        return None
    pixels = camera.project(points_in_camera_m)
    if not np.isfinite(pixels).all():
        return None
    (x0, y0), (x1, y1) = pixels.min(0), pixels.max(0)
    x, y = math.floor(x0), math.floor(y0)
    return [x, y, math.ceil(x1) - x, math.ceil(y1) - y]


def _surface_points(scene: FaceScene, classes: list[int], camera: Pinhole) -> np.ndarray:
    """(N, 3) vertices in the camera's frame of the triangles that have these classes."""
    chosen = []
    for surface in scene.surfaces:
        used = np.zeros(len(surface.vertices_m), bool)
        used[surface.triangles[np.isin(surface.classes, classes)]] = True
        chosen.append(surface.vertices_m[used])
    return _moved(np.concatenate(chosen), camera.camera_from_world)


def _moved(points: np.ndarray, transform: np.ndarray) -> np.ndarray:
    return points @ transform[:3, :3].T + transform[:3, 3]
