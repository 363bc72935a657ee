"""Collars that stand up and turn over: of shirts, polo shirts, jackets, and hoods that lie on the back."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from facings.scenes.face.garments.cloth import Layer
from facings.scenes.face.garments.fitting import Fitting

_STAND_ROWS = 8
_FOLD_ROWS = 4
_LEAF_ROWS = 16


@dataclass(frozen=True, eq=False)
class Turned:
    """A turned collar, column by column around the neck; distances in mean necks' metres."""

    yaw_rad: np.ndarray
    """(C,): where it is sewn on."""
    seam_m: np.ndarray
    """(C,): below the natural neckline."""
    stand_m: np.ndarray
    """(C,): how high it stands."""
    leaf_yaw_rad: np.ndarray
    """(C,): how far the leaf's edge lies to the side of the fold."""
    leaf_m: np.ndarray
    """(C,): how far the leaf's edge lies below the fold."""
    off_neck_m: float = 0.004
    """Room between neck and stand."""
    fold_m: float = 0.005
    """Width of the roll at the fold."""
    lift_m: float | np.ndarray = 0.003
    """Of the leaf's edge above the cloth."""
    belly_m: float | np.ndarray = 0.0
    """How far the leaf's middle bulges out."""


def turned_collar(fit: Fitting, layer: Layer, collar: Turned, thick_m: float, slot: str, follow: float = 0.35) -> np.ndarray:
    """Add a collar: one sheet from the seam up the neck, over the fold and down over the cloth. Return its posed middle."""
    scale = fit.scale
    q = np.linspace(0, 1, _STAND_ROWS)[:, None]
    yaw, seam, stand = collar.yaw_rad[None], collar.seam_m[None], collar.stand_m[None]
    top = seam - stand
    stand_yaw, stand_down = yaw + 0 * q, seam - stand * q
    stand_off = (collar.off_neck_m + 0.0015 * q) * scale + 0 * stand_down
    # Over the fold: half a circle between neck and leaf.
    angle = np.linspace(0, np.pi, _FOLD_ROWS + 2)[1:-1, None]
    fold_yaw, fold_down = yaw + 0 * angle, top - 0.5 * collar.fold_m * np.sin(angle)
    fold_off = (collar.off_neck_m + 0.0015 + 0.5 * collar.fold_m * (1 - np.cos(angle))) * scale + 0 * fold_down
    p = np.linspace(0, 1, _LEAF_ROWS)[:, None]
    leaf_yaw = yaw + collar.leaf_yaw_rad[None] * p
    leaf_down = top + collar.leaf_m[None] * p
    base = layer.height_at(leaf_yaw, leaf_down * scale)
    near_fold = (collar.off_neck_m + 0.0015 + collar.fold_m) * scale
    on_cloth = base + np.asarray(collar.lift_m) * scale
    blend = np.clip((leaf_down - top) / np.maximum(np.minimum(collar.leaf_m[None], stand + 0.006), 1e-4), 0, 1)
    leaf_off = np.maximum(near_fold * (1 - blend) + on_cloth * blend, np.where(leaf_down > seam, on_cloth, 0.0))
    leaf_off = leaf_off + np.asarray(collar.belly_m) * scale * np.sin(np.pi * p) ** 0.9
    yaw_all = np.concatenate([stand_yaw, fold_yaw, leaf_yaw])
    down_all = np.concatenate([stand_down, fold_down, leaf_down]) * scale
    points = fit.chart.at(yaw_all, down_all, np.concatenate([stand_off, fold_off, leaf_off]))
    # Stiffened cloth spans the hollow between neck and shoulder, and does not show the shoulder's every fold.
    leaf = points[_STAND_ROWS + _FOLD_ROWS - 1:]
    smooth = gaussian_filter1d(gaussian_filter1d(leaf, 2.0, axis=0, mode="nearest"), 2.0, axis=1, mode="nearest")
    away = np.linspace(0, 1, len(leaf))[:, None, None]
    ends = np.clip(np.minimum(np.arange(leaf.shape[1]), np.arange(leaf.shape[1])[::-1]) / 4.0, 0, 1)[None, :, None]
    points[_STAND_ROWS + _FOLD_ROWS - 1:] += (smooth - leaf) * ends * np.minimum(away * 6, 1) * np.minimum((1 - away) * 6, 1)
    weights = fit.chart.weights_at(yaw_all, down_all) * follow
    return fit.sheet(points, weights, thick_m, slot, edges=True, clear_m=0.0024)


