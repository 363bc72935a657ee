"""What realising a face hands to labelling beside the passes: the person's surfaces as rendered, and points on them.

`facings.scenes.face.realise.label_scene` collects it from the figure's objects. World frame, metres, everything subdivided
and posed as Cycles sees it.
"""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.heads.shape import HeadShape


@dataclass(frozen=True, eq=False)
class LabelledSurface:
    """One solid object of the person; what labels look through (clear lenses, the cornea) and strands are none."""

    name: str
    vertices_m: np.ndarray
    """(V, 3) float64."""
    triangles: np.ndarray
    """(T, 3) int32."""
    classes: np.ndarray
    """(T,) uint8: parsing class of each triangle."""
    object_class: int
    """Parsing class of pixels for which the material says none."""


@dataclass(frozen=True, eq=False)
class FaceScene:
    """One person in the world. In the label render the k-th of `surfaces`, from 1 on, has the pass index k."""

    surfaces: tuple[LabelledSurface, ...]
    shape: HeadShape
    world_from_body: np.ndarray
    """(4, 4) float64, rigid."""
    head_vertices_m: np.ndarray
    """(V, 3) float64: the head model's vertices where subdivision leaves them on the rendered skin."""
    head_normals: np.ndarray
    """(V, 3) float64: unit normals there, outwards."""
    brow_contour_m: np.ndarray
    """(10, 3) float64: landmarks 17 to 26 on the brow as it is drawn in hairs, on the skin; the fixed vertices where there
    is no brow."""
    pupils_m: np.ndarray
    """(2, 3) float64: right and left."""
    iris_rings_m: np.ndarray
    """(2, 8, 3) float64."""
    attributes: dict[str, object]
    """What is known of the person and the picture by name: plain data, see `facings.scenes.face.label.attributes`."""
    brow_edges_m: np.ndarray | None = None
    """(18, 3) float64: WFLW's landmarks 33 to 50; None: nobody asks for them."""


@dataclass(frozen=True, eq=False)
class PointsOnFace:
    """Points that the parts of a face know of themselves; unposed body frame."""

    brow_contour_m: np.ndarray | None
    """(10, 3); None: the head has no brows, and the fixed landmarks stand for them."""
    pupils_m: np.ndarray
    """(2, 3)."""
    iris_rings_m: np.ndarray
    """(2, 8, 3)."""
    brow_edges_m: np.ndarray | None = None
    """(18, 3) of WFLW's landmarks; None: nobody asks for them."""
