"""What the parts of a face are made of before Blender sees them: polygon surfaces and strands.

Body frame, everywhere below `scenes/face`: metres, X to the subject's left, the face looks towards -Y, Z up; the origin
lies midway between the eyeballs' centres of the model's mean head. *Unposed* means upright: before the neck bends.
"""

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, eq=False)
class Mesh:
    """A polygon mesh with texture coordinates, material slots and parsing classes."""

    vertices_m: np.ndarray
    """(V, 3) float32, body frame unless said otherwise."""
    corners: np.ndarray
    """(C,) int32: vertex of each face corner."""
    starts: np.ndarray
    """(F,) int32: each face's first corner."""
    uv: np.ndarray | None = None
    """(C, 2) float32, v upwards."""
    slot: np.ndarray | None = None
    """(F,) int32: material slot; None: all 0."""
    region: np.ndarray | None = None
    """(F,) uint8: parsing class of each face; None: the object's class everywhere."""
    flat: np.ndarray | None = None
    """(F,) bool: faces shaded flat; None: none."""
    points: dict[str, np.ndarray] = field(default_factory=dict)
    """Further values at the vertices for materials, by attribute name: (V,) or (V, 3) float32."""

    @property
    def triangles(self) -> np.ndarray:
        """(T, 3) int32: each face as a fan from its first corner."""
        sizes = np.diff(np.append(self.starts, len(self.corners)))
        count = sizes - 2
        first = np.repeat(self.starts, count)
        step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return np.stack([self.corners[first], self.corners[first + step + 1], self.corners[first + step + 2]], 1)

    @property
    def triangle_face(self) -> np.ndarray:
        """(T,) int64: the face that each of `triangles` belongs to."""
        sizes = np.diff(np.append(self.starts, len(self.corners)))
        return np.repeat(np.arange(len(sizes)), sizes - 2)


@dataclass(frozen=True, eq=False)
class Strands:
    """Hairs with equally many points each, root first."""

    points_m: np.ndarray
    """(N, K, 3) float32, body frame."""
    radius_m: np.ndarray
    """(N, K) float32."""
    colour: np.ndarray | None = None
    """(N, 2) float32: melanin and its redness of each strand, where they differ; None: the material's own."""
