"""What headwear does to the hair: its inner wall presses it down, or hides it wholly."""

from facings.scenes.face.accessories.head_measures import measure
from facings.scenes.face.accessories.headwear.build import fitted_hat
from facings.scenes.face.accessories.solids import grid
from facings.scenes.face.accessories.spec import AccessoriesSpec
from facings.scenes.face.hair.cover import HeadCover
from facings.scenes.face.heads.shape import HeadShape


def head_cover(spec: AccessoriesSpec, shape: HeadShape) -> HeadCover | None:
    """Return the inner wall of the headwear in the unposed body frame; None where there is none."""
    if spec.headwear is None:
        return None
    hat = fitted_hat(spec.headwear, measure(shape))
    return HeadCover(grid(hat.inner_m, ring=hat.ring), hat.hides_all)
