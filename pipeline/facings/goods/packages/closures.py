"""Caps and lids of bottles and jars: screw caps, lug lids, crown corks, capsules, flip-top caps."""

import numpy as np

from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.nets import UvRect
from facings.goods.packages.profile import filleted, refined


def screw_cap(builder: MeshBuilder, radius_mm: float, foot_mm: float, top_mm: float, material: int, *,
              knurls: int = 48, depth_mm: float = 0.35, ring_mm: float = 3.0, edge_mm: float = 1.6) -> None:
    """Add a knurled cap between two heights; `ring_mm` is the height of its tamper ring (0: none)."""
    if ring_mm > 0:
        band = filleted([(radius_mm - 1.6, foot_mm), (radius_mm, foot_mm, 0.4), (radius_mm, foot_mm + ring_mm, 0.4),
                         (radius_mm - 1.4, foot_mm + ring_mm)], 2)
        lathe(builder, band, material, segments=48)
    skirt = foot_mm + (ring_mm + 0.5 if ring_mm > 0 else 0)
    wall = filleted([(radius_mm - 1.6, skirt), (radius_mm, skirt, 0.4), (radius_mm, top_mm, edge_mm), (0, top_mm)], 4)
    wall = np.vstack([wall[:-1], [[radius_mm * 0.5, top_mm], [0, top_mm]]])
    low, high = skirt + 0.8, top_mm - edge_mm

    def knurl(angle: np.ndarray, height_mm: np.ndarray) -> np.ndarray:
        inside = np.clip((height_mm - low) / 0.8, 0, 1) * np.clip((high - height_mm) / 0.8, 0, 1)
        return -depth_mm * inside * (0.5 + 0.5 * np.cos(knurls * angle))

    lathe(builder, refined(wall, max(2.0, (high - low) / 3)), material, segments=2 * knurls, relief=knurl)


def lug_lid(builder: MeshBuilder, radius_mm: float, foot_mm: float, top_mm: float, material: int, *,
            printed: tuple[int, UvRect] | None = None) -> None:
    """Add a jar's tinplate lid: curled foot, wall, rounded shoulder, recessed panel with a vacuum button."""
    r, h = radius_mm, top_mm
    wall = filleted([
        (r - 2.2, foot_mm + 0.8), (r - 1.9, foot_mm, 0.5), (r - 0.4, foot_mm, 0.6), (r, foot_mm + 1.4, 0.7),
        (r - 0.8, foot_mm + 2.8, 0.8), (r - 0.8, h, 2.6), (r - 5.5, h, 1.2), (r - 6.6, h - 0.9, 0.9),
    ], 4)
    lathe(builder, wall, material, segments=72)
    panel = filleted([(r - 6.6, h - 0.9), (r * 0.42, h - 0.9, 2), (r * 0.33, h - 0.35, 2), (0, h - 0.1)], 3)
    if printed is None:
        lathe(builder, panel, material, segments=72)
    else:
        lathe(builder, panel, printed[0], segments=72, uv_rect=printed[1], planar_mm=(r - 6.6, r - 6.6))


def crown(builder: MeshBuilder, top_mm: float, material: int) -> None:
    """Add a crown cork of 21 teeth (DIN 6099: 32 mm over the teeth, 6 mm high)."""
    profile = filleted([(15.2, top_mm - 6.0), (15.8, top_mm - 5.5, 0.3), (14.2, top_mm - 1.6, 2.0), (12.4, top_mm, 1.5),
                        (0, top_mm)], 4)

    def teeth(angle: np.ndarray, height_mm: np.ndarray) -> np.ndarray:
        return 0.75 * np.clip((top_mm - 1.4 - height_mm) / 4.0, 0, 1) * np.cos(21 * angle)

    lathe(builder, refined(profile, 1.6), material, segments=84, relief=teeth)


def capsule(builder: MeshBuilder, wall_mm: np.ndarray, foot_mm: float, material: int) -> None:
    """Add the sleeve over a wine bottle's mouth: it follows the upward neck profile `wall_mm` from `foot_mm` on."""
    top = float(wall_mm[-1, 1])
    neck = wall_mm[wall_mm[:, 1] > foot_mm]
    foot = [[np.interp(foot_mm, wall_mm[:, 1], wall_mm[:, 0]), foot_mm]]
    sleeve = np.vstack([foot, neck]) + [0.45, 0]
    sleeve[-1] = [sleeve[-1, 0], top + 0.4]
    under = [[sleeve[0, 0] - 0.5, foot_mm]]
    cover = [[float(sleeve[-1, 0]) - 1.0, top + 0.5], [0.0, top + 0.5]]
    lathe(builder, np.vstack([under, sleeve, cover]), material, segments=48)


def flip_top(builder: MeshBuilder, radius_mm: float, foot_mm: float, top_mm: float, material: int, *,
             exponent: float = 2.0, depth_ratio: float = 1.0, taper_mm: float = 1.5, seam: float = 0.55) -> None:
    """Add a smooth two-part cap standing on its flat lid, with the hinge's seam at `seam` of its height."""
    r, line = radius_mm, foot_mm + seam * (top_mm - foot_mm)
    profile = filleted([
        (0, foot_mm + 0.6), (r - 5, foot_mm + 0.6, 0.5), (r - 4.2, foot_mm, 0.5), (r - taper_mm, foot_mm, 2.0),
        (r - taper_mm / 2, line - 0.35, 0.25), (r - 1.1, line, 0.1), (r - taper_mm / 2, line + 0.35, 0.25),
        (r, top_mm, 1.2), (r - 3, top_mm),
    ], 4)
    lathe(builder, profile, material, segments=56, exponent=exponent, depth_ratio=depth_ratio)
