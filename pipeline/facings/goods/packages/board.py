"""Surfaces of board, paper and film that the folded, filled and wrapped kinds share."""

from facings.frames.colour import linear_from_hex
from facings.goods.packages.package import Surface

CARTON = Surface("carton", printed=True, base_color=(1, 1, 1), roughness=0.42, coat=0.35, coat_roughness=0.18,
                 bump_scale=900.0, bump_distance_m=0.00004, bump_strength=0.25)
RAW_BOARD = Surface("raw board", base_color=(0.52, 0.44, 0.35), roughness=0.85)
DRINKS_BOARD = Surface("drinks board", printed=True, base_color=(1, 1, 1), roughness=0.33, coat=0.45,
                       coat_roughness=0.14, bump_scale=500.0, bump_distance_m=0.00005, bump_strength=0.2)
PAPER = Surface("paper", printed=True, base_color=(1, 1, 1), roughness=0.55, bump_scale=260.0,
                bump_distance_m=0.0002, bump_strength=0.25)
FILM = Surface("film", printed=True, base_color=(1, 1, 1), roughness=0.30, metallic=0.35, coat=0.25,
               coat_roughness=0.12)
MATTE_FILM = Surface("matte film", printed=True, base_color=(1, 1, 1), roughness=0.56, metallic=0.05, coat=0.06,
                     coat_roughness=0.3)
CLEAR_PRINTED_FILM = Surface("wrapping film", printed=True, base_color=(1, 1, 1), roughness=0.22, coat=0.5,
                             coat_roughness=0.08)


def plastic(name: str, colour: tuple[float, float, float]) -> Surface:
    """Return HDPE of a linear colour: caps and closures."""
    return Surface(name, base_color=colour, roughness=0.31, subsurface=0.12, coat=0.1, coat_roughness=0.2)


def linear(colour: str | None, default: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return '#rrggbb' as linear RGB, or `default` for None."""
    return default if colour is None else linear_from_hex(colour)
