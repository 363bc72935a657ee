"""What is seen through a jar's glass: opaque food close behind the wall, or pieces in brine.

Opaque food sits a glass's thickness inside the solid glass body. Clear food (honey) and brine are the solid itself,
which then absorbs; pieces are ellipsoids packed along its wall.
"""

from dataclasses import dataclass, replace

import numpy as np

from facings.goods.entries import Content
from facings.goods.packages.mesh import MeshBuilder, lathe
from facings.goods.packages.package import Surface
from facings.goods.packages.profile import offset, refined
from facings.goods.packages.surfaces import WHITE, Color, opaque


@dataclass(frozen=True)
class Vessel:
    """The outer profile (P, 2) of the body up to the fill line, upwards from the base's centre; mm."""

    wall_mm: np.ndarray
    line_mm: float
    thickness_mm: float


@dataclass(frozen=True)
class Filling:
    """Surfaces of the food (body or pieces first), and what the clear body around it absorbs per metre."""

    surfaces: tuple[Surface, ...]
    absorption_color: Color = (0.93, 0.98, 0.955)
    absorption_density: float = 4.0
    ior: float = 1.47


_CLEAR: dict[str, tuple[Color, float, float]] = {
    "honey": ((0.98, 0.60, 0.05), 75.0, 1.49), "pickles": ((0.82, 0.86, 0.34), 16.0, 1.40),
    "olives": ((0.84, 0.84, 0.42), 12.0, 1.40), "beans": ((0.92, 0.82, 0.60), 18.0, 1.40),
}
"""Absorption colour, density per metre and refractive index of what pieces swim in."""

_PALE_BRINE: tuple[Color, float, float] = ((0.92, 0.86, 0.66), 9.0, 1.40)
"""Around pieces whose own colour is listed in `_FOOD`: without the green of gherkins or the brown of beans."""


def is_clear(name: str) -> bool:
    """Whether one sees into the jar."""
    return name in _CLEAR


def filling(name: str, hero: str | None) -> Filling:
    """Return the surfaces of a filling; `hero`, what the label shows, tells one jam or purée from another."""
    own = _FOOD.get((name, hero))
    if name in _CLEAR:
        color, density, ior = _PALE_BRINE if (name, hero) in _FOOD else _CLEAR[name]
        surfaces = _PIECES.get(name, (opaque("none", WHITE),))
        return Filling(_coloured(surfaces, own), color, density, ior)
    return Filling(_coloured(_OPAQUE[name], own))


def _coloured(surfaces: tuple[Surface, ...], own: Color | None) -> tuple[Surface, ...]:
    if own is None:
        return surfaces
    first = surfaces[0]
    mottle = first.mottle_color
    if mottle is not None:
        lighter = sum(mottle) / sum(first.base_color)
        mottle = tuple(min(0.9, lighter * c) for c in own)
    return (replace(first, base_color=own, mottle_color=mottle), *surfaces[1:])


_FOOD: dict[tuple[str, str | None], Color] = {
    ("jam", "raspberry"): (0.26, 0.008, 0.030), ("jam", "berry_blue"): (0.030, 0.008, 0.040),
    ("jam", "cherry"): (0.20, 0.005, 0.012), ("jam", "peach"): (0.62, 0.22, 0.02),
    ("jam", "orange"): (0.66, 0.22, 0.01), ("jam", "lemon"): (0.75, 0.48, 0.03),
    ("jam", "apple"): (0.55, 0.33, 0.08), ("jam", "grape"): (0.06, 0.006, 0.03),
    ("sauce", "fish"): (0.60, 0.48, 0.20), ("sauce", "mushroom"): (0.42, 0.30, 0.17),
    ("sauce", "cheese"): (0.75, 0.60, 0.30), ("sauce", "mango"): (0.70, 0.34, 0.04),
    ("spread", "peanut"): (0.42, 0.21, 0.060), ("spread", "almond"): (0.52, 0.33, 0.16),
    ("spread", "coffee_bean"): (0.034, 0.013, 0.006), ("spread", "leaf_mint"): (0.84, 0.84, 0.80),
    ("spread", "flower"): (0.84, 0.82, 0.78), ("spread", "lavender"): (0.84, 0.82, 0.80),
    ("pesto", "tomato"): (0.38, 0.060, 0.012), ("pesto", "pepper"): (0.42, 0.070, 0.012),
    ("baby_food", "banana"): (0.70, 0.56, 0.27), ("baby_food", "mango"): (0.75, 0.42, 0.06),
    ("baby_food", "broccoli"): (0.24, 0.31, 0.06), ("baby_food", "pea"): (0.26, 0.36, 0.06),
    ("baby_food", "apple"): (0.66, 0.58, 0.28), ("baby_food", "pear"): (0.68, 0.60, 0.32),
    ("pickles", "onion"): (0.72, 0.66, 0.50), ("pickles", "pepper"): (0.55, 0.05, 0.01),
    ("beans", "bean_red"): (0.16, 0.018, 0.012), ("beans", "chickpea"): (0.70, 0.52, 0.28),
}
"""Linear RGB by filling and hero, where the filling's own colour does not serve."""

