"""Over-ear headphones: a padded band over the head, yokes, and cups whose cushions lie around the ears."""

import numpy as np

from facings.scenes.face.accessories.ear_root import EarRoot
from facings.scenes.face.accessories.head_measures import HeadMeasures, directions
from facings.scenes.face.accessories.headwear.hat import Hat
from facings.scenes.face.accessories.pieces import Finish
from facings.scenes.face.accessories.solids import grid, outward, rounded_rectangle, sweep, tube
from facings.scenes.face.accessories.spec import HeadwearSpec
from facings.scenes.face.geometry import Mesh

_SHELL, _CUSHION, _METAL = range(3)
_HAIR_M = 0.007


def build_headphones(spec: HeadwearSpec, head: HeadMeasures) -> Hat:
    """Return headphones on the unposed head."""
    unit = 1e-3 * head.scale
    parts: list[tuple[Mesh, int]] = []
    ends = []
    for ear in head.ear_roots:
        cup, end = _cup(spec, ear, head, unit)
        parts += cup
        ends.append(end)
    path, out = _arc(head, ends, unit)
    forward = np.tile([0.0, -1.0, 0.0], (len(path), 1))
    share = np.abs(np.linspace(-1, 1, len(path)))
    width = np.interp(share, [0, 0.55, 0.8, 1], [34, 30, 18, 14]) * spec.size**0.5 * unit
    sections = np.stack([rounded_rectangle(w, 3.2 * unit, 1.4 * unit) for w in width])
    parts.append((sweep(path + out * 8.0 * unit, forward, out, sections), _SHELL))
    pad = share < 0.62
    pad_share = share[pad] / 0.62
    # The padding thins out towards its ends.
    full = np.sqrt(np.maximum(1 - pad_share**4, 0.02)) * unit
    pad_sections = np.stack([rounded_rectangle(w * 0.94, 11 * f, 4.5 * f) for w, f in zip(width[pad], full, strict=True)])
    parts.append((sweep(path[pad] + out[pad] * 2.0 * unit, forward[pad], out[pad], pad_sections), _CUSHION))
    strip = np.stack([path - out * 3.5 * unit + forward * (w * width * 0.5)[:, None] for w in (-1, -0.5, 0, 0.5, 1)])
    finishes = (Finish("plastic", spec.colour), Finish("leather", spec.second_colour), Finish("metal", "#b8babd"))
    return Hat(parts, finishes, strip, ring=False)


def _arc(head: HeadMeasures, ends: list[np.ndarray], unit: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the band's middle line (n, 3) from the right cup to the left over the head, and its outward normals."""
    right, left = ends
    middle = (right + left) / 2
    angle = np.linspace(np.pi, 0, 61)
    half = (left[0] - right[0]) / 2
    ray = directions(np.where(np.cos(angle) < 0, -np.pi / 2, np.pi / 2), np.arcsin(np.sin(angle) * 0.999))
    tall = head.top_m - middle[2] + _HAIR_M + 5 * unit
    path = np.stack([middle[0] + half * np.cos(angle), np.full(61, middle[1]), middle[2] + tall * np.sin(angle) ** 0.92], 1)
    path[:, 1] = np.interp(np.sin(angle), [0, 1], [middle[1], head.centre_m[1] - 0.004 * head.scale])
    path = head.skull.smoothed(3.0).pushed_out(path, _HAIR_M + 5 * unit)
    path[1:-1] = (path[:-2] + 2 * path[1:-1] + path[2:]) / 4
    along = np.gradient(path, axis=0)
    out = np.cross(along, np.array([0.0, -1.0, 0.0]))
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    out *= np.sign(np.einsum("ij,ij->i", out, ray))[:, None]
    return path, out


def _cup(spec: HeadwearSpec, ear: EarRoot, head: HeadMeasures, unit: float) -> tuple[list[tuple[Mesh, int]], np.ndarray]:
    """Return cushion, housing and yoke of one side, and where the band begins above it."""
    size = spec.size**0.5
    tall, wide = 51 * unit * size, 42 * unit * size
    angle = np.arange(64) / 64 * 2 * np.pi
    centre = ear.centre_yz_m + (0.0, 0.002)
    oval = np.stack([np.cos(angle) * wide, np.sin(angle) * tall], 1)
    # Around a ring: in (towards the ear's middle), away from the head.
    tube_angle = np.linspace(0, 2 * np.pi, 21)[:-1]
    inset = 8 * unit
    ring_yz = centre + oval * (1 - inset / tall)
    rest = float(np.percentile(ear.head_x_m(ring_yz), 70))
    depth = max(20 * unit, ear.outer_x_m + 0.003 - rest)
    in_out = np.cos(tube_angle)[None] * inset
    height = rest + depth * (0.5 + 0.5 * np.sign(np.sin(tube_angle)) * np.abs(np.sin(tube_angle)) ** 0.7)
    direction = oval / np.linalg.norm(oval, axis=1, keepdims=True)
    yz = ring_yz[:, None] + direction[:, None] * in_out[..., None]
    x = np.broadcast_to(height, yz.shape[:2]).copy()
    skin = ear.head_x_m(yz.reshape(-1, 2)).reshape(x.shape) + 0.0004
    x = np.maximum(x, np.where(np.isfinite(skin), skin, 0))
    cushion = np.concatenate([(x * ear.side)[..., None], yz], -1)
    parts = [(outward(grid(cushion, turn=True, ring=True)), _CUSHION)]
    profile = np.array([[1.00, 0.0], [1.05, 2.0], [1.06, 7.0], [1.03, 12.0], [0.94, 16.5], [0.80, 18.6], [0.72, 19.2],
                        [0.70, 18.4], [0.66, 18.2], [0.30, 19.6], [0.01, 20.0]])
    housing = np.empty((len(profile) + 1, 64, 3))
    for k, (spread, up) in enumerate(profile):
        housing[k + 1, :, 0] = (rest + depth * 0.86 + up * unit * 0.8) * ear.side
        housing[k + 1, :, 1:] = centre + oval * spread
    housing[0] = housing[1]
    housing[0, :, 1:] = centre + oval * 0.01
    parts.append((outward(grid(housing, ring=True)), _SHELL))
    plate_x = (rest + depth * 0.86 + 19.6 * unit * 0.8) * ear.side
    badge = np.stack([np.full(64, plate_x), centre[0] + oval[:, 0] * 0.69, centre[1] + oval[:, 1] * 0.69], 1)
    parts.append((tube(badge, 1.0 * unit, sides=8, closed=True), _METAL))
    yoke_x = (rest + depth * 0.86 + 7 * unit) * ear.side
    bow = np.linspace(np.radians(8), np.radians(172), 33)
    yoke = np.stack([np.full(33, yoke_x), centre[0] + np.cos(bow) * wide * 1.11, centre[1] + np.sin(bow) * tall * 1.13], 1)
    parts.append((tube(yoke, 2.3 * unit, sides=10), _METAL))
    end = np.array([yoke_x, centre[0], centre[1] + tall * 1.13])
    return parts, end
