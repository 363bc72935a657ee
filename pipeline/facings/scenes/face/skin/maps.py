"""The textures of one person's skin, painted from its spec over a head model's atlas."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.skin.atlas import atlas
from facings.scenes.face.skin.broad_colour import darkness, pigments
from facings.scenes.face.skin.detail import Detail
from facings.scenes.face.skin.folds import Folds
from facings.scenes.face.skin.lips import paint_lips
from facings.scenes.face.skin.make_up import make_up_layer
from facings.scenes.face.skin.mark_places import mark_places
from facings.scenes.face.skin.marks import MarkPainter
from facings.scenes.face.skin.places import step
from facings.scenes.face.skin.relief_tile import relief_tile
from facings.scenes.face.skin.shade import HairShade, ScalpMap
from facings.scenes.face.skin.spec import SkinSpec
from facings.scenes.face.skin.wrinkles import WrinklePainter

_END_M = (-0.222, -0.185)
"""Heights between which the colours of the chest run out into `skin_colour`."""

_CAVITY_MELANIN, _CAVITY_BLOOD = 0.30, 0.26
"""What a furrow of a millimetre adds."""


@dataclass(frozen=True, eq=False)
class SkinTextures:
    """One person's textures: flat float32 arrays of (pixels, 4), row by row from the lower edge; sizes are the detail's."""

    character: np.ndarray
    """(broad², 4): pores, oil, ears, beard: the same for everybody on this head model, and not to be written to."""
    relief: np.ndarray
    """(TILE_PX, TILE_PX, 4): the tile of `relief_tile`: the same for everybody."""
    broad: np.ndarray
    """(broad², 4): melanin, blood, unused, unused; see `tone.pigmented`."""
    fine: np.ndarray
    """(fine², 4): melanin and blood that are added to the broad ones, height in mm, lips 0..1."""
    make_up: np.ndarray
    """(broad², 4): linear RGB times cover, cover."""
    scalp: np.ndarray | None
    """(SCALP_PX², 4): density of scalp hair in all channels; None: none of it shows through the skin."""


@lru_cache(maxsize=4)
def painter_for(model: HeadModel, detail: Detail) -> "SkinPainter":
    """Return the painter of a head model, made once."""
    return SkinPainter(model, detail)


class SkinPainter:
    """Paints one person after the other on one head model; nothing of one is left in the next."""

    def __init__(self, model: HeadModel, detail: Detail) -> None:
        self._atlas = atlas(model, detail)
        # Bare skin goes on below the neck in one colour, so the head's must end in it.
        self._broad_end, self._fine_end = (
            step(c.canonical_m[:, 2], *_END_M).astype(np.float32) for c in (self._atlas.broad, self._atlas.fine))
        self._marks = MarkPainter(self._atlas, mark_places(model))
        self._wrinkles = WrinklePainter(self._atlas)
        self._scalp = ScalpMap(model)
        self._character = self._made_character()

    def paint(self, spec: SkinSpec, folds: Folds, shade: HairShade) -> SkinTextures:
        """Return the textures of one person."""
        broad_rng, mark_rng, wrinkle_rng, lip_rng = np.random.default_rng(spec.seed).spawn(4)
        place = self._atlas
        melanin, blood = pigments(spec, place, broad_rng)
        broad = np.zeros((place.broad.size_px**2, 4), np.float32)
        broad[place.broad.texels, 0] = melanin * self._broad_end
        broad[place.broad.texels, 1] = blood * self._broad_end

        values = np.zeros((4, len(place.fine.texels)), np.float32)
        melanin, blood, height_mm, lips = values
        self._marks.paint(spec, melanin, blood, height_mm, mark_rng)
        evened = 1 - 0.65 * spec.make_up.foundation
        melanin *= evened * self._fine_end
        blood *= evened * self._fine_end
        self._wrinkles.paint(spec.relief, folds, height_mm, wrinkle_rng)
        paint_lips(spec.lips, darkness(spec), place, melanin, blood, height_mm, lips, lip_rng)
        # A relief of normals alone casts no shadow into its furrows.
        cavity = np.clip(-height_mm, 0.0, 1.2)
        melanin += _CAVITY_MELANIN * cavity
        blood += _CAVITY_BLOOD * cavity
        fine = np.zeros((place.fine.size_px**2, 4), np.float32)
        fine[place.fine.texels] = values.T

        layer = np.zeros((len(place.broad.texels), 4), np.float32)
        make_up_layer(spec.make_up, place, layer)
        make_up = np.zeros((place.broad.size_px**2, 4), np.float32)
        make_up[place.broad.texels] = layer
        scalp = np.repeat(self._scalp.density(shade.hairline)[:, None], 4, 1) if shade.scalp > 0 else None
        return SkinTextures(self._character, relief_tile(), broad, fine, make_up, scalp)

    def _made_character(self) -> np.ndarray:
        zone, broad = self._atlas.zones, self._atlas.broad
        result = np.zeros((broad.size_px**2, 4), np.float32)
        result[broad.texels] = np.stack([zone[name] for name in ("pores", "oily", "ear", "beard")], 1)
        return result
