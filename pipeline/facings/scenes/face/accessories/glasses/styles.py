"""The frames there are: outline and construction of each."""

from dataclasses import dataclass

import numpy as np

OUTLINE_POINTS = 112


@dataclass(frozen=True)
class GlassesStyle:
    """One kind of frame; lengths in millimetres on a head of the reference's width, x towards the temple, y up."""

    build: str
    """'acetate': thick all around; 'wire'; 'browline': acetate above, wire below; 'rimless'; 'half': wire above only."""
    width_mm: float
    """Of one lens."""
    aspect: float
    """Its height over its width."""
    roundness: float
    """Exponent of the superellipse: 2 an ellipse, 4 nearly a rectangle."""
    bridge_mm: float = 18.0
    """Between the lenses."""
    taper: float = 0.0
    """How much narrower the bottom is than the top."""
    lift: float = 0.0
    """How far the upper outer corner is drawn up (cat's eye)."""
    droop: float = 0.0
    """How far the lower part leans outwards (aviator)."""
    flat_top: float = 0.0
    """How much of the top is cut straight (panto, aviator)."""
    rim_mm: tuple[float, float] = (3.2, 2.6)
    """Width of the rim at the top and at the bottom, in the lens's plane."""
    depth_mm: float = 4.0
    """Thickness of the rim from front to back."""
    temple_mm: tuple[float, float] = (5.0, 3.0)
    """Height and thickness of the temples."""
    double_bridge: bool = False
    wrap_mm: float = 130.0
    """Radius to which the front is curved."""
    pads: bool = False
    """Nose pads on wire arms; else pads are part of the rim."""


GLASSES_STYLES = {
    "round": GlassesStyle("wire", 47, 0.98, 2.0, 21, rim_mm=(1.5, 1.5), depth_mm=1.9, temple_mm=(1.5, 1.3), pads=True),
    "panto": GlassesStyle("acetate", 48, 0.90, 2.15, 20, taper=0.10, flat_top=0.22, rim_mm=(3.6, 2.8), temple_mm=(4.6, 3.4)),
    "rectangular": GlassesStyle("acetate", 53, 0.60, 4.2, 17, taper=0.06, rim_mm=(3.0, 2.2), temple_mm=(4.8, 3.0)),
    "half_rim": GlassesStyle("half", 53, 0.62, 3.8, 18, taper=0.05, rim_mm=(2.2, 0.6), depth_mm=2.4, temple_mm=(3.6, 1.6),
                             pads=True),
    "wayfarer": GlassesStyle("acetate", 51, 0.82, 3.3, 18, taper=0.16, lift=0.10, rim_mm=(6.2, 3.2), depth_mm=4.4,
                             temple_mm=(8.0, 3.8)),
    "aviator": GlassesStyle("wire", 57, 0.86, 2.35, 15, taper=0.16, droop=0.16, flat_top=0.30, rim_mm=(1.3, 1.3), depth_mm=1.8,
                            temple_mm=(1.6, 1.3), double_bridge=True, wrap_mm=110.0, pads=True),
    "cat_eye": GlassesStyle("acetate", 53, 0.72, 2.5, 17, taper=0.14, lift=0.34, rim_mm=(5.4, 2.6), depth_mm=4.0,
                            temple_mm=(6.0, 3.2)),
    "browline": GlassesStyle("browline", 51, 0.78, 2.9, 19, taper=0.14, lift=0.06, rim_mm=(6.6, 1.4), depth_mm=3.6,
                             temple_mm=(6.0, 3.2), pads=True),
    "rimless": GlassesStyle("rimless", 53, 0.64, 3.0, 18, taper=0.05, rim_mm=(0.0, 0.0), depth_mm=2.0, temple_mm=(1.6, 1.2),
                            pads=True),
    "oval": GlassesStyle("wire", 50, 0.70, 2.1, 19, rim_mm=(1.5, 1.5), depth_mm=1.9, temple_mm=(2.4, 1.2), pads=True),
    "geometric": GlassesStyle("wire", 51, 0.86, 2.0, 19, flat_top=0.16, rim_mm=(1.4, 1.4), depth_mm=1.9, temple_mm=(1.8, 1.2),
                              pads=True),
    "oversized": GlassesStyle("acetate", 59, 0.92, 2.6, 16, taper=0.08, rim_mm=(4.2, 3.4), depth_mm=4.2,
                              temple_mm=(8.0, 3.4), wrap_mm=115.0),
}


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
