"""A pair of glasses: front, lenses, temples and small metal parts, made to measure."""

from facings.scenes.face.accessories.catalogue import GLASSES_STYLES
from facings.scenes.face.accessories.glasses.front import fit_bridge
from facings.scenes.face.accessories.glasses.lenses import lens
from facings.scenes.face.accessories.glasses.outline import lens_outline
from facings.scenes.face.accessories.glasses.rims import SIDES, bridges, nose_pads, rim
from facings.scenes.face.accessories.glasses.sides import FRAME, METAL, PADS, frame_side
from facings.scenes.face.accessories.head_measures import HeadMeasures
from facings.scenes.face.accessories.pieces import Finish, Piece
from facings.scenes.face.accessories.solids import join
from facings.scenes.face.accessories.spec import GlassesSpec
from facings.scenes.face.geometry import Mesh

OPAQUE_TINT = 0.5
"""Lenses darker than this are labelled as glasses; others show the class behind."""


def build_glasses(spec: GlassesSpec, head: HeadMeasures, mask_worn: bool) -> list[Piece]:
    """Return frame and lenses on the unposed head."""
    style = GLASSES_STYLES[spec.style]
    outline = lens_outline(style, spec.style)
    style, front = fit_bridge(style, outline, head, spec.width, spec.slide_mm, spec.crooked_deg, mask_worn)
    centre_x = (style.width_mm + style.bridge_mm) / 2
    parts: list[tuple[Mesh, int]] = []
    for side in SIDES:
        if style.build in ("acetate", "wire"):
            parts.append((rim(style, outline, centre_x, front, side, "all"), FRAME if style.build == "acetate" else METAL))
        elif style.build == "browline":
            parts.append((rim(style, outline, centre_x, front, side, "wire"), METAL))
            parts.append((rim(style, outline, centre_x, front, side, "brow"), FRAME))
        elif style.build == "half":
            parts.append((rim(style, outline, centre_x, front, side, "brow"), METAL))
        parts += frame_side(style, outline, centre_x, front, head, side)
    parts += [(part, FRAME if style.build == "acetate" else METAL) for part in bridges(style, outline, centre_x, front)]
    pads, arms = nose_pads(style, outline, centre_x, front, head)
    parts += [(pad, PADS if style.pads else FRAME) for pad in pads]
    parts += [(arm, METAL if style.pads else FRAME) for arm in arms]
    frame = Finish("acetate", spec.colour, spec.second_colour, spec.pattern, 9.0)
    metal = Finish("metal", spec.metal)
    tips = Finish("acetate", spec.second_colour if spec.pattern == "plain" else spec.colour)
    pad = Finish("plastic", "#d8d2c8", clarity=0.7)
    lenses = join([(lens(style, outline, centre_x, front, side), 0) for side in SIDES])
    glass = Finish("mirror_lens" if spec.lens_mirror else "lens", spec.lens_colour, clarity=1 - spec.lens_tint)
    clear = spec.lens_tint <= OPAQUE_TINT and not spec.lens_mirror
    return [
        Piece("glasses frame", join(parts), (frame, metal, pad, tips), "glasses"),
        Piece("glasses lenses", lenses, (glass,), "glasses", see_through=clear),
    ]
