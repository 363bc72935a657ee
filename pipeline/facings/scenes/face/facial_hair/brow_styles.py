"""Brows that people have, by name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BrowStyle:
    """What distinguishes one style; see `spec.BrowSpec`."""

    hairs: int
    length_mm: float
    height_mm: float
    arch_mm: float
    tidy: float
    masculine: float
    """Weights of how common it is, before plucking: among men and among women."""
    feminine: float


BROW_STYLES = {
    "natural": BrowStyle(760, 9.5, 11.0, 0.0, 0.5, 3.0, 3.0),
    "straight": BrowStyle(740, 9.5, 11.0, -1.6, 0.55, 2.0, 1.0),
    "arched": BrowStyle(640, 8.5, 8.8, 2.2, 0.85, 0.2, 3.0),
    "thin": BrowStyle(360, 7.0, 5.0, 1.6, 0.9, 0.1, 1.2),
    "sparse": BrowStyle(380, 8.0, 9.5, 0.0, 0.4, 0.7, 1.0),
    "bushy": BrowStyle(980, 12.5, 15.0, -0.4, 0.15, 2.0, 0.3),
    "full": BrowStyle(950, 10.0, 13.0, 0.6, 0.6, 1.6, 1.6),
}
