"""Instance map and parsing classes of a face from the label render and the strands' coverage."""

from dataclasses import dataclass

import numpy as np

from facings.frames.passes import SEMANTIC_BASE, FramePasses
from facings.scenes.face.label.scene import FaceScene
from facings.scenes.face.semantics import REGION, SEMANTIC_CLASSES, STRAND_CLASSES

PERSON = 1
"""The person is a frame's one instance."""

_STRAND_IDS = np.array([SEMANTIC_CLASSES[name] for name in STRAND_CLASSES], np.uint8)


@dataclass(frozen=True, eq=False)
class Parsing:
    """The classes of one frame's pixels."""

    instance: np.ndarray
    """(H, W) uint16: 1 where the pixel's centre shows a solid surface of the person."""
    solid: np.ndarray
    """(H, W) uint8: the class of what the pixel's centre shows, strands left out."""
    semantic: np.ndarray
    """(H, W) uint8: the same, but the strands' class where they cover at least half of the pixel."""
    matte: np.ndarray
    """(H, W) float32: the share of the pixel that hair and beard cover."""
    coverage: np.ndarray
    """(H, W, len(STRAND_CLASSES)) float32: the share that each class of strands covers."""


def parse(passes: FramePasses, scene: FaceScene) -> Parsing:
    """Return the classes of a frame.

    Where all strands together cover at least half of a pixel, it takes the class of which there is most (of two that
    are equal, the one named first in `STRAND_CLASSES`). Raises ValueError where the coverage of strands was not rendered.
    """
    index, coverage = passes.index, passes.coverage
    if coverage is None:
        raise ValueError("the passes of a face lack the coverage of its strands")
    person = (index > 0) & (index < SEMANTIC_BASE)
    by_object = np.zeros(len(scene.surfaces) + 1, np.uint8)
    by_object[1:] = [surface.object_class for surface in scene.surfaces]
    region = np.rint(passes.outputs[REGION]).astype(np.uint8)
    own = np.where(region > 0, region, by_object[np.where(person, index, 0)])
    solid = np.where(person, own, np.maximum(index - SEMANTIC_BASE, 0)).astype(np.uint8)
    covered = coverage.sum(-1) >= 0.5
    semantic = np.where(covered, _STRAND_IDS[coverage.argmax(-1)], solid).astype(np.uint8)
    matte = np.minimum(coverage[..., [STRAND_CLASSES.index(name) for name in ("hair", "beard")]].sum(-1), 1)
    return Parsing(np.where(person, PERSON, 0).astype(np.uint16), solid, semantic, matte.astype(np.float32),
                   coverage)
