"""All pieces of what one person wears on the head, and what they do to the hair."""

from facings.scenes.face.accessories.glasses.build import build_glasses
from facings.scenes.face.accessories.head_measures import measure
from facings.scenes.face.accessories.headwear.build import build_headwear, fitted_hat
from facings.scenes.face.accessories.jewellery.build import build_earrings, build_nose_stud
from facings.scenes.face.accessories.masks.build import build_mask
from facings.scenes.face.accessories.pieces import Piece
from facings.scenes.face.accessories.solids import grid
from facings.scenes.face.accessories.spec import AccessoriesSpec
from facings.scenes.face.hair.press import HeadCover
from facings.scenes.face.heads.shape import HeadShape


def build_accessories(spec: AccessoriesSpec, shape: HeadShape) -> list[Piece]:
    """Return the pieces on the unposed head. The same spec and head give the same bytes."""
    head = measure(shape)
    pieces: list[Piece] = []
    if spec.glasses is not None:
        pieces += build_glasses(spec.glasses, head, mask_worn=spec.mask is not None and spec.mask.worn == "over_nose")
    if spec.mask is not None:
        pieces += build_mask(spec.mask, head)
    if spec.headwear is not None:
        pieces += build_headwear(spec.headwear, head)
    if spec.earrings is not None:
        pieces += build_earrings(spec.earrings, head, shape)
    if spec.nose_stud is not None:
        pieces += build_nose_stud(spec.nose_stud, head)
    return pieces


def head_cover(spec: AccessoriesSpec, shape: HeadShape) -> HeadCover | None:
    """Return the inner wall of the headwear in the unposed body frame; None where there is none."""
    if spec.headwear is None:
        return None
    hat = fitted_hat(spec.headwear, measure(shape))
    return HeadCover(grid(hat.inner_m, ring=hat.ring), hat.hides_all)
