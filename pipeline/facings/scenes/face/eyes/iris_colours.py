"""Iris colours that people have, and who has which."""

from dataclasses import dataclass

from facings.scenes.face.eyes.spec import Rgb


@dataclass(frozen=True)
class IrisColour:
    """Linear RGB albedo as it shows through the cornea; drawn by eye after close-up photographs."""

    outer: Rgb
    inner: Rgb
    fibres: float
    caucasian: float
    """Weight among people of European descent; everybody else's eyes are `DARK` in nine cases of ten."""


IRIS_COLOURS = {
    "black_brown": IrisColour((0.022, 0.010, 0.005), (0.026, 0.011, 0.005), 0.25, 0.02),
    "dark_brown": IrisColour((0.035, 0.0155, 0.0065), (0.042, 0.017, 0.0065), 0.35, 0.14),
    "brown": IrisColour((0.070, 0.030, 0.011), (0.079, 0.032, 0.010), 0.50, 0.20),
    "light_brown": IrisColour((0.155, 0.074, 0.027), (0.140, 0.056, 0.017), 0.60, 0.08),
    "amber": IrisColour((0.240, 0.118, 0.030), (0.215, 0.092, 0.020), 0.60, 0.02),
    "hazel": IrisColour((0.150, 0.128, 0.052), (0.190, 0.085, 0.024), 0.75, 0.12),
    "green": IrisColour((0.150, 0.185, 0.098), (0.220, 0.165, 0.060), 0.80, 0.09),
    "blue_green": IrisColour((0.130, 0.205, 0.200), (0.200, 0.195, 0.110), 0.85, 0.06),
    "blue": IrisColour((0.130, 0.195, 0.275), (0.205, 0.235, 0.250), 0.95, 0.15),
    "dark_blue": IrisColour((0.062, 0.100, 0.160), (0.115, 0.145, 0.175), 0.90, 0.05),
    "grey": IrisColour((0.190, 0.225, 0.245), (0.250, 0.255, 0.235), 0.95, 0.07),
}
"""From darkest to lightest within brown, then the rest."""

DARK = {"black_brown": 0.42, "dark_brown": 0.40, "brown": 0.18}
"""Weights among people of African and Asian descent."""
