"""What a face's recipe may ask of its pictures' passes beyond every other scene's."""

from typing import Literal

from facings.recipes.picture import PictureSettings


class FacePictureSettings(PictureSettings):
    """How pictures are rendered and written."""

    passes: tuple[Literal["normal", "albedo", "uv", "position", "matte"], ...] = ()
    """Further label maps to store; instance, semantic and depth always are. `matte` is the share of each pixel that hair
    and beard cover."""
