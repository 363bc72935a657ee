"""The outline of a frame's lenses."""

import numpy as np

from facings.scenes.face.accessories.catalogue import GlassesStyle

OUTLINE_POINTS = 112


def lens_outline(style: GlassesStyle, name: str) -> np.ndarray:
    """Return (112, 2): the edge of a subject's left lens in millimetres, evenly spaced, from the temple upwards around.

    X runs outwards to the temple, y up; the origin is the middle of the lens.
    """
    angle = np.linspace(0, 2 * np.pi, 1441)
    if name == "geometric":
        # A hexagon with rounded corners: the support of six sides, softened.
        sides = np.arange(6) * np.pi / 3 + np.pi / 6
        across = np.maximum(np.cos(angle[:, None] - sides), 1e-6) ** 26
        radius = 1 / across.sum(1) ** (1 / 26) * np.cos(np.pi / 6)
        x, y = radius * np.cos(angle), radius * np.sin(angle) / np.cos(np.pi / 6)
    else:
        power = 2 / style.roundness
        x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power
        y = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power
    top = 1 - style.flat_top
    # Bent smoothly towards the straight line instead of cut at it.
    y = np.where(y > 0, y - style.flat_top * np.clip(y, 0, 1) ** 3, y) / (1 - style.flat_top / 2)
    y = np.minimum(y, top + style.flat_top)
    x = x * (1 + style.taper * (y - 0.3))
    x = x - style.droop * np.minimum(y, 0) * 0.55 + style.droop * 0.1
    y = y + style.lift * np.clip(x, 0, 2) ** 2 * np.clip(y + 0.35, 0, 1)
    points = np.stack([x, y * style.aspect], 1)
    points -= (points.min(0) + points.max(0)) / 2
    points *= style.width_mm / np.ptp(points[:, 0])
    length = np.append(0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
    even = np.linspace(0, length[-1], OUTLINE_POINTS + 1)[:-1]
    return np.stack([np.interp(even, length, points[:, k]) for k in range(2)], 1)
