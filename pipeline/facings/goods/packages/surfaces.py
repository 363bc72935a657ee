"""The materials packages are made of, and the colours of what is in them.

Values follow Blender's Principled BSDF; liquids are absorbing bodies (Beer and Lambert: `absorption_color` at
`absorption_density` per metre), chosen by eye against photographs of filled shelves.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Self, get_args

from pydantic import Field, model_validator

from facings.frames.colour import linear_from_hex
from facings.goods.entries import Content, GlassTint, LiquidKind
from facings.goods.packages.package import Surface
from facings.recipes.tables import Entry, misfit, table

Color = tuple[float, float, float]
WHITE: Color = (1.0, 1.0, 1.0)

PRINTED_ALUMINIUM = Surface("printed aluminium", WHITE, True, roughness=0.30, metallic=0.55, coat=0.6,
                            coat_roughness=0.08)
PRINTED_STEEL = Surface("printed steel", WHITE, True, roughness=0.33, metallic=0.25, coat=0.6, coat_roughness=0.08)
PAPER_LABEL = Surface("paper label", WHITE, True, roughness=0.38, coat=0.25, coat_roughness=0.2)
UNCOATED_LABEL = Surface("uncoated label", WHITE, True, roughness=0.62, bump_scale=900, bump_distance_m=6e-5,
                         bump_strength=0.25)
FILM_LABEL = Surface("film label", WHITE, True, roughness=0.28, coat=0.4, coat_roughness=0.1)
PRINTED_PLASTIC = Surface("printed plastic", WHITE, True, roughness=0.34, coat=0.15, coat_roughness=0.15,
                          subsurface=0.05)
PRINTED_FOIL = Surface("printed foil", WHITE, True, roughness=0.28, metallic=0.5, coat=0.2, bump_scale=260,
                       bump_distance_m=2.5e-4, bump_strength=0.35)
ALUMINIUM = Surface("aluminium", (0.87, 0.87, 0.88), roughness=0.22, metallic=1.0)
STEEL = Surface("tinplate", (0.71, 0.71, 0.70), roughness=0.25, metallic=1.0)
LABEL_BACK = Surface("label back", (0.85, 0.85, 0.83), roughness=0.6)
PET_SHELL = Surface("clear plastic", (0.98, 0.99, 1.0), roughness=0.03, ior=1.57, transmission=1.0, thin_wall=True,
                    shadow_color=(0.93, 0.94, 0.95))


class Glass(Entry):
    """What bottle glass absorbs: see `assets/liquids.yaml` for the terms."""

    color: Color
    density: Annotated[float, Field(ge=0)]
    """Per metre of glass."""


class Liquid(Glass):
    """What a liquid absorbs, and how cloudy it is (0 clear, 1 opaque)."""

    cloudy: Annotated[float, Field(ge=0, le=1)] = 0.0


class Liquids(Entry):
    """The table `assets/liquids.yaml`; every word that `Content.glass` and `Content.liquid` take has its entry."""

    glass: dict[GlassTint, Glass]
    liquids: dict[LiquidKind, Liquid]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for key, words, known in (("glass", get_args(GlassTint), self.glass),
                                  ("liquids", get_args(LiquidKind), self.liquids)):
            for name in words:
                if name not in known:
                    raise misfit((key,), f"lacks {name!r}")
        return self


def _liquids() -> Liquids:
    return table("liquids.yaml", Liquids)


def plastic(name: str, srgb_hex: str, *, roughness: float = 0.31, subsurface: float = 0.1) -> Surface:
    """Return moulded polyethylene or polypropylene, slightly translucent and with a trace of orange-peel."""
    return Surface(name, linear_from_hex(srgb_hex), roughness=roughness, subsurface=subsurface, bump_scale=420,
                   bump_distance_m=5e-5, bump_strength=0.2)


def painted_metal(name: str, srgb_hex: str) -> Surface:
    """Return lacquered tinplate, as of lug lids and crown corks."""
    return Surface(name, linear_from_hex(srgb_hex), roughness=0.3, metallic=0.35, coat=0.5, coat_roughness=0.1)


def opaque(name: str, color: Color, *, roughness: float = 0.35, subsurface: float = 0.3, mottle: Color | None = None,
           mottle_scale: float = 300.0, mottle_amount: float = 0.0, bump_m: float = 0.0) -> Surface:
    """Return food or cream that light enters but does not pass; `mottle` is the colour of its lumps, linear RGB."""
    return Surface(name, color, roughness=roughness, subsurface=subsurface, mottle_color=mottle,
                   mottle_scale=mottle_scale, mottle_amount=mottle_amount, bump_scale=mottle_scale if bump_m else 0.0,
                   bump_distance_m=bump_m, bump_strength=0.6 if bump_m else 0.0)


def liquid(content: Content, *, across_mm: float, glass_mm: float = 0.0, default: LiquidKind = "water") -> Surface:
    """Return what fills a bottle, as one solid out to the bottle's outer wall, the tint of its glass included.

    Bottle and liquid are one body because rays know no nested dielectrics: `glass_mm` of wall on each side of
    `across_mm` absorb as if they were spread evenly over the width.
    """
    name = content.liquid or default
    filled = _liquids().liquids[name]
    color, cloudy = filled.color, filled.cloudy
    absorbed = [filled.density * (1 - c) for c in color]
    if glass_mm > 0:
        glass = _liquids().glass[content.glass]
        share = min(1.0, 2 * glass_mm / across_mm)
        absorbed = [a + glass.density * (1 - t) * share for a, t in zip(absorbed, glass.color, strict=True)]
    strongest = max(absorbed)
    surface = Surface(
        f"{name} in {content.glass} glass" if glass_mm else name, WHITE, roughness=0.0, ior=1.45 if glass_mm else 1.38,
        transmission=1.0, absorption_color=_color(1 - a / strongest for a in absorbed), absorption_density=strongest,
        shadow_color=_color(0.15 + 0.75 * c for c in color))
    if cloudy > 0:
        surface = replace(surface, base_color=color, transmission=1.0 - cloudy, roughness=0.06,
                          shadow_color=None if cloudy > 0.6 else surface.shadow_color)
    return surface


def glass_wall(content: Content) -> Surface:
    """Return an empty wall of bottle glass (about 3 mm) as a thin sheet: the part above the fill line."""
    glass = _liquids().glass[content.glass]
    color = _color(math.exp(-glass.density * (1 - t) * 3e-3) for t in glass.color)
    return Surface(f"{content.glass} glass wall", color, roughness=0.0, ior=1.5, transmission=1.0, thin_wall=True,
                   shadow_color=color)


def _color(channels: Iterable[float]) -> Color:
    red, green, blue = channels
    return red, green, blue
