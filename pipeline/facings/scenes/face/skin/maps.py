"""The textures of one person's skin, painted from its spec over a head model's atlas."""

import numpy as np

from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.skin.atlas import BROAD_PX, FINE_PX, atlas
from facings.scenes.face.skin.broad_colour import darkness, pigments
from facings.scenes.face.skin.folds import Folds
from facings.scenes.face.skin.lips import paint_lips
from facings.scenes.face.skin.make_up import make_up_layer
from facings.scenes.face.skin.marks import MarkPainter
from facings.scenes.face.skin.places import step
from facings.scenes.face.skin.shade import SCALP_PX, HairShade, ScalpMap
from facings.scenes.face.skin.spec import SkinSpec
from facings.scenes.face.skin.wrinkles import WrinklePainter

_END_M = (-0.222, -0.185)
"""Heights between which the colours of the chest run out into `skin_colour`."""

_CAVITY_MELANIN, _CAVITY_BLOOD = 0.30, 0.26
"""What a furrow of a millimetre adds."""


class SkinPainter:
    """Paints one person after the other on one head model; the textures are its own and are painted over.

    Textures are flat float32 arrays of (pixels, 4), row by row from the lower edge.
    """

    def __init__(self, model: HeadModel) -> None:
        self._atlas = atlas(model)
        # Bare skin goes on below the neck in one colour, so the head's must end in it.
        self._broad_end, self._fine_end = (
            step(c.canonical_m[:, 2], *_END_M).astype(np.float32) for c in (self._atlas.broad, self._atlas.fine))
        self._marks = MarkPainter(self._atlas)
        self._wrinkles = WrinklePainter(self._atlas)
        self._scalp = ScalpMap(model)
        self.character = self._character()
        """(BROAD_PX², 4): pores, oil, ears, beard: the same for everybody on this head."""
        self.broad = np.zeros((BROAD_PX * BROAD_PX, 4), np.float32)
        """Melanin, blood, unused, unused; see `tone.pigmented`."""
        self.fine = np.zeros((FINE_PX * FINE_PX, 4), np.float32)
        """Melanin and blood that are added to the broad ones, height in mm, lips 0..1."""
        self.make_up = np.zeros((BROAD_PX * BROAD_PX, 4), np.float32)
        """Linear RGB times cover, cover."""
        self.scalp = np.zeros((SCALP_PX * SCALP_PX, 4), np.float32)
        """Density of scalp hair in all channels."""

    def paint(self, spec: SkinSpec, folds: Folds, shade: HairShade) -> None:
        """Fill the textures for one person."""
        broad_rng, mark_rng, wrinkle_rng, lip_rng = np.random.default_rng(spec.seed).spawn(4)
        place = self._atlas
        melanin, blood = pigments(spec, place, broad_rng)
        self.broad[place.broad.texels, 0] = melanin * self._broad_end
        self.broad[place.broad.texels, 1] = blood * self._broad_end

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
        self.fine[place.fine.texels] = values.T

        layer = np.zeros((len(place.broad.texels), 4), np.float32)
        make_up_layer(spec.make_up, place, layer)
        self.make_up[place.broad.texels] = layer
        if shade.scalp > 0:
            density = np.empty(SCALP_PX * SCALP_PX, np.float32)
            self._scalp.fill(density, shade.hairline)
            self.scalp[:] = density[:, None]

    def _character(self) -> np.ndarray:
        zone, broad = self._atlas.zones, self._atlas.broad
        result = np.zeros((broad.size_px**2, 4), np.float32)
        result[broad.texels] = np.stack([zone[name] for name in ("pores", "oily", "ear", "beard")], 1)
        return result
