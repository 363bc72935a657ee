"""An installed package's own package kind, layout and hero: a plain block in two colours with a marble on it."""

from types import SimpleNamespace

import numpy as np

from facings.goods.artwork.heroes.gallery import Hero
from facings.goods.artwork.heroes.habits import Habit
from facings.goods.artwork.heroes.shapes import sphere
from facings.goods.artwork.heroes.tracer import Solid
from facings.goods.artwork.layouts import Front, Layout
from facings.goods.packages.box import box_net, face_rects, grid_lines, panelled_box
from facings.goods.packages.footing import stood
from facings.goods.packages.mesh import MeshBuilder
from facings.goods.packages.package import Package
from facings.goods.packages.surfaces import PAPER_LABEL

TOP, BOTTOM = (250.0, 200.0, 0.0), (0.0, 60.0, 120.0)


def _net(product):
    kinds = {"front": "front", "right": "info", "back": "back", "left": "side", "top": "top", "bottom": "bottom"}
    return box_net(product.size_mm, kinds, 4.0)


def _build(product, rng):
    builder = MeshBuilder()
    lines = tuple(grid_lines(length, 1.0, 2) for length in product.size_mm)
    panelled_box(builder, product.size_mm, 1.0, lines, face_rects(_net(product)))
    return Package((stood(builder.build()),), (PAPER_LABEL,), _net(product), round=False, stack_levels=4)


def _ground(design, field):
    upper = (field.v < 0.5)[..., None] & np.ones_like(field.s, bool)[..., None]
    return np.where(upper, np.array(TOP, np.float32), np.array(BOTTOM, np.float32)).astype(np.float32)


_FRONT = Front(mark=(0.1, 0.0, 0.9, 0.2), name=(0.1, 0.22, 0.9, 0.4), descriptor=(0.1, 0.41, 0.9, 0.46),
               hero=(0.2, 0.5, 0.8, 0.9), claim=(0.7, 0.5, 1.0, 0.6), weight=(0.1, 0.92, 0.9, 1.0))


def _marble(variant, rng):
    return Solid(lambda x, y, z: sphere(x, y, z, 0.8), lambda p: np.tile([0.8, 0.1, 0.1], (len(p.x), 1)))


BLOCK = SimpleNamespace(net=_net, build=_build)
HALVES = Layout(tall=_FRONT, wide=_FRONT, ground=_ground)
MARBLE = Hero(_marble, Habit(ways=("single",)))
