"""Whether a picture can belong to its labels. Checksums prove files; this sees a picture that was exchanged or spoilt before.

README tells how often it is right, as `tests/dataset/test_plausibility_rates.py` measures it.
"""

from dataclasses import dataclass

import numpy as np

from facings.dataset.edge_fit import EdgeFit, edge_fit, label_edges
from facings.dataset.picture_colour import magenta, one_colour
from facings.frames.kind_reading import Finding

_LEAST_SIDE_PX = 32
_LEAST_TILES = 9
_LEAST_COHERENCE = 0.03
_LEAST_CONTRAST, _NO_CONTRAST = 0.2, 0.04
"""Grey values: below the first rounding to 8 bits hides edges; the second is less than rounding itself leaves."""
_LEAST_FIT, _LEAST_FIT_OF_A_TILE = 2.8, 0.42
"""Student's t grows with the root of the tiles, and so must what is asked of it."""
_LEAST_LEAD = 0.3
_LEAST_BENT_LEAD, _MOST_GAIN = -1.1, 0.1
"""The last two count together. All of these were chosen on some 350 sound frames of both kinds, clean, noisy, dark and blurred,
of which one crosses them."""


@dataclass(frozen=True)
class Plausibility:
    """What comparing a picture with its labels found. Neither: they belong together."""

    finding: Finding | None = None
    unjudged: str | None = None
    """Why nothing could be said."""


def plausibility(picture: np.ndarray, instance: np.ndarray, semantic: np.ndarray, depth: np.ndarray, *,
                 whitened: bool = False) -> Plausibility:
    """Judge (H, W, 3) uint8 sRGB by its (H, W) maps: ids, classes, metres (`inf` for nothing).

    `whitened` says that the view makes bright colours paler, as AgX does.
    """
    textureless = magenta(picture, whitened)
    if len(textureless):
        y, x = textureless[len(textureless) // 2].tolist()
        return Plausibility((f"it shows magenta, Blender's colour of a missing texture, at {len(textureless)} places, such as"
                             f" x {x}, y {y}", "a texture there (or --no-plausibility, where things have that colour)"))
    if min(picture.shape[:2]) < _LEAST_SIDE_PX:
        return Plausibility(unjudged="the picture is too small")
    edges = label_edges(instance, semantic, depth)
    colour = one_colour(picture) if len(edges.across) + len(edges.down) else None
    if colour is not None:
        return Plausibility((f"it is all one colour, {colour}", "what the labels say it shows"))
    return _judged(edge_fit(picture, edges))


def _judged(fit: EdgeFit) -> Plausibility:
    if fit.tiles < _LEAST_TILES:
        return Plausibility(unjudged="the labels have too few edges")
    if fit.contrast < _NO_CONTRAST:
        return Plausibility(("it has no contrast where its labels have edges", "a picture of what is labelled"))
    if fit.contrast < _LEAST_CONTRAST:
        return Plausibility(unjudged="the picture is too dark, or has too little contrast")
    if fit.coherence < _LEAST_COHERENCE:
        return Plausibility(unjudged="the picture is too noisy")
    bent = fit.bent_lead < _LEAST_BENT_LEAD and fit.gain > _MOST_GAIN
    least_fit = max(_LEAST_FIT, _LEAST_FIT_OF_A_TILE * fit.tiles ** 0.5)
    if fit.fit < least_fit or fit.lead < _LEAST_LEAD or bent:
        found = "its edges are not where its labels have them"
        if fit.gain > _MOST_GAIN:
            found += f" (it fits them better {fit.motion})"
        return Plausibility((found, "the picture that the labels were made with (--no-plausibility leaves this check out)"))
    return Plausibility()
