"""Tinplate food can: three-piece with paper label where it is tall, drawn and printed where it is low and wide."""

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import fittings, labels, nets
from facings.goods.packages.dents import Relief, dents
from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.package import ArtNet, Package
from facings.goods.packages.profile import arc_length, between, filleted, refined
from facings.goods.packages.surfaces import ALUMINIUM, PAPER_LABEL, PRINTED_STEEL, STEEL

_SEAM_MM = 3.0
_LABEL_EDGE_MM = 5.4
_COUNTERSINK_MM = 4.2
_PRINT, _STEEL, _PULL = 0, 1, 2


def is_drawn(product: Product) -> bool:
    """Whether the tin is low and wide (fish, paté, pet food): its wall and lid are printed and it has no lower seam."""
    return product.dimensions_mm[2] < 0.75 * product.dimensions_mm[0]


def net(product: Product) -> ArtNet:
    """Return the wrap label, and for drawn tins their lid."""
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    around = 2 * np.pi * _body_radius(r)
    if not is_drawn(product):
        return nets.stacked([("wrap", around, h - 2 * _LABEL_EDGE_MM, (0, 1.5, 0, 1.5))], 6.0)
    side = 2 * _lid_radius(r)
    return nets.stacked([("wrap", around, h - _SEAM_MM - 3.2, (0, 1, 0, 2.5)), ("lid", side, side, (0, 0, 0, 0))], 6.0)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the tin in three variants: straight label, and two with label a little askew and dents."""
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    beaded = not is_drawn(product) and rng.random() < 0.6
    variants = []
    for dent_count in (0, 1, 2):
        bumps = dents(rng, dent_count, radius_mm=r, heights_mm=(0.25 * h, 0.75 * h), depth_mm=(0.4, 1.3),
                      spread_mm=(6, 0.13 * h + 6))
        turned = rng.uniform(-1, 1) * 2.0 / r if dent_count else 0.0
        tin = _drawn(product, bumps, turned) if is_drawn(product) else _seamed(product, bumps, turned, beaded)
        variants.append(tin.build())
    levels = 4 if h < 50 else 3 if h < 80 else 2
    # Drawn feet stand inside the rim below, seamed ones on it.
    pitch = h - 1.4 if is_drawn(product) else h
    surfaces = (PRINTED_STEEL if is_drawn(product) else PAPER_LABEL, STEEL, ALUMINIUM)
    return Package(tuple(variants), surfaces, net(product), round=True, stack_levels=levels,
                   stack_pitch_m=pitch * 1e-3, lying=("side",))


def _body_radius(r: float) -> float:
    return r - 1.2


def _lid_radius(r: float) -> float:
    return r - 4.4


def _lid(builder: MeshBuilder, product: Product, printed: bool) -> None:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    body, panel, edge = _body_radius(r), h - _COUNTERSINK_MM, _lid_radius(r)
    seam = filleted([(body, h - _SEAM_MM - 0.5), (r, h - _SEAM_MM, 0.4), (r, h, 0.8), (r - 1.5, h, 0.7),
                     (r - 2.6, panel - 0.9, 0.6), (edge + 0.5, panel - 0.9, 0.6), (edge, panel)], 3)
    lathe(builder, seam, _STEEL)
    rings = filleted([
        (edge, panel), (0.86 * edge, panel, 1), (0.84 * edge, panel - 0.5, 0.8), (0.78 * edge, panel - 0.5, 0.8),
        (0.76 * edge, panel, 1), (0.55 * edge, panel, 1), (0.53 * edge, panel + 0.4, 0.8),
        (0.49 * edge, panel + 0.4, 0.8), (0.47 * edge, panel, 1), (0, panel),
    ], 2)
    rect = nets.uv_rect(net(product), 1) if printed else (0, 0, 1, 1)
    lathe(builder, rings, _PRINT if printed else _STEEL, uv_rect=rect, planar_mm=(edge, edge) if printed else None)
    score = fittings.oval(1.93 * edge, 1.93 * edge, exponent=2.0, points=48)
    builder.add(fittings.bead(score, 0.9, 0.18, _STEEL, section=2), fittings.placed(z_mm=panel))
    _ring_pull(builder, edge, panel)


def _ring_pull(builder: MeshBuilder, edge: float, panel: float) -> None:
    # The nose sits on the score at the back, so that the ring is lifted by a hand from the front.
    nose = edge - 8.5
    builder.add(fittings.rivet(3.2, 1.9, _PULL), fittings.placed(0, nose, panel))
    outer = fittings.oval(21, 30, centre_mm=(0, nose - 8.5), exponent=2.4)
    hole = fittings.oval(15, 15.5, centre_mm=(0, nose - 13.8), exponent=2.1)
    builder.add(fittings.eyelet(outer, hole, 1.5, _PULL), fittings.placed(z_mm=panel + 1.5))


def _beads(h: float) -> Relief:
    low, high = 0.3 * h, 0.7 * h

    def relief(angle: np.ndarray, height_mm: np.ndarray) -> np.ndarray:
        inside = np.clip((height_mm - low) / 3, 0, 1) * np.clip((high - height_mm) / 3, 0, 1)
        return np.broadcast_to(-0.11 * inside * (1 - np.cos((height_mm - low) * 2 * np.pi / 7.0)),
                               np.broadcast_shapes(angle.shape, height_mm.shape))

    return relief


def _seamed(product: Product, bumps: Relief, turned: float, beaded: bool) -> MeshBuilder:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    body, beads = _body_radius(r), _beads(h)
    builder = MeshBuilder()
    foot = filleted([(0, 2.8), (0.72 * r, 2.8, 1), (0.74 * r, 3.3, 1), (r - 3.6, 3.3, 0.6), (r - 2.6, 0, 0.9),
                     (r, 0, 0.8), (r, _SEAM_MM, 0.4), (body, _SEAM_MM + 0.5)], 3)
    lathe(builder, foot, _STEEL)
    # Behind the label there is no wall: nothing shows it, and a dent would push one through the other.
    for low, high in ((_SEAM_MM + 0.5, _LABEL_EDGE_MM + 1), (h - _LABEL_EDGE_MM - 1, h - _SEAM_MM - 0.5)):
        lathe(builder, np.array([(body, low), (body, high)]), _STEEL)

    def surface(angle: np.ndarray, height_mm: np.ndarray) -> np.ndarray:
        return bumps(angle, height_mm) + (beads(angle, height_mm) if beaded else 0.0)

    fine = np.array([(body, z) for z in np.linspace(0, h, max(12, int(h / 1.75)) if beaded else 20)])
    labels.wrap(builder, fine, (_LABEL_EDGE_MM, h - _LABEL_EDGE_MM), nets.uv_rect(net(product), 0), _PRINT,
                turned_rad=turned, overlap_mm=7.0, relief=surface)
    _lid(builder, product, printed=False)
    return builder


def _drawn(product: Product, bumps: Relief, turned: float) -> MeshBuilder:
    r, h = product.dimensions_mm[0] / 2, product.dimensions_mm[2]
    body = _body_radius(r)
    builder = MeshBuilder()
    shell = filleted([(0, 1.6), (r - 9, 1.6, 1.5), (r - 8, 0, 1.2), (r - 4.5, 0, 2), (body - 1.0, 3.2, 4), (body, 9, 6),
                      (body, h - _SEAM_MM - 0.5)], 5)
    start = int(np.flatnonzero((shell[:, 1] > 2.6) & (shell[:, 0] > r - 6))[0])
    printed = between(shell[start - 1:], 2.7, h - _SEAM_MM - 0.5)
    lathe(builder, np.vstack([shell[:start], printed[:1]]), _STEEL)
    printed = refined(printed, 5.0)
    way = arc_length(printed)
    lathe(builder, printed, _PRINT, v_profile=way / way[-1], relief=bumps, uv_rect=nets.uv_rect(net(product), 0),
          turn_rad=(turned - np.pi, turned + np.pi))
    _lid(builder, product, printed=True)
    return builder
