"""The sides of glasses: from the hinge straight back, over the ear and down behind it."""

import numpy as np
from scipy.ndimage import gaussian_filter1d

from facings.scenes.face.accessories.catalogue import GlassesStyle
from facings.scenes.face.accessories.ear_root import EarRoot
from facings.scenes.face.accessories.solids import rounded_rectangle, sweep
from facings.scenes.face.geometry import Mesh

_STATIONS = 72
_CLEAR_M = 0.0011
"""Between the temple and the skin beside it."""


def temple(style: GlassesStyle, hinge_m: np.ndarray, ear: EarRoot, unit_m: float, thickness_mm: float,
           height_mm: np.ndarray, first: float, last: float) -> Mesh:
    """Return one temple, or the part of it between the shares `first` and `last` of its length.

    `hinge_m` (3,) is where it begins; `height_mm` (n,) its height along its length, evenly spaced.
    """
    path, share = temple_path(hinge_m, ear, unit_m, thickness_mm, float(height_mm.max()))
    inside = (share >= first - 1e-9) & (share <= last + 1e-9)
    path, share = path[inside], share[inside]
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    outward = np.array([ear.side, 0.0, 0.0])
    outward = outward - tangent * (tangent @ outward)[:, None]
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    up = np.cross(tangent, outward) * -ear.side
    height = np.interp(share, np.linspace(0, 1, len(height_mm)), height_mm) * unit_m
    sections = np.stack([rounded_rectangle(thickness_mm * unit_m, h, 0.45 * min(thickness_mm * unit_m, h)) for h in height])
    return sweep(path, outward, up, sections)


def temple_path(hinge_m: np.ndarray, ear: EarRoot, unit_m: float, thickness_mm: float,
                height_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the middle line (n, 3) from hinge to tip, and the share (n,) of its length at each point."""
    away = height_mm * 0.5 * unit_m * 0.75 + 0.0010
    angles = np.radians(np.linspace(150, -35, 60))
    over = ear.around(angles, away)
    start = hinge_m[1:]
    # The straight part is tangent to the curve over the ear: it touches where the direction seen from the hinge is highest.
    steepness = np.arctan2(over[:, 1] - start[1], over[:, 0] - start[0])
    touch = int(steepness[: 40].argmax())
    straight = np.linspace(start, over[touch], 40)[:-1]
    yz = np.concatenate([straight, over[touch:]])
    length = np.append(0, np.cumsum(np.linalg.norm(np.diff(yz, axis=0), axis=1)))
    tip = min(length[-1], length[len(straight)] + 0.042 * unit_m * 1e3)
    even = np.linspace(0, tip, _STATIONS)
    yz = np.stack([np.interp(even, length, yz[:, k]) for k in range(2)], 1)
    share = even / tip
    margin = thickness_mm / 2 * unit_m + _CLEAR_M
    # Its lower and upper edges clear the head as well as its middle line does.
    offset = np.array([0.0, height_mm / 2 * unit_m])
    head_x = np.max([ear.head_x_m(yz + s * offset) for s in (-1.0, 0.0, 1.0)], 0) + margin
    ear_x = np.interp(length[len(straight)], even, head_x)
    bend = length[len(straight)] / tip
    # Behind the bend the tip is bent inwards, into the groove between head and ear.
    wanted = np.where(share < bend, np.interp(share, [0, bend], [abs(hinge_m[0]), ear_x]), head_x + 0.0004)
    x = np.maximum(wanted, head_x)
    x = np.maximum(gaussian_filter1d(x, 2.5, mode="nearest"), head_x)
    x[0] = max(abs(hinge_m[0]), head_x[0])
    return np.column_stack([x * ear.side, yz]), share
