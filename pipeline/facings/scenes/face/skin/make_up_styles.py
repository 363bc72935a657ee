"""Ways to be made up: how much of what, in which colours."""

from dataclasses import dataclass

LIPSTICKS = ("#9e3b3f", "#b4474a", "#c25b5b", "#8e2f3c", "#a8524c", "#b5665c", "#7a2231", "#c4314b", "#a02a2a", "#93505a")
DEEP_LIPSTICKS = ("#6b1f2b", "#8a1c2c", "#5a1d2a", "#a3242f", "#7d3b3a", "#54202f")
BLUSHES = ("#c9736a", "#c86b74", "#b9655a", "#cf7f78", "#a9564d")
QUIET_SHADOWS = ("#8a6a5a", "#6f5348", "#a08070", "#7d5f5a", "#937468")
COLOURED_SHADOWS = ("#4d4a5c", "#3f5560", "#5a3f56", "#3e4a44", "#6b4a2f", "#2f3340", "#7a5560", "#586a86", "#7b5a2b")
LINERS = ("#120f0e", "#1d1512", "#15151c", "#2b1d16")
"""sRGB."""


@dataclass(frozen=True)
class MakeUpStyle:
    """The usual amounts, 0 to 1, and the shares of people who leave a part out."""

    foundation: float
    blush: float
    eyeshadow: float
    eyeshadow_reach: float
    eyeliner: float
    wing_mm: float
    lipstick: float
    gloss: float
    shadows: tuple[str, ...]
    weight: float
    """How common the style is among those who wear make-up."""


MAKE_UP_STYLES = {
    "natural": MakeUpStyle(0.45, 0.35, 0.25, 0.1, 0.25, 0.0, 0.35, 0.4, QUIET_SHADOWS, 5),
    "day": MakeUpStyle(0.6, 0.45, 0.45, 0.3, 0.6, 0.0, 0.65, 0.35, QUIET_SHADOWS, 4),
    "evening": MakeUpStyle(0.75, 0.6, 0.75, 0.6, 0.9, 4.0, 0.9, 0.5, QUIET_SHADOWS + COLOURED_SHADOWS, 2),
    "bold": MakeUpStyle(0.8, 0.7, 0.95, 0.9, 1.0, 7.0, 0.95, 0.7, COLOURED_SHADOWS, 0.7),
    "lips_only": MakeUpStyle(0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.85, 0.5, QUIET_SHADOWS, 1.5),
    "eyes_only": MakeUpStyle(0.3, 0.1, 0.5, 0.4, 0.85, 2.0, 0.0, 0.0, QUIET_SHADOWS, 1.5),
}
