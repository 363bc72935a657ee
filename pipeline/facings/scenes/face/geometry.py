"""What the parts of a face are made of before Blender sees them: polygon surfaces and strands.

Body frame, everywhere below `scenes/face`: metres, X to the subject's left, the face looks towards -Y, Z up; the origin
lies midway between the eyeballs' centres of the model's mean head. *Unposed* means upright: before the neck bends.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from scipy.spatial import KDTree

CANONICAL = "facings_canonical"
"""Point attribute of the head's mesh: the vertex's place on the reference head; fine relief is laid over it, without any
chart's seam."""


def point_tree(points_m: np.ndarray, boxsize: float | None = None) -> KDTree:
    """Return a tree of (N, D) points, periodic in a box of that side where it is given.

    Which of two equally near points is found first depends on the size of the leaves, and so do a frame's bytes: it is fixed.
    """
    return KDTree(points_m, leafsize=16, boxsize=boxsize)


def lengths(vectors: np.ndarray) -> np.ndarray:
    """Return the (...,) lengths of (..., 3) vectors: to the bit those of `np.linalg.norm`, whose sums of three are slow."""
    x, y, z = vectors[..., 0], vectors[..., 1], vectors[..., 2]
    return np.sqrt((x * x + y * y) + z * z)


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


@dataclass(frozen=True)
class StrandLook:
    """What one growth of hair looks like."""

    melanin: float
    """0 white, 0.3 blond, 0.6 light brown, 0.8 brown, 0.95 black: the BSDF's own scale (Chiang et al. 2016)."""
    redness: float
    """Share of pheomelanin: 0 ashy, 0.35 ordinary, 0.9 red."""
    dye: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Linear RGB of a dye; it shows where the hair has little melanin, so dyed hair is bleached by `dye_strength` first."""
    dye_strength: float = 0.0
    """0 undyed to 1: no melanin left and the dye alone."""
    roughness: float = 0.3
    """0.2 sleek and oiled to 0.6 dull and frizzy."""
    coat: float = 0.0
    """0 to 1: sharper and stronger highlight, as of gel or mascara."""


@dataclass(frozen=True, eq=False)
class HairPart:
    """The hair of one place on a person: scalp, brow, lashes of an eye, beard."""

    name: str
    """Unique within a person."""
    growth: Literal["hair", "brows", "lashes", "beard"]
    """Which hair it is; parts of one growth look alike."""
    strand_class: str
    """One of `semantics.STRAND_CLASSES`."""
    strands: Strands
    look: StrandLook
    body_from_strands: np.ndarray | None = None
    """(4, 4) float64, rigid; None: the strands are in the body frame already."""
