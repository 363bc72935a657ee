"""The ICT head's parsing classes and its lines: lips, lid margins, nose, ears, neck, all along edges of the mesh."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facings.scenes.face.heads import ict_topology as topology
from facings.scenes.face.heads.edge_graph import EdgeGraph
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


def find_lines(graph: EdgeGraph, landmarks: np.ndarray) -> Lines:
    """Return the lines of the mean head; `graph` holds its skin only."""
    upper, lower = [], []
    for outer, over, under, inner in ((36, (37, 38), (41, 40), 39), (45, (44, 43), (46, 47), 42)):
        upper.append(graph.trace(landmarks[[outer, *over, inner]]))
        lower.append(graph.trace(landmarks[[outer, *under, inner]]))
    fold = np.exp(-12 * np.clip(graph.hollowness, -0.15, 0.25))
    return Lines(
        lip_outer=graph.trace(landmarks[48:60], closed=True),
        lip_inner=graph.trace(landmarks[60:68], closed=True),
        lid_upper=(upper[0], upper[1]),
        lid_lower=(lower[0], lower[1]),
        borders={
            "nose": graph.trace(_ring(graph, topology.NOSE_MIDLINE, topology.NOSE_SIDE), closed=True),
            "right_ear": _around_ear(graph, 1.0, fold),
            "left_ear": _around_ear(graph, -1.0, fold),
            "neck": graph.trace(_ring(graph, topology.NECK_MIDLINE, topology.NECK_SIDE), closed=True),
        },
    )


def _ring(graph: EdgeGraph, midline: Sequence, side: Sequence) -> list[int]:
    points = np.array([midline[0], *side, midline[1]])
    right = [graph.nearest(point) for point in points]
    left = [graph.nearest(point) for point in points[1:-1] * _MIRROR]
    return right + left[::-1]


def _around_ear(graph: EdgeGraph, sign: float, fold: np.ndarray) -> np.ndarray:
    turn = np.array([sign, 1.0, 1.0])
    front = graph.trace([graph.nearest(point * turn, (-0.3 * sign, -1.0, 0)) for point in np.array(topology.EAR_FRONT)])
    back = graph.nearest(np.array(topology.EAR_BACK) * turn)
    behind = graph.trace([int(front[-1]), back, int(front[0])], cost=fold)
    return np.concatenate([front, behind[1:-1]])


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