_OPAQUE: dict[str, tuple[Surface, ...]] = {
    "jam": (opaque("jam", (0.30, 0.012, 0.014), roughness=0.12, subsurface=0.5, mottle=(0.11, 0.004, 0.006),
                   mottle_scale=190, mottle_amount=0.5, bump_m=5e-4),
            opaque("seeds", (0.42, 0.22, 0.09), roughness=0.3)),
    "sauce": (opaque("sauce", (0.40, 0.040, 0.010), roughness=0.3, mottle=(0.52, 0.13, 0.02), mottle_scale=210,
                     mottle_amount=0.42, bump_m=4e-4),
              opaque("herbs", (0.035, 0.075, 0.010), roughness=0.5, subsurface=0.0)),
    "spread": (opaque("spread", (0.090, 0.030, 0.010), roughness=0.28, subsurface=0.2),),
    "pesto": (opaque("pesto", (0.085, 0.120, 0.012), roughness=0.3, mottle=(0.20, 0.23, 0.05), mottle_scale=520,
                     mottle_amount=0.5, bump_m=5e-4),
              opaque("nuts", (0.62, 0.50, 0.24), roughness=0.45, subsurface=0.3)),
    "baby_food": (opaque("puree", (0.72, 0.34, 0.055), roughness=0.35, subsurface=0.4, mottle=(0.80, 0.46, 0.10),
                         mottle_scale=160, mottle_amount=0.35),),
}
_PIECES: dict[str, tuple[Surface, ...]] = {
    "pickles": (opaque("gherkins", (0.16, 0.20, 0.025), roughness=0.35, subsurface=0.25, mottle=(0.30, 0.33, 0.06),
                       mottle_scale=260, mottle_amount=0.40, bump_m=6e-4),
                opaque("spices", (0.55, 0.42, 0.12), roughness=0.5), opaque("dill", (0.05, 0.12, 0.02), roughness=0.6)),
    "olives": (opaque("olives", (0.20, 0.22, 0.035), roughness=0.22, subsurface=0.25, mottle=(0.28, 0.27, 0.06),
                      mottle_scale=120, mottle_amount=0.4),
               opaque("pimento", (0.55, 0.03, 0.01), roughness=0.25, subsurface=0.2)),
    "beans": (opaque("beans", (0.72, 0.56, 0.34), roughness=0.35, subsurface=0.35, mottle=(0.80, 0.68, 0.46),
                     mottle_scale=140, mottle_amount=0.4),),
}


def glass_body(content: Content, food: Filling, across_mm: float) -> Surface:
    """Return the solid of glass (and brine or honey) around the food."""
    red, green, blue = (0.35 + 0.6 * c for c in food.absorption_color)
    return Surface(f"{content.filling or 'jam'} glass", WHITE, roughness=0.0, ior=food.ior, transmission=1.0,
                   absorption_color=food.absorption_color, absorption_density=food.absorption_density,
                   shadow_color=(red, green, blue))


