"""Blow-moulded jug with a through-going handle and a screw cap: detergents, softeners, cleaners.

The body is an implicit surface: a tapered superellipse whose depth narrows around an elongated hole. Surface nets
(Gibson 1998) turn it into quads, which are then drawn onto the surface itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from facings.goods.entries import Product
from facings.goods.packages import nets
from facings.goods.packages.closures import screw_cap
from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.package import ArtNet, MeshData, Package
from facings.goods.packages.profile import filleted
from facings.goods.packages.surface_nets import drawn_onto, surface_nets
from facings.goods.packages.surfaces import FILM_LABEL, plastic

_LABEL, _BODY, _CAP = 0, 1, 2


@dataclass(frozen=True)
class _Form:
    """Measures of the body; mm. The handle is on the right, the neck left of the middle."""

    half_width: float
    half_depth: float
    body_height: float
    neck_x: float
    neck_radius: float
    hole: tuple[float, float, float, float]
    """x and z of the hole's lower and upper end."""
    hole_radius: float
    label: tuple[float, float, float, float]
    """Left, low, right, high."""


def net(product: Product) -> ArtNet:
    """Return the front label and the information label at the back."""
    left, low, right, high = _form(product).label
    panel = (right - left, high - low, (4.0, 4.0, 4.0, 4.0))
    return nets.stacked([("front", *panel), ("info", *panel)], 5.0)


def build(product: Product, rng: np.random.Generator) -> Package:
    """Return the jug in two variants: as moulded, and with the slack panels of a jug that stood in the warmth."""
    content = product.content
    surfaces = (FILM_LABEL, plastic("jug", content.body_colour or "#2a5cc0", roughness=0.31, subsurface=0.12),
                plastic("cap", content.cap_colour or "#f4f4f4", roughness=0.26))
    slack = float(rng.uniform(0.5, 1.1))
    return Package((_jug(product, 0.0), _jug(product, slack)), surfaces, net(product), round=False, lying=("back",))


def _form(product: Product) -> _Form:
    width, depth, height = product.dimensions_mm
    a, body = width / 2, height - max(24.0, 0.12 * height)
    radius = 0.05 * width + 4.0
    x = a - 0.11 * width - radius
    hole = (x, 0.46 * height, x - 0.05 * width, 0.69 * height)
    right = min(hole[2] - radius - 11.0, 0.36 * width)
    label = (-a + 0.125 * width, 0.075 * height, right, 0.60 * height)
    return _Form(a, depth / 2, body, -0.20 * width, min(0.17 * width, 0.36 * depth), hole, radius, label)


def _smooth_max(a: np.ndarray, b: np.ndarray, blend_mm: float) -> np.ndarray:
    # Polynomial smooth maximum (Quilez 2008): rounds the edge between two surfaces by about `blend_mm`.
    h = np.clip(0.5 + (a - b) / (2 * blend_mm), 0, 1)
    return b + (a - b) * h + blend_mm * h * (1 - h)


def _arch(z: np.ndarray, start: float, end: float, power: float) -> np.ndarray:
    """Return 1 below `start`, falling to 0 at `end` like a superellipse's quadrant."""
    t = np.clip((z - start) / (end - start), 0, 1)
    return np.maximum(1 - t**power, 0.0) ** (1 / power)


