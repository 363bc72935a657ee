"""What lies over the hair: hats, scarves and bands press it under their inner wall."""

from dataclasses import dataclass

from facings.scenes.face.geometry import Surface


@dataclass(frozen=True, eq=False)
class HeadCover:
    """The inner wall of something worn on the head."""

    inner: Surface
    """Unposed body frame; faces may look either way, and the wall need not be closed: where a ray from the skull's centre
    through a hair meets it, the hair beyond is pressed to its inner side; where it does not, the hair is left alone."""
    hides_all: bool
    """Nothing of the hair shows (a hijab, a bathing cap): no strands are made."""
