"""What a package kind hands over: meshes, surfaces and the net its artwork is printed on. No Blender here.

A product stands on z = 0 with its footprint centred on x = y = 0; its front faces -Y (the aisle), +X is to the
right of somebody who looks at the front. Metres in meshes, millimetres in nets.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

PanelKind = Literal[
    "front",  # the face with brand, name, hero food, claim and net weight
    "back",  # a second front, or the front's background with a story
    "info",  # nutrition table, ingredients, address and barcode
    "side",  # narrow face: brand, name, pictograms
    "top",  # brand, best-before line; flaps
    "bottom",  # plain with a print code
    "wrap",  # 360 degrees: front in the middle (u = 0.5), information at the back (u = 0 = 1), no visible seam
    "lid",  # a disc or rounded lid seen from above: mark and name inside the inscribed circle
    "seal",  # crimped film strip: background colours only
]


@dataclass(frozen=True)
class Panel:
    """One printed face inside a net; the origin is the net's top-left corner, y down, millimetres."""

    kind: PanelKind
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    safe_mm: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Margins left, top, right, bottom that bend away or are crimped: background only, no text."""


@dataclass(frozen=True)
class ArtNet:
    """The sheet that is printed: texture u = x / width_mm, v = 1 - y / height_mm."""

    width_mm: float
    height_mm: float
    px_per_mm: float
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class Surface:
    """One material slot, in the terms of Blender's Principled BSDF; colours are linear RGB."""

    name: str
    base_color: tuple[float, float, float] = (0.8, 0.8, 0.8)
    printed: bool = False
    """The SKU's artwork is the base colour (multiplied by `base_color` where that is not white)."""
    roughness: float = 0.5
    metallic: float = 0.0
    ior: float = 1.5
    specular: float = 0.5
    coat: float = 0.0
    coat_roughness: float = 0.05
    transmission: float = 0.0
    subsurface: float = 0.0
    absorption_color: tuple[float, float, float] | None = None
    """Volume absorption of a liquid or a tinted glass, with `absorption_density` per metre."""
    absorption_density: float = 0.0
    bump_scale: float = 0.0
    """Noise bump in object space: `scale` (1/m), `distance` (m) and `strength` (0-1); 0 means none."""
    bump_distance_m: float = 0.0
    bump_strength: float = 0.0
    shadow_color: tuple[float, float, float] | None = None
    """Where set, shadow rays pass tinted by this colour (glass, PET, liquids: no caustics are traced)."""
    thin_wall: bool = False
    """A transmitting sheet without an inside (empty PET or glass above the fill line): rays pass unbent."""
    mottle_color: tuple[float, float, float] | None = None
    """A second colour in soft lumps (fruit, herbs), `mottle_scale` per metre, covering `mottle_amount` (0-1)."""
    mottle_scale: float = 0.0
    mottle_amount: float = 0.0


@dataclass(frozen=True)
class MeshData:
    """A polygon mesh in numpy, the way `bpy` takes it with `foreach_set`."""

    vertices_m: np.ndarray
    """(V, 3) float32."""
    loop_vertices: np.ndarray
    """(L,) int32: the vertex of each face corner, faces one after the other, counter-clockwise seen from outside."""
    face_sizes: np.ndarray
    """(F,) int32: 3 or 4 (or more) corners."""
    loop_uv: np.ndarray
    """(L, 2) float32 in the ArtNet's texture space."""
    face_material: np.ndarray
    """(F,) int32 index into `Package.surfaces`."""
    face_smooth: np.ndarray
    """(F,) bool."""


@dataclass(frozen=True)
class Package:
    """A product's body without its print."""

    variants: tuple[MeshData, ...]
    """At least two for anything soft or printed on board: other dents, bulges, folds of the same size."""
    surfaces: tuple[Surface, ...]
    net: ArtNet
    round: bool
    """Turning about Z shows another part of the print but does not change the silhouette."""
    stack_levels: int = 1
    """How many a shop puts on top of one another (1: never stacked)."""
    stack_pitch_m: float = 0.0
    """Height from one level's foot to the next one's; 0 means the mesh's own height."""
    lying: tuple[Literal["back", "side"], ...] = ()
    """Ways it may lie when somebody put it back carelessly: on its back face (front up), or on its side."""
    tilt_back_max_rad: float = 0.0
    """How far it may lean back against what stands behind it (bags and pouches)."""
    hull_m: np.ndarray = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    """(H, 3) convex hull of all variants, filled in by `packages.build`."""