def _hole_distance(form: _Form, x: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distance to the hole's wall seen from the front, and how far right of its middle line a point is."""
    x0, z0, x1, z1 = form.hole
    along = np.clip(((x - x0) * (x1 - x0) + (z - z0) * (z1 - z0)) / ((x1 - x0) ** 2 + (z1 - z0) ** 2), 0, 1)
    dx, dz = x - x0 - along * (x1 - x0), z - z0 - along * (z1 - z0)
    return np.hypot(dx, dz) - form.hole_radius, dx


def _body(form: _Form, slack_mm: float) -> Callable[[np.ndarray], np.ndarray]:
    """Return the implicit function of points (..., 3) in mm: negative inside, about a distance near the surface."""
    a, b, top = form.half_width, form.half_depth, form.body_height

    def value(p: np.ndarray) -> np.ndarray:
        x, y, z = p[..., 0], p[..., 1], p[..., 2]
        left = form.neck_x - form.neck_radius - (a + form.neck_x - form.neck_radius) * _arch(z, 0.66 * top, top, 2.0)
        right = form.neck_x + form.neck_radius + (a - form.neck_x - form.neck_radius) * _arch(z, 0.60 * top, top, 2.3)
        waist = 1 - 0.02 * np.exp(-(((z - 0.45 * top) / (0.3 * top)) ** 2))
        centre, half = (left + right) / 2, (right - left) / 2 * waist
        depth = form.neck_radius + (b - form.neck_radius) * _arch(z, 0.66 * top, top, 2.0)
        depth = depth - slack_mm * np.exp(-((z / top - 0.35) / 0.2) ** 2 - (x / (0.7 * a)) ** 2)
        hole, beside = _hole_distance(form, x, z)
        reach = 9.0 + 13.0 / (1 + np.exp(-np.clip(beside / 4, -30, 30)))
        near = np.clip((reach + 3 - hole) / reach, 0, 1)
        grip = min(12.5, 0.4 * b)
        depth = depth + (grip - depth) * near * near * (3 - 2 * near) * (depth > grip)
        power = 3.9 - 1.9 * np.clip((z - 0.7 * top) / (0.3 * top), 0, 1)
        ratio = (np.abs((x - centre) / half) ** power + np.abs(y / depth) ** power) ** (1 / power)
        body = (ratio - 1) * np.minimum(half, depth)
        body = _smooth_max(body, -hole, 6.0)
        body = _smooth_max(body, -z, 5.0)
        return _smooth_max(body, z - top, 1.5)

    return value


def _jug(product: Product, slack_mm: float) -> MeshData:
    width, depth, height = product.dimensions_mm
    form = _form(product)
    body = _body(form, slack_mm)
    builder = MeshBuilder()
    # About nine thousand quads on the box's own area, whatever the size.
    area = 2 * (width * depth + (width + depth) * form.body_height)
    cell = float(np.sqrt(area / 7200))
    low = np.array([-width / 2, -depth / 2, 0.0]) - 2 * cell
    high = np.array([width / 2, depth / 2, form.body_height]) + 2 * cell
    points, quads = surface_nets(body, low, high, cell)
    builder.faces(drawn_onto(body, points, quads, 0.5 * cell), quads, None, _BODY)
    sheet = net(product)
    for i, side in enumerate((-1.0, 1.0)):
        _label(builder, body, form, side, nets.uv_rect(sheet, i))
    cap = MeshBuilder()
    r, foot = form.neck_radius, form.body_height - 3.0
    collar = filleted([(r - 3, foot), (r + 2.6, foot, 0.6), (r + 2.6, foot + 4.0, 0.8), (r - 1, foot + 4.0)], 3)
    lathe(cap, collar, _CAP, segments=48)
    screw_cap(cap, r + 1.4, foot + 4.2, height, _CAP, knurls=36, depth_mm=0.7, ring_mm=0.0, edge_mm=2.6)
    builder.add(cap, lambda p: p + [form.neck_x, 0, 0])
    return builder.build()


def _label(builder: MeshBuilder, body: Callable[[np.ndarray], np.ndarray], form: _Form, side: float,
           rect: nets.UvRect) -> None:
    """Stick the label on the front (side -1) or back (1), drawn onto the body along Y with rounded corners."""
    left, low, right, high = form.label
    corner = 9.0
    bend = corner * (1 - np.cos(np.linspace(0, np.pi / 2, 5)))
    s = np.unique(np.concatenate([bend, np.linspace(corner, high - low - corner, 16), high - low - bend]))
    to_end = np.minimum(np.minimum(s, high - low - s), corner)
    inset = corner - np.sqrt(np.maximum(corner**2 - (corner - to_end) ** 2, 0))
    half = (right - left) / 2
    x = np.linspace(-1, 1, 21)[None, :] * (half - inset)[:, None]
    z = np.broadcast_to(low + s[:, None], x.shape)
    wide = (left + right) / 2 + x
    near, far = np.zeros_like(wide), np.full_like(wide, form.half_depth + 5.0)
    for _ in range(30):
        y = (near + far) / 2
        inside = body(np.stack([wide, side * y, z], -1)) < 0
        near, far = np.where(inside, y, near), np.where(inside, far, y)
    points = np.stack([wide, side * (far + 0.4), z], -1)
    u, v = x / (2 * half) + 0.5, np.broadcast_to(s[:, None] / (high - low), x.shape)
    if side > 0:
        # Seen from behind the columns run the other way; the print must still read from left to right.
        points = points[:, ::-1]
    uv = np.stack([rect[0] + (rect[2] - rect[0]) * u, rect[1] + (rect[3] - rect[1]) * v], -1)
    builder.grid(points, uv, _LABEL)
