"""One frame's lens, as the camera's drawn keys describe it."""

from facings.frames.spec import LensSpec
from facings.recipes.recipe import LensSettings


def lens_spec(drawn: LensSettings) -> LensSpec | None:
    """Return the lens of a camera whose keys are drawn; None for a picture without distortion."""
    coefficients = drawn.distortion or ()
    if drawn.lens == "fisheye":
        return LensSpec("opencv_fisheye", coefficients or (0.0,) * 4)
    return LensSpec("opencv", coefficients) if any(coefficients) else None
