"""Two-piece drawn aluminium can: domed foot, printed wall and neck, countersunk lid with stay-on tab.

Proportions follow the common 202 end (54 mm over the seam) on 58 mm sleek and 66 mm standard bodies.
"""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import fittings
from facings.goods.packages.dents import Relief, dents
from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.package import ArtNet, Package, Panel
from facings.goods.packages.profile import arc_length, between, filleted, refined
from facings.goods.packages.surfaces import ALUMINIUM, PRINTED_ALUMINIUM

_PRINT_FROM_MM = 3.5
_NECK_MM = 15.0
_SEAM_MM = 2.6
_PRINTED, _BARE, _TAB = 0, 1, 2


def net(product: Product) -> ArtNet:
    """Return one wrap: the circumference by the way along the wall from the foot's bend to under the seam."""
    printed = _printed_profile(product)
    height = float(arc_length(printed)[-1])
    width = np.pi * product.dimensions_mm[0]
    return ArtNet(width, height, 6.0, (Panel("wrap", 0, 0, width, height, (0, _NECK_MM - 1, 0, 9)),))


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the can in three variants: sound, and two with a faint thumb dent somewhere on the wall."""
    variants = []
    for dent_count in (0, 1, 2):
        relief = dents(rng, dent_count, radius_mm=product.dimensions_mm[0] / 2,
                       heights_mm=(25, product.dimensions_mm[2] - 28), depth_mm=(0.3, 0.9), spread_mm=(7, 14))
        variants.append(_can(product, relief).build())
    return Package(tuple(variants), (PRINTED_ALUMINIUM, ALUMINIUM, ALUMINIUM), net(product), round=True, stack_levels=2,
                   stack_pitch_m=(product.dimensions_mm[2] - 1.8) * 1e-3, lying=("side",))


def _seam_radius(product: Product) -> float:
    return min(27.0, product.dimensions_mm[0] / 2 - 2.2)


def _wall(product: Product) -> np.ndarray:
    r, h, s = product.dimensions_mm[0] / 2, product.dimensions_mm[2], _seam_radius(product)
    foot = r - 9.2
    return filleted([
        (0, 10.5), (foot * 0.45, 9.6, 12), (foot - 3.2, 5.4, 6), (foot - 1.9, 0.9, 0.9), (foot - 0.6, 0, 1.0),
        (foot + 0.9, 0.5, 1.2), (foot + 2.0, 2.4, 4), (r - 2.2, 7.0, 5), (r, 13.0, 7), (r, h - _NECK_MM - 6, 2),
        (r, h - _NECK_MM, 9), (s - 0.9, h - 4.6, 5), (s - 0.9, h - _SEAM_MM),
    ], 5)


def _printed_profile(product: Product) -> np.ndarray:
    wall = _wall(product)
    outer = wall[np.argmin(wall[:, 1] + 100 * (wall[:, 0] < product.dimensions_mm[0] / 2 - 9.0)):]
    return refined(between(outer, _PRINT_FROM_MM, product.dimensions_mm[2] - _SEAM_MM), 6.0)


def _can(product: Product, relief: Relief) -> MeshBuilder:
    h, s = product.dimensions_mm[2], _seam_radius(product)
    builder = MeshBuilder()
    wall, printed = _wall(product), _printed_profile(product)
    start = int(np.flatnonzero((wall[:, 1] > _PRINT_FROM_MM) & (wall[:, 0] > product.dimensions_mm[0] / 2 - 8.0))[0])
    lathe(builder, np.vstack([wall[:start], printed[:1]]), _BARE)
    way = arc_length(printed)
    lathe(builder, printed, _PRINTED, v_profile=way / way[-1], relief=relief)
    panel = h - 4.4
    lid = filleted([
        (s - 0.9, h - _SEAM_MM), (s, h - _SEAM_MM + 0.1, 0.35), (s, h, 0.7), (s - 1.5, h, 0.5), (s - 3.4, h - 6.6, 0.6),
        (s - 4.6, h - 6.6, 0.6), (s - 4.9, panel, 0.7), (s - 6.5, panel), (s - 7.0, panel - 0.35, 0.4),
        (0, panel - 0.35),
    ], 4)
    lathe(builder, lid, _BARE)
    _add_opening(builder, panel - 0.35)
    return builder


def _add_opening(builder: MeshBuilder, z: float) -> None:
    # The mouth lies towards the drinker, the tab's finger end behind the rivet.
    score = fittings.bead(fittings.oval(20, 15.5, centre_mm=(0, -10.6), exponent=2.2, points=32), 1.1, 0.32, _BARE)
    builder.add(score, fittings.placed(z_mm=z))
    ridge = fittings.oval(13, 8, centre_mm=(0, -12.4), points=24)
    builder.add(fittings.bead(ridge, 1.4, 0.45, _BARE), fittings.placed(z_mm=z))
    builder.add(fittings.rivet(3.0, 1.7, _TAB), fittings.placed(z_mm=z))
    outer = fittings.oval(15.6, 25, centre_mm=(0, 4.2), exponent=2.6)
    hole = fittings.oval(9.6, 7.6, centre_mm=(0, 10.4), exponent=2.3)
    tab = fittings.eyelet(outer, hole, 1.1, _TAB)
    builder.add(tab, fittings.placed(z_mm=z + 1.25, pitch_rad=0.02))
