"""Draws one thing as a studio photograph would show it: a signed distance field, sphere-traced in numpy.

Sphere tracing: Hart 1996. The view is orthographic along -z on the square -1.1..1.1; x right, y up, z to the viewer. A
large soft light stands at the upper left, a dim strip at the right, and a pale table reflects from below.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

Field = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""Signed distance of points x, y, z (each (N,)), negative inside."""
Paint = Callable[["Points"], np.ndarray]
"""sRGB (N, 3) in 0..1 at surface points."""

_LIGHT = np.array([-0.46, 0.66, 0.60], np.float32) / np.float32(np.linalg.norm([-0.46, 0.66, 0.60]))
_STEPS = 56
_START_Z = 1.6
_VIEW = 1.1


@dataclass(frozen=True)
class Points:
    """Surface points and unit normals in the solid's own frame."""

    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    nx: np.ndarray
    ny: np.ndarray
    nz: np.ndarray


@dataclass(frozen=True)
class Solid:
    """A shape with its surface; it fits into the unit sphere."""

    distance: Field
    paint: Paint
    turn: np.ndarray = field(default_factory=lambda: np.eye(3, dtype=np.float32))
    """(3, 3) view_from_solid."""
    shine: float = 0.35
    """Strength of the soft light's reflection."""
    roughness: float = 0.35
    """0 a sharp reflection, 1 none to speak of."""
    glow: float = 0.25
    """How far light wraps into the shadow side, as in fruit flesh and dough."""
    bound: float = 1.0
    """Step factor for fields that are steeper than a true distance."""
    alpha: Callable[[np.ndarray], np.ndarray] | None = None
    """Opacity from the facing ratio n.z, for ice and glass; None is opaque."""


def turned(yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> np.ndarray:
    """Return view_from_solid (3, 3): yaw about y, pitch about x (positive shows the top), roll about z, in radians."""
    cy, sy, cp, sp, cr, sr = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch), np.cos(roll), np.sin(roll)
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return (about_z @ about_x @ about_y).astype(np.float32)


def trace(solid: Solid, size_px: int) -> np.ndarray:
    """Return the solid's picture as uint8 (size_px, size_px, 4), straight alpha."""
    pixel = 2 * _VIEW / size_px
    axis = (np.arange(size_px, dtype=np.float32) + 0.5) * pixel - _VIEW
    view_x, view_y = (a.ravel() for a in np.meshgrid(axis, -axis))
    into = solid.turn.T
    origin = into[:, :2] @ np.stack([view_x, view_y]) + into[:, 2:] * _START_Z
    along = -into[:, 2]
    depth, nearest = _march(solid, origin, along, pixel)
    seen = np.flatnonzero(nearest < pixel)
    picture = np.zeros((size_px * size_px, 4), np.float32)
    if len(seen):
        at = origin[:, seen] + along[:, None] * depth[seen]
        normal = _normal(solid, at, pixel)
        picture[seen, :3] = _shade(solid, at, normal)
        picture[seen, 3] = np.clip(1 - nearest[seen] / pixel, 0, 1)
        if solid.alpha is not None:
            picture[seen, 3] *= solid.alpha((solid.turn @ normal)[2])
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8).reshape(size_px, size_px, 4)


def _march(solid: Solid, origin: np.ndarray, along: np.ndarray, pixel: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the depth of the closest approach and the distance there; hits are below half a pixel's width."""
    count = origin.shape[1]
    depth = np.zeros(count, np.float32)
    best = np.full(count, 9.0, np.float32)
    best_depth = np.zeros(count, np.float32)
    active = np.arange(count)
    for _ in range(_STEPS):
        at = origin[:, active] + along[:, None] * depth[active]
        distance = solid.distance(at[0], at[1], at[2]).astype(np.float32)
        closer = distance < best[active]
        best[active[closer]] = distance[closer]
        best_depth[active[closer]] = depth[active[closer]]
        depth[active] += np.maximum(distance * solid.bound, pixel * 0.2)
        active = active[(distance > -pixel * 0.4) & (depth[active] < 2 * _START_Z)]
        if not len(active):
            break
    # The loop ends anywhere within a pixel below the surface, which would show as rings in a fine texture.
    hit = np.flatnonzero(best < 0)
    for _ in range(3):
        at = origin[:, hit] + along[:, None] * best_depth[hit]
        best_depth[hit] += solid.distance(at[0], at[1], at[2]).astype(np.float32) * solid.bound
    return best_depth, best


def _normal(solid: Solid, at: np.ndarray, pixel: float) -> np.ndarray:
    """Unit gradient (3, N) by four taps on a tetrahedron."""
    normal = np.zeros_like(at)
    for tap in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        tap = np.array(tap, np.float32)[:, None]
        moved = at + tap * (pixel * 0.8)
        normal += tap * solid.distance(*moved)
    return normal / np.maximum(np.linalg.norm(normal, axis=0), 1e-9)


def _shade(solid: Solid, at: np.ndarray, normal: np.ndarray) -> np.ndarray:
    albedo = np.clip(solid.paint(Points(*at, *normal)), 0, 1) ** 2.2
    n = solid.turn @ normal
    light = solid.turn.T @ _LIGHT
    shadow = np.ones(at.shape[1], np.float32)
    for step in (0.06, 0.14, 0.28, 0.48):
        away = solid.distance(*(at + (light * step)[:, None]))
        shadow = np.minimum(shadow, np.clip(away / (step * 0.32) * 0.5 + 0.5, 0, 1))
    occlusion = np.ones_like(shadow)
    for step, weight in ((0.04, 3.2), (0.12, 1.6), (0.26, 0.7)):
        away = solid.distance(*(at + normal * step))
        occlusion -= weight * np.clip(step - away, 0, step)
    occlusion = np.clip(occlusion, 0.18, 1)[:, None]
    toward = _LIGHT @ n
    key = np.clip((toward + solid.glow) / (1 + solid.glow), 0, 1) * (0.35 + 0.65 * shadow * (1 - solid.glow * 0.3))
    sky = 0.5 + 0.5 * n[1]
    fill = (0.30 + 0.26 * sky)[:, None] * occlusion * np.array([0.95, 0.98, 1.05], np.float32)
    table = (0.20 * np.clip(-n[1] * 0.8 + 0.2, 0, 1))[:, None] * np.array([1.1, 1.0, 0.88], np.float32)
    # Light that went through flesh comes out more saturated than it went in.
    deep = albedo * (0.72 + 0.28 * albedo / np.maximum(albedo.max(1, keepdims=True), 1e-4))
    colour = albedo * (key[:, None] * 1.02 + fill) + deep * table
    reflected = np.stack([2 * n[2] * n[0], 2 * n[2] * n[1], 2 * n[2] * n[2] - 1])
    spread = 0.03 + 0.5 * solid.roughness
    lamp = _soft_step(_LIGHT @ reflected, 1 - spread * 1.1, 1 - spread * 0.18)
    strip = _soft_step(np.array([0.86, 0.22, 0.46], np.float32) @ reflected, 1 - spread * 0.6, 1) * 0.25
    rim = np.clip(1 - n[2], 0, 1) ** 3
    gleam = solid.shine * ((lamp * shadow + strip) * (0.7 + 0.6 * rim) + 0.28 * rim * sky)
    colour = colour * (1 - 0.3 * gleam[:, None]) + gleam[:, None] * (0.35 + 0.65 * occlusion)
    return np.clip(colour * 0.96, 0, 1) ** (1 / 2.2)


def _soft_step(value: np.ndarray, low: float, high: float) -> np.ndarray:
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)
