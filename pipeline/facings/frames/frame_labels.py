"""What every scene kind hands to the store for one frame."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class FrameLabels:
    """What the store writes: maps and the kind's part of the record."""

    instance: np.ndarray
    """(H, W) uint16, 0 = background."""
    semantic: np.ndarray
    """(H, W) uint8."""
    depth_m: np.ndarray
    """(H, W) float32, inf where nothing was hit."""
    optional: dict[str, np.ndarray]
    instances: list[dict[str, Any]]
    further: dict[str, Any]
    """Keys that the kind adds to the record beside the common ones."""
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    """Float32 arrays that are no pictures, by the folder they go to."""
