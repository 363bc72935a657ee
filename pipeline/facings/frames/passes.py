"""What the renderer hands to labelling: plain arrays."""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class FramePasses:
    """The label render of one frame: each pixel is what the ray through its centre meets first."""

    index: np.ndarray
    """(H, W) int32: `pass_index` of the object, 0 where nothing was hit."""
    depth_m: np.ndarray
    """(H, W) float32: along the camera's Z, inf where nothing was hit."""
    optional: dict[str, np.ndarray]
    """'normal' (H, W, 3) float32 unit vectors in the camera frame, zero where nothing was hit; 'position' (H, W, 3) float32
    world metres; 'uv' (H, W, 2) float32; 'albedo' (H, W, 3) float32 linear."""
    outputs: dict[str, np.ndarray] = field(default_factory=dict)
    """What materials write into AOV nodes, by their name: (H, W) float32, 0 where the material has no such node."""
    coverage: np.ndarray | None = None
    """(H, W, classes) float32: the share of the pixel's area that strands of each class cover."""
    elsewhere: dict[str, "FramePasses"] = field(default_factory=dict)
    """The same scene from other cameras, by what it is for."""


SEMANTIC_BASE = 32_700
"""Objects that are no instance carry `SEMANTIC_BASE + class id` as their pass index; instances carry their own id below."""

MAX_INSTANCES = SEMANTIC_BASE - 1
"""More are an error: indices above are taken, and end at 32,767 (`blender.cycles_facts.MAX_PASS_INDEX`)."""
