"""Lines around the head through the jaw's landmarks, on which annotators see the face's outline move."""

import numpy as np

from facings.scenes.face.heads.conversion.edge_graph import EdgeGraph

POINTS = 32
_BEHIND_M, _BEFORE_M = 0.045, 0.060
_STRAIGHTNESS = 40.0


def contour_paths(graph: EdgeGraph, vertices_m: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """Return (17, `POINTS`) int32 vertices: for each jaw landmark a line from behind the jaw through it towards the nose.

    Each lies close to the plane through the landmark, the nose's base and the surface's normal at the landmark.
    """
    goal = vertices_m[landmarks[33]]
    paths = []
    for jaw in landmarks[:17]:
        here = vertices_m[jaw]
        along = (goal - here) / np.linalg.norm(goal - here)
        side = np.cross(along, graph.normals[jaw])
        side /= np.linalg.norm(side)
        cost = 1 + _STRAIGHTNESS * np.abs((vertices_m - here) @ side) / 0.01
        inward = along - graph.normals[jaw] * (along @ graph.normals[jaw])
        inward /= np.linalg.norm(inward)
        before = graph.nearest(here + inward * min(_BEFORE_M, 0.75 * np.linalg.norm(goal - here)))
        behind = graph.nearest(here - inward * _BEHIND_M - graph.normals[jaw] * 0.02)
        parts = (graph.path(behind, int(jaw), cost, diagonals=True),
                 graph.path(int(jaw), before, cost, diagonals=True)[1:])
        paths.append(np.concatenate([_resampled(part, POINTS // 2) for part in parts]))
    return np.array(paths, np.int32)


def _resampled(line: np.ndarray, count: int) -> np.ndarray:
    """Return `count` of the line's vertices, evenly, its ends among them; short lines repeat some."""
    return line[np.round(np.linspace(0, len(line) - 1, count)).astype(int)]
