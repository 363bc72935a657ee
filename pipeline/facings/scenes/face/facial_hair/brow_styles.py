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
    "natural": BrowStyle(560, 9.5, 8.5, 0.0, 0.5, 3.0, 3.0),
    "straight": BrowStyle(540, 9.5, 8.5, -1.6, 0.55, 2.0, 1.0),
    "arched": BrowStyle(500, 8.5, 7.0, 2.2, 0.85, 0.2, 3.0),
    "thin": BrowStyle(310, 7.0, 4.2, 1.6, 0.9, 0.1, 1.2),
    "sparse": BrowStyle(300, 8.0, 7.5, 0.0, 0.4, 0.7, 1.0),
    "bushy": BrowStyle(700, 12.5, 12.0, -0.4, 0.15, 2.0, 0.3),
    "full": BrowStyle(680, 10.0, 10.0, 0.6, 0.6, 1.6, 1.6),
}
