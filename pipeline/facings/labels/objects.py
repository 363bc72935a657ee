"""What realising a spec hands to labelling beside the passes: each instance's geometry and pose."""

from dataclasses import dataclass

import numpy as np

from facings.labels.amodal import Triangles


@dataclass(frozen=True)
class LabelledObject:
    """Instance k of a frame is the k-th of these, counted from 1."""

    mesh: Triangles
    world_from_object: np.ndarray
    """(4, 4) float64, rigid."""
    scale: np.ndarray
    """(3,) applied in the object's own frame before the pose."""
