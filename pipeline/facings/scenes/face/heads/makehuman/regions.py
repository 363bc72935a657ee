"""The MakeHuman head's parsing classes and lines, led along edges of its mesh through the shipped places."""

from dataclasses import dataclass

import numpy as np

from facings.scenes.face.geometry import point_tree
from facings.scenes.face.heads.conversion.edge_graph import EdgeGraph
from facings.scenes.face.heads.makehuman.cut import HeadCut
from facings.scenes.face.heads.makehuman.files import BODY_VERTICES
from facings.scenes.face.heads.makehuman.places import places
from facings.scenes.face.semantics import SEMANTIC_CLASSES

_NECK_SEED, _EAR_SEED = 834, 5419
"""Base vertices in the middle of the neck's root and on the right ear's rim."""


@dataclass(frozen=True, eq=False)
class Lines:
    """Vertices of the head's mesh, as `HeadModel` describes them."""

    landmarks: np.ndarray
    lip_outer: np.ndarray
    lip_inner: np.ndarray
    lid_upper: tuple[np.ndarray, np.ndarray]
    lid_lower: tuple[np.ndarray, np.ndarray]


def mirror_image(cut: HeadCut) -> np.ndarray:
    """Return (13380,): the base vertex on the other side of the body; the mesh is exactly symmetric."""
    body = cut.pack.base.vertices_m[:BODY_VERTICES]
    distance, other = point_tree(body).query(body * (-1, 1, 1))
    if distance.max() > 1e-6:
        raise ValueError("MakeHuman's base mesh is not symmetric.")
    return np.asarray(other)


def find_lines(cut: HeadCut) -> Lines:
    """Return the head's landmarks and loops; the lids' margins are the rims' outer edge, where lashes grow."""
    known, mirror = places(), mirror_image(cut)
    canthus = known.right_inner_canthus
    upper, lower = [], []
    for rim in (known.right_lid_rings[0], mirror[known.right_lid_rings[0]]):
        upper.append(cut.line(rim[:canthus + 1]))
        lower.append(cut.line(np.append(rim[:1], rim[canthus:][::-1])))
    return Lines(cut.vertex(known.landmarks), cut.line(known.lip_outer, closed=True), cut.line(known.lip_inner, closed=True),
                 tuple(upper), tuple(lower))


def regions(cut: HeadCut, skin: EdgeGraph) -> np.ndarray:
    """Return (F,) uint8 parsing classes of the skin's faces, in the order of `skin`."""
    known, mirror = places(), mirror_image(cut)
    region = np.full(skin.faces, SEMANTIC_CLASSES["skin"], np.uint8)

    def loop(stations: np.ndarray) -> np.ndarray:
        line = skin.trace(cut.vertex(stations), closed=True)
        return np.append(line, line[0])

    def both_sides(stations: np.ndarray) -> np.ndarray:
        return np.append(stations, mirror[stations[1:-1]][::-1])

    borders = {
        "nose": (loop(both_sides(known.nose)), known.landmarks[30]),
        "neck": (loop(both_sides(known.neck)), _NECK_SEED),
        "right_ear": (loop(known.right_ear), _EAR_SEED),
        "left_ear": (loop(mirror[known.right_ear]), mirror[_EAR_SEED]),
    }
    for name, (border, seed) in borders.items():
        region[skin.patch_at([border], int(cut.vertex(seed)))] = SEMANTIC_CLASSES[name]
    corners = (known.right_lip_corner, mirror[known.right_lip_corner])
    cuts = [cut.line(np.append(known.lip_outer, known.lip_outer[0])), *(cut.line(corner) for corner in corners)]
    for name, landmark in (("top_lip", 62), ("bottom_lip", 66)):
        region[skin.patch_at(cuts, int(cut.vertex(known.landmarks[landmark])))] = SEMANTIC_CLASSES[name]
    return region