def fill(builder: MeshBuilder, name: str, vessel: Vessel, rng: np.random.Generator, first_material: int, *,
         hero: str | None = None) -> None:
    """Add the food of `name` to the mesh; its surfaces are those of `filling`, from slot `first_material` on."""
    if name == "honey":
        return
    if name == "pickles" and hero == "onion":
        _packed(builder, vessel, rng, first_material, axes_mm=(9.6, 9.6, 9.2), upright=0.3)
        _specks(builder, vessel, rng, first_material + 1, count=26, size_mm=(1.0, 1.5), flat=0.9)
    elif name == "pickles":
        _packed(builder, vessel, rng, first_material, axes_mm=(8.0, 8.0, 25.0), upright=0.85, bend=0.18)
        _specks(builder, vessel, rng, first_material + 1, count=26, size_mm=(1.0, 1.5), flat=0.9)
        _specks(builder, vessel, rng, first_material + 2, count=24, size_mm=(0.5, 4.5), flat=0.12)
    elif name == "olives":
        _packed(builder, vessel, rng, first_material, axes_mm=(8.2, 8.2, 10.6), upright=0.25,
                pimento=first_material + 1)
    elif name == "beans":
        _packed(builder, vessel, rng, first_material, axes_mm=(4.3, 5.0, 7.9), upright=0.1, bend=0.25)
    else:
        _body(builder, vessel, rng, first_material)
        if name in ("jam", "sauce", "pesto"):
            count = {"jam": 90, "sauce": 60, "pesto": 55}[name]
            size = {"jam": (0.7, 1.1), "sauce": (0.8, 2.0), "pesto": (0.9, 1.9)}[name]
            _specks(builder, vessel, rng, first_material + 1, count=count, size_mm=size, flat=0.5)


def _body(builder: MeshBuilder, vessel: Vessel, rng: np.random.Generator, material: int) -> None:
    inner = offset(refined(vessel.wall_mm, 6.0), -vessel.thickness_mm)
    keep = (inner[:, 0] >= 0) & (inner[:, 1] < vessel.line_mm - 2.5)
    inner = np.vstack([[[0, inner[0, 1]]], inner[keep & (inner[:, 0] > 0.2)]])
    top = vessel.line_mm - rng.uniform(0.8, 2.0)
    radius = inner[-1, 0]
    surface = [(radius, top - 0.4), (radius - 1.2, top), (0.5 * radius, top - 0.3), (0, top - 0.2)]
    lathe(builder, np.vstack([inner, surface]), material, segments=48)


def _inner_radius(vessel: Vessel, z: np.ndarray) -> np.ndarray:
    side = vessel.wall_mm[int(np.argmax(vessel.wall_mm[:, 0] > 0.85 * vessel.wall_mm[:, 0].max())):]
    return np.interp(z, side[:, 1], side[:, 0]) - vessel.thickness_mm


def _packed(builder: MeshBuilder, vessel: Vessel, rng: np.random.Generator, material: int, *,
            axes_mm: tuple[float, float, float], upright: float, bend: float = 0.0, pimento: int | None = None) -> None:
    a, b, c = axes_mm
    low, high = 4.5, vessel.line_mm - 3.0
    tall = c * upright + b * (1 - upright)
    layers = max(1, round((high - low) / (1.86 * tall)))
    _core(builder, vessel, 1.7 * a, (low, high - 0.6 * tall), material)
    for layer in range(layers):
        z = low + (layer + 0.5) * (high - low) / layers
        radius = float(_inner_radius(vessel, np.array(z))) - a - 0.3
        wide = a if upright > 0.5 else (a + c) / 2
        count = max(3, int(2 * np.pi * radius / (1.92 * wide)))
        start = rng.uniform(0, 2 * np.pi)
        for k in range(count):
            angle = start + 2 * np.pi * (k + rng.uniform(-0.12, 0.12)) / count
            size = np.array([a, b, c]) * rng.uniform(0.86, 1.0)
            # Lying pieces point along the wall, upright ones lean a little.
            lean = rng.normal(0, 0.09) if upright > 0.5 else rng.normal(np.pi / 2, 0.55)
            reach = size[2] * abs(np.cos(lean)) + size[0] * abs(np.sin(lean))
            height = np.clip(z + rng.uniform(-0.12, 0.12) * tall, low + reach, max(low + reach, high - reach))
            place = np.array([radius * np.sin(angle), -radius * np.cos(angle), height])
            _ellipsoid(builder, size, place, angle, lean, bend * rng.uniform(-1, 1), material, pimento)


