"""Beards that people wear, by name: where hair is left to grow, how long, and for whom."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BeardStyle:
    """Lengths in millimetres where the style is longest; zones are shares of the full length there, 0: shaven."""

    shortest_mm: float
    longest_mm: float
    moustache: float = 0.0
    """Between nose and upper lip."""
    corners: float = 0.0
    """Beside the mouth's corners, from the moustache down to the chin."""
    soul_patch: float = 0.0
    """Under the middle of the lower lip."""
    chin: float = 0.0
    cheeks: float = 0.0
    """From the sideburns down to the jaw."""
    sideburns: float = 0.0
    """The strip before the ear alone."""
    jaw: float = 0.0
    """A band along the jaw's edge."""
    neck: float = 0.0
    moustache_sweep: float = 0.4
    """How far moustache hairs point sideways: 0 straight down, 1 along the lip."""
    overhang: float = 1.15
    """How far moustache hairs reach, as a share of the way to the lip's edge; above 1 they hang over the lip."""
    weight: float = 1.0
    """How common it is among those with any beard."""
    least_age: float = 18.0


BEARD_STYLES = {
    "shadow": BeardStyle(0.5, 1.0, 1, 1, 1, 1, 1, 1, 1, 0.9, weight=2.0),
    "stubble": BeardStyle(1.2, 3.0, 1, 1, 1, 1, 0.9, 1, 1, 0.7, weight=3.0),
    "full_short": BeardStyle(5.0, 14.0, 0.75, 0.9, 0.7, 1, 0.6, 0.5, 0.85, 0.5, weight=3.0),
    "full_medium": BeardStyle(16.0, 34.0, 0.5, 0.7, 0.5, 1, 0.45, 0.25, 0.75, 0.55, 0.55, 1.3, weight=1.5, least_age=20),
    "full_long": BeardStyle(50.0, 130.0, 0.25, 0.4, 0.3, 1, 0.28, 0.10, 0.6, 0.6, 0.6, 1.5, weight=0.8, least_age=25),
    "goatee": BeardStyle(4.0, 18.0, 0.6, 0.6, 0.7, 1, weight=1.2),
    "chin_beard": BeardStyle(5.0, 35.0, 0, 0, 0.5, 1, weight=0.5),
    "van_dyke": BeardStyle(8.0, 25.0, 0.6, 0, 0.6, 1, moustache_sweep=0.8, weight=0.5, least_age=25),
    "chin_strap": BeardStyle(2.0, 8.0, 0, 0, 0, 0.8, 0, 1, 1, weight=0.5),
    "mutton_chops": BeardStyle(8.0, 24.0, 0, 0, 0, 0, 0.9, 0.6, 0.8, 0.3, weight=0.3, least_age=28),
    "friendly_mutton_chops": BeardStyle(8.0, 24.0, 0.6, 0.7, 0, 0, 0.9, 0.6, 0.8, 0.3, 0.7, weight=0.3, least_age=28),
    "sideburns": BeardStyle(3.0, 9.0, sideburns=1, weight=0.6),
    "moustache_chevron": BeardStyle(7.0, 12.0, 1, weight=0.8, least_age=20),
    "moustache_pencil": BeardStyle(2.0, 4.0, 1, weight=0.3, moustache_sweep=0.7, overhang=0.8),
    "moustache_walrus": BeardStyle(14.0, 24.0, 1, weight=0.3, overhang=2.0, least_age=35),
    "moustache_handlebar": BeardStyle(16.0, 30.0, 1, weight=0.3, moustache_sweep=0.95, overhang=1.2, least_age=25),
    "moustache_horseshoe": BeardStyle(6.0, 12.0, 1, 1, weight=0.3, least_age=25),
    "soul_patch": BeardStyle(3.0, 10.0, soul_patch=1, weight=0.3),
}
"""The last ones need no beard growth on the cheeks."""