def columns(gap_rad: float, count: int = 121) -> tuple[np.ndarray, np.ndarray]:
    """Return (count,) azimuths from the front's left edge around the back to its right, and 0 at the back to 1 at the front."""
    yaw = np.linspace(gap_rad, 2 * np.pi - gap_rad, count)
    return yaw, np.abs(np.linspace(-1, 1, count))


def sideways(yaw_rad: np.ndarray, amount: np.ndarray | float) -> np.ndarray:
    """Return (...) azimuth steps away from the front, on either side."""
    return np.where(np.asarray(yaw_rad) < np.pi, 1.0, -1.0) * amount


def shirt_collar(fit: Fitting, layer: Layer, seam: np.ndarray, gap_rad: float, openness: float, slot: str) -> None:
    """A shirt's collar on a stand; `seam` (COLUMNS,) in this person's metres, `openness` spreads its points."""
    yaw, front = columns(gap_rad)
    on_seam = _along(fit, seam, yaw)
    point = 0.028 + 0.010 * fit.rng.random() + 0.006 * openness
    collar = Turned(
        yaw, on_seam, 0.036 - 0.010 * front**2,
        sideways(yaw, (0.30 + 0.22 * openness + 0.25 * fit.rng.random()) * front**6),
        0.049 + point * front**5, lift_m=0.0035)
    turned_collar(fit, layer, collar, 0.0016, slot)


def polo_collar(fit: Fitting, layer: Layer, seam: np.ndarray, gap_rad: float, slot: str) -> None:
    """A knitted collar without a stiff stand."""
    yaw, front = columns(gap_rad)
    collar = Turned(
        yaw, _along(fit, seam, yaw), 0.029 - 0.012 * front**2, sideways(yaw, 0.42 * front**5), 0.047 + 0.020 * front**4,
        off_neck_m=0.005, fold_m=0.006, lift_m=0.004)
    turned_collar(fit, layer, collar, 0.0024, slot)


def hood(fit: Fitting, layer: Layer, seam: np.ndarray, slot: str) -> None:
    """A hood let down: its rim rolls around the neck, its bag lies on the back."""
    yaw, front = columns(0.012, 145)
    back = 1 - front
    crumple = gaussian_filter1d(fit.rng.standard_normal((_STAND_ROWS + 1, yaw.size)), 6.0, axis=1, mode="nearest").mean(0)
    crumple = crumple / crumple.std()
    behind = np.clip((back - 0.25) / 0.5, 0, 1)
    behind = behind * behind * (3 - 2 * behind)
    collar = Turned(
        yaw, _along(fit, seam, yaw), 0.010 + 0.030 * np.sin(np.pi * np.clip(0.08 + 0.75 * back, 0, 1)) + 0.002 * crumple,
        sideways(yaw, 0.10 * front**3), 0.040 + 0.035 * np.sin(np.pi * back * 0.5) + 0.10 * behind + 0.004 * crumple,
        off_neck_m=0.010, fold_m=0.016, lift_m=0.005,
        belly_m=(0.006 + 0.010 * back + 0.030 * behind + 0.0025 * crumple)[None])
    turned_collar(fit, layer, collar, 0.0050, slot, follow=0.2)


def _along(fit: Fitting, seam: np.ndarray, yaw_rad: np.ndarray) -> np.ndarray:
    return np.interp(yaw_rad, np.linspace(0, 2 * np.pi, len(seam) + 1), np.append(seam, seam[0])) / fit.scale