def _core(builder: MeshBuilder, vessel: Vessel, gap_mm: float, heights_mm: tuple[float, float], material: int) -> None:
    # What fills the middle is hidden by the outer pieces; this keeps one from looking straight through between them.
    z = np.linspace(*heights_mm, 5)
    radius = np.minimum(_inner_radius(vessel, z), _inner_radius(vessel, z).max()) - gap_mm
    if radius.min() > 1:
        side = np.stack([radius, z], -1)
        lathe(builder, np.vstack([[(0, z[0])], side, [(0, z[-1])]]), material, segments=24)


def _ellipsoid(builder: MeshBuilder, axes: np.ndarray, place: np.ndarray, angle: float, lean: float, bend: float,
               material: int, pimento: int | None) -> None:
    small = axes.max() < 8
    polar = np.linspace(-np.pi / 2, np.pi / 2, 7 if small else 9)
    profile = np.stack([np.cos(polar), np.sin(polar)], -1)
    profile[[0, -1], 0] = 0.0
    part = MeshBuilder()
    lathe(part, profile, material, segments=8 if small else 12)
    if pimento is not None:
        polar = np.linspace(0.62 * np.pi / 2, np.pi / 2, 3)
        lathe(part, np.stack([1.03 * np.cos(polar), 1.03 * np.sin(polar)], -1), pimento, segments=12)
    cl, sl, ca, sa = np.cos(lean), np.sin(lean), np.cos(angle), np.sin(angle)
    tilt = np.array([[cl, 0, sl], [0, 1, 0], [-sl, 0, cl]])  # about the radial axis, which is Y before the turn
    turn = np.array([[ca, -sa, 0], [sa, ca, 0], [0, 0, 1]])

    def transform(points: np.ndarray) -> np.ndarray:
        shaped = points * axes
        shaped[:, 0] += bend * axes[2] * (points[:, 2] ** 2 - 0.4)
        return shaped @ tilt.T @ turn.T + place

    builder.add(part, transform)


def _specks(builder: MeshBuilder, vessel: Vessel, rng: np.random.Generator, material: int, *, count: int,
            size_mm: tuple[float, float], flat: float) -> None:
    """Add small pieces (seeds, herbs, spices) against the inner wall: octahedra, `flat` their thickness to length."""
    corners = np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1), (-1, 0, 0), (0, -1, 0), (0, 0, -1)], float)
    faces = np.array([(0, 1, 2), (1, 3, 2), (3, 4, 2), (4, 0, 2), (1, 0, 5), (3, 1, 5), (4, 3, 5), (0, 4, 5)])
    z = rng.uniform(6, vessel.line_mm - 4, count)
    angle = rng.uniform(-np.pi, np.pi, count)
    radius = _inner_radius(vessel, z) + 0.05
    for i in range(count):
        length = rng.uniform(*size_mm)
        shaped = corners * np.array([length, min(0.5, 0.5 * flat + 0.2) * length, max(flat, 0.12) * length])
        spin, ca, sa = rng.uniform(0, np.pi), np.cos(angle[i]), np.sin(angle[i])
        cs, ss = np.cos(spin), np.sin(spin)
        shaped = shaped @ np.array([[cs, 0, ss], [0, 1, 0], [-ss, 0, cs]]).T
        shaped = shaped @ np.array([[ca, -sa, 0], [sa, ca, 0], [0, 0, 1]]).T
        builder.faces(shaped + [radius[i] * sa, -radius[i] * ca, z[i]], faces, None, material)
