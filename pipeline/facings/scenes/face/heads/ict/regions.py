"""The ICT head's parsing classes and its lines: lips, lid margins, nose, ears, neck, all from vertex to vertex of the mesh."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facings.scenes.face.heads.conversion.edge_graph import EdgeGraph
from facings.scenes.face.heads.ict import topology
from facings.scenes.face.semantics import SEMANTIC_CLASSES

_MIRROR = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True, eq=False)
class Lines:
    """Loops and margins as `HeadModel` describes them, and the closed borders of the regions."""

    lip_outer: np.ndarray
    lip_inner: np.ndarray
    lid_upper: tuple[np.ndarray, np.ndarray]
    lid_lower: tuple[np.ndarray, np.ndarray]
    borders: dict[str, np.ndarray]
    """Closed lines around `nose`, `right_ear`, `left_ear`, `neck`."""

    @property
    def all(self) -> list[np.ndarray]:
        """Every line, closed ones with their first vertex again at the end."""
        loops = [self.lip_outer, self.lip_inner, *self.borders.values()]
        return [*self.lid_upper, *self.lid_lower] + [np.append(loop, loop[0]) for loop in loops]


def find_lines(graph: EdgeGraph, landmarks: np.ndarray, mirror: np.ndarray) -> Lines:
    """Return the lines of the mean head; they may cross quads from corner to corner.

    `graph` holds its skin only, `mirror` (V,) gives each vertex's counterpart on the other side.
    """
    upper = graph.trace(landmarks[[36, 37, 38, 39]])
    lower = graph.trace(landmarks[[36, 41, 40, 39]])
    over, under = graph.along(landmarks[[48, 49, 50, 51]]), graph.along(landmarks[[57, 58, 59, 48]])
    right_ear = _around_ear(graph)
    nose = graph.along(_stations(graph, topology.NOSE_MIDLINE, topology.NOSE_SIDE))
    neck = graph.along(_stations(graph, topology.NECK_MIDLINE, topology.NECK_SIDE))
    return Lines(
        lip_outer=np.concatenate([over[:-1], mirror[over[:0:-1]], mirror[under[:0:-1]], under[:-1]]),
        lip_inner=graph.trace(landmarks[60:68], closed=True),
        lid_upper=(upper, mirror[upper]),
        lid_lower=(lower, mirror[lower]),
        borders={
            "nose": np.concatenate([nose, mirror[nose[-2:0:-1]]]),
            "right_ear": right_ear,
            "left_ear": mirror[right_ear],
            "neck": np.concatenate([neck, mirror[neck[-2:0:-1]]]),
        },
    )


def _stations(graph: EdgeGraph, midline: Sequence, side: Sequence) -> list[int]:
    return [graph.nearest(point) for point in np.array([midline[0], *side, midline[1]])]


def _around_ear(graph: EdgeGraph) -> np.ndarray:
    front = graph.along([graph.nearest(point, (-0.3, -1.0, 0)) for point in np.array(topology.EAR_FRONT)])
    fold = np.exp(-12 * np.clip(graph.hollowness, -0.15, 0.25))
    back = graph.nearest(topology.EAR_BACK)
    behind = [graph.path(a, b, fold, diagonals=True) for a, b in ((int(front[-1]), back), (back, int(front[0])))]
    return np.concatenate([front, behind[0][1:], behind[1][1:-1]])


def regions(graph: EdgeGraph, landmarks: np.ndarray, lines: Lines) -> np.ndarray:
    """Return (F,) uint8 parsing classes of the skin's faces (those of `graph`)."""
    region = np.full(graph.faces, SEMANTIC_CLASSES["skin"], np.uint8)
    ear = np.array(topology.EAR_INSIDE)
    seeds = {"nose": int(landmarks[30]), "neck": graph.nearest((0.0, 0.05, -0.20)),
             "right_ear": graph.nearest(ear), "left_ear": graph.nearest(ear * _MIRROR)}
    for name, seed in seeds.items():
        border = lines.borders[name]
        region[graph.patch_at([np.append(border, border[0])], seed)] = SEMANTIC_CLASSES[name]
    # Lines from the corners of the lips to the lining's edge part the upper from the lower lip.
    loop = np.append(lines.lip_outer, lines.lip_outer[0])
    cuts = [loop] + [graph.path(int(landmarks[corner]), graph.nearest_open(int(landmarks[inner])))
                     for corner, inner in ((48, 60), (54, 64))]
    for name, seed in (("top_lip", 62), ("bottom_lip", 66)):
        region[graph.patch_at(cuts, int(landmarks[seed]))] = SEMANTIC_CLASSES[name]
    return region
