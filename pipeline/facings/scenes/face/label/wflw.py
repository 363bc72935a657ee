"""The 98 landmarks of WFLW (Wu et al. 2018, "Look at boundary"), where its annotators draw them.

0 to 32 are the outline of the jaw, 33 to 50 the upper and lower edges of the brows, 51 to 59 the nose, 60 to 75 the lids, 76 to
95 the lips, 96 and 97 the pupils; the subject's right side comes first. Every second one of the jaw, the nose and the lips are
iBUG's; the pairs of a mirrored picture are `MIRRORED`.
"""

from functools import lru_cache

import numpy as np
from scipy.interpolate import CubicSpline

from facings.scenes.face.facial_hair.skin_roots import SkinRoots
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.label.face_mesh import places_on

COUNT = 98
_NOSE_AND_LIPS = (slice(27, 36), slice(48, 68))
"""Of iBUG's."""


def _lid_places() -> list[dict[str, object]]:
    upper, lower = (0.0, 0.25, 0.5, 0.75, 1.0), (0.75, 0.5, 0.25)  # of the lines from the outer to the inner corner
    right = [("right_upper_lid", s) for s in upper] + [("right_lower_lid", s) for s in lower]
    left = [("left_upper_lid", s) for s in upper[::-1]] + [("left_lower_lid", s) for s in lower[::-1]]
    return [{"line": line, "share": share} for line, share in right + left]


@lru_cache(maxsize=4)
def lids_on(model: HeadModel) -> SkinRoots:
    """Return the 16 places of points 60 to 75 on a head model."""
    return places_on(model, _lid_places())


def wflw_points(landmarks_m: np.ndarray, jaw_m: np.ndarray, brow_edges_m: np.ndarray, lids_m: np.ndarray,
                pupils_m: np.ndarray) -> np.ndarray:
    """Return the (98, 3) points in the frame that all parts are given in.

    landmarks_m: iBUG's (68, 3); jaw_m: (17, 3) on the outline that the camera sees; brow_edges_m: (18, 3), see
    `facial_hair.brow_edge.brow_edges`; lids_m: (16, 3) of `lids_on`; pupils_m: (2, 3).
    """
    step = np.linalg.norm(np.diff(jaw_m, axis=0), axis=1)
    along = np.append(0, np.cumsum(np.maximum(step, 1e-6)))
    between = CubicSpline(along, jaw_m)((along[1:] + along[:-1]) / 2)
    jaw = np.empty((33, 3))
    jaw[0::2], jaw[1::2] = jaw_m, between
    nose, lips = (landmarks_m[part] for part in _NOSE_AND_LIPS)
    return np.concatenate([jaw, brow_edges_m, nose, lids_m, lips, pupils_m])


def _mirrored() -> tuple[int, ...]:
    result = list(range(COUNT))
    runs = (range(33), range(33, 38), (38, 39, 40, 41), range(55, 60), range(60, 65), (65, 66, 67), range(76, 83),
            range(83, 88), range(88, 93), range(93, 96), (96, 97))
    partners = (range(32, -1, -1), range(46, 41, -1), (50, 49, 48, 47), range(59, 54, -1), range(72, 67, -1), (75, 74, 73),
                range(82, 75, -1), range(87, 82, -1), range(92, 87, -1), range(95, 92, -1), (97, 96))
    for run, partner in zip(runs, partners, strict=True):
        for a, b in zip(run, partner, strict=True):
            result[a], result[b] = b, a
    return tuple(result)


MIRRORED = _mirrored()
"""The point that takes each one's place in a mirrored face."""
