"""How much an expression folds the skin, read from how it moves the landmarks."""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.heads.shape import HeadShape

Sides = tuple[float, float]
"""Of the subject's right and left half of the face."""


@dataclass(frozen=True)
class Folds:
    """Amounts from 0 to about 1; all 0 for a face at rest."""

    brow_raise: Sides = (0.0, 0.0)
    brow_knit: float = 0.0
    squint: Sides = (0.0, 0.0)
    smile: Sides = (0.0, 0.0)
    pucker: float = 0.0


def folds(shape: HeadShape) -> Folds:
    """Return the folds of a head's expression. The distances that count as full are those of strong natural expressions."""
    landmarks = shape.model.landmarks
    moved = (shape.unposed_m[landmarks] - shape.neutral_m[landmarks]) * 1000.0
    up = moved[:, 2]

    def share(value: float, full: float) -> float:
        return float(np.clip(value / full, 0.0, 1.2))

    brows = (up[17:22].mean(), up[22:27].mean())
    knit = share((moved[21, 0] - moved[22, 0]) / 2 - 0.5 * (up[21] + up[22]) / 2, 4.0)
    cheeks = (up[[40, 41]].mean(), up[[46, 47]].mean())
    corners = (-moved[48, 0] + 0.6 * up[48], moved[54, 0] + 0.6 * up[54])
    squeezed = (moved[48, 0] - moved[54, 0]) / 2
    def both(values: tuple[float, float], full: float) -> Sides:
        return share(values[0], full), share(values[1], full)

    return Folds(brow_raise=both(brows, 7.0), brow_knit=knit, squint=both(cheeks, 3.0), smile=both(corners, 11.0),
                 pucker=share(squeezed, 8.0))
