"""The materials packages are made of, and the colours of what is in them.

Values follow Blender's Principled BSDF; liquids are absorbing bodies (Beer and Lambert: `absorption_color` at
`absorption_density` per metre), chosen by eye against photographs of filled shelves.
"""

import math
from dataclasses import replace

from facings.goods.catalogue import Content
from facings.goods.packages.package import Surface

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

_GLASS_TINT: dict[str, tuple[Color, float]] = {
    "clear": ((0.93, 0.98, 0.955), 6.0), "green": ((0.20, 0.62, 0.12), 300.0), "brown": ((0.55, 0.17, 0.02), 420.0),
}
"""What bottle glass absorbs, per metre of glass."""

_LIQUIDS: dict[str, tuple[Color, float, float]] = {
    "water": ((0.93, 0.98, 1.0), 2.0, 0.0), "cola": ((0.16, 0.045, 0.012), 110.0, 0.0),
    "orange": ((1.0, 0.42, 0.03), 60.0, 0.45), "lemon": ((0.93, 0.95, 0.62), 10.0, 0.25),
    "apple": ((0.98, 0.78, 0.28), 25.0, 0.0), "tea": ((0.80, 0.34, 0.06), 45.0, 0.0),
    "milk": ((0.95, 0.93, 0.87), 40.0, 1.0), "oil": ((0.94, 0.84, 0.10), 26.0, 0.0),
    "wine_red": ((0.34, 0.012, 0.03), 240.0, 0.0), "wine_white": ((0.97, 0.94, 0.55), 12.0, 0.0),
    "beer": ((0.97, 0.66, 0.10), 32.0, 0.0), "syrup_red": ((0.82, 0.03, 0.05), 130.0, 0.0),
    "vinegar": ((0.42, 0.16, 0.06), 130.0, 0.0), "detergent_blue": ((0.10, 0.42, 0.95), 45.0, 0.12),
    "detergent_green": ((0.32, 0.90, 0.12), 38.0, 0.12), "soap_pink": ((0.98, 0.42, 0.58), 28.0, 0.3),
}
"""Absorption colour, density per metre, and how cloudy (0 clear, 1 opaque)."""


def linear(srgb_hex: str) -> Color:
    """Return linear RGB of '#rrggbb' (IEC 61966-2-1)."""
    channels = (int(srgb_hex[i:i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)


def plastic(name: str, srgb_hex: str, *, roughness: float = 0.31, subsurface: float = 0.1) -> Surface:
    """Return moulded polyethylene or polypropylene, slightly translucent and with a trace of orange-peel."""
    return Surface(name, linear(srgb_hex), roughness=roughness, subsurface=subsurface, bump_scale=420,
                   bump_distance_m=5e-5, bump_strength=0.2)


def painted_metal(name: str, srgb_hex: str) -> Surface:
    """Return lacquered tinplate, as of lug lids and crown corks."""
    return Surface(name, linear(srgb_hex), roughness=0.3, metallic=0.35, coat=0.5, coat_roughness=0.1)


def opaque(name: str, color: Color, *, roughness: float = 0.35, subsurface: float = 0.3, mottle: Color | None = None,
           mottle_scale: float = 300.0, mottle_amount: float = 0.0, bump_m: float = 0.0) -> Surface:
    """Return food or cream that light enters but does not pass; `mottle` is the colour of its lumps, linear RGB."""
    return Surface(name, color, roughness=roughness, subsurface=subsurface, mottle_color=mottle,
                   mottle_scale=mottle_scale, mottle_amount=mottle_amount, bump_scale=mottle_scale if bump_m else 0.0,
                   bump_distance_m=bump_m, bump_strength=0.6 if bump_m else 0.0)


def liquid(content: Content, *, across_mm: float, glass_mm: float = 0.0, default: str = "water") -> Surface:
    """Return what fills a bottle, as one solid out to the bottle's outer wall, the tint of its glass included.

    Bottle and liquid are one body because rays know no nested dielectrics: `glass_mm` of wall on each side of
    `across_mm` absorb as if they were spread evenly over the width.
    """
    name = content.liquid or default
    color, density, cloudy = _LIQUIDS[name]
    absorbed = [density * (1 - c) for c in color]
    if glass_mm > 0:
        tint, glass_density = _GLASS_TINT[content.glass]
        share = min(1.0, 2 * glass_mm / across_mm)
        absorbed = [a + glass_density * (1 - t) * share for a, t in zip(absorbed, tint, strict=True)]
    strongest = max(absorbed)
    surface = Surface(
        f"{name} in {content.glass} glass" if glass_mm else name, WHITE, roughness=0.0, ior=1.45 if glass_mm else 1.38,
        transmission=1.0, absorption_color=tuple(1 - a / strongest for a in absorbed), absorption_density=strongest,
        shadow_color=tuple(0.15 + 0.75 * c for c in color))
    if cloudy > 0:
        surface = replace(surface, base_color=color, transmission=1.0 - cloudy, roughness=0.06,
                          shadow_color=None if cloudy > 0.6 else surface.shadow_color)
    return surface


def glass_wall(content: Content) -> Surface:
    """Return an empty wall of bottle glass (about 3 mm) as a thin sheet: the part above the fill line."""
    tint, density = _GLASS_TINT[content.glass]
    color = tuple(math.exp(-density * (1 - t) * 3e-3) for t in tint)
    return Surface(f"{content.glass} glass wall", color, roughness=0.0, ior=1.5, transmission=1.0, thin_wall=True,
                   shadow_color=color)
