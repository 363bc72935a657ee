"""The meshes of one eyeball in its eye frame (see `optics`): the opaque ball, and the clear wet shell over it."""

import numpy as np

from facings.scenes.face.eyes.optics import EyeOptics
from facings.scenes.face.geometry import Mesh

SCLERA, IRIS, PUPIL = 0, 1, 2
"""Material slots of the ball."""

SCLERA_REACH_RAD = 2.2
"""The angle from the axis at which the sclera's texture, a disc, ends."""

_ROUND = 96
"""Vertices on each ring."""


def ball(optics: EyeOptics) -> Mesh:
    """Return sclera, iris and the dark cup behind the pupil, which is a hole.

    Textures: the iris' u runs once round from the subject's left over the top, v from pupil (0) to rim (1); the sclera
    lies in a disc around (0.5, 0.5), distance from the middle by the angle from the axis.
    """
    limbus = optics.limbus_rad
    angles = limbus + (np.pi - limbus) * np.linspace(0, 1, 30) ** 1.6
    angles[-1] = np.pi - 1e-3
    sclera = np.stack([np.sin(angles), np.cos(angles)], 1) * optics.ball_m
    share = np.linspace(1, 0, 18)
    radius = optics.pupil_m + (optics.iris_m - optics.pupil_m) * share
    iris = np.stack([radius, optics.iris_depth_m(radius)], 1)
    edge = iris[-1]
    cup = edge + np.array([[0.0, -0.0004], [0.0006, -0.0012], [-edge[0] * 0.98, -0.002]])
    rings = np.concatenate([sclera[::-1], iris, cup])
    # The step from the limbus down to the iris has the iris' rim colour: as sclera its inner wall would glow.
    slot = np.concatenate([np.full(len(sclera) - 1, SCLERA), np.full(len(iris), IRIS), np.full(len(cup), PUPIL)])
    surface = _lathe(rings, slot)
    return Mesh(surface.vertices_m, surface.corners, surface.starts, _texture(slot, share, angles), surface.slot)


def shell(optics: EyeOptics) -> Mesh:
    """Return cornea and tear film: an open cap, normals outwards, with the point value `cornea` (1 there, 0 on the white)."""
    limbus = optics.limbus_rad
    angles = np.concatenate([np.linspace(1.75, limbus * 1.35, 14), np.linspace(limbus * 1.3, limbus * 0.8, 14),
                             np.linspace(limbus * 0.74, 0.004, 14)])
    rings = np.stack([np.sin(angles), np.cos(angles)], 1) * optics.shell_m(angles)[:, None]
    surface = _lathe(rings, np.zeros(len(rings) - 1, int))
    cornea = np.clip((limbus * 1.12 - angles) / (limbus * 0.2), 0, 1)
    return Mesh(surface.vertices_m, surface.corners, surface.starts,
                points={"cornea": np.repeat(cornea, _ROUND).astype(np.float32)})


def _lathe(rings: np.ndarray, slot: np.ndarray) -> Mesh:
    """Return the rings (R, 2: distance from the axis, depth towards the front) as a surface of quads, facing outwards."""
    turn = np.arange(_ROUND) * 2 * np.pi / _ROUND
    vertices = np.stack([
        np.outer(rings[:, 0], np.cos(turn)), -np.repeat(rings[:, 1:], _ROUND, 1), np.outer(rings[:, 0], np.sin(turn)),
    ], -1).reshape(-1, 3)
    first = (np.arange(len(rings) - 1)[:, None] * _ROUND + np.arange(_ROUND)).ravel()
    following = (np.arange(len(rings) - 1)[:, None] * _ROUND + (np.arange(_ROUND) + 1) % _ROUND).ravel()
    quads = np.stack([first, following, following + _ROUND, first + _ROUND], 1)
    return Mesh(vertices.astype(np.float32), quads.ravel().astype(np.int32),
                np.arange(0, quads.size, 4, dtype=np.int32), slot=np.repeat(slot, _ROUND).astype(np.int32))


def _texture(slot: np.ndarray, share: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Return the corners' (C, 2) texture coordinates of a lathed ball; `slot` is each band's."""
    turn = np.arange(_ROUND + 1) / _ROUND
    around = np.stack([np.cos(turn * 2 * np.pi), np.sin(turn * 2 * np.pi)], -1)
    disc = np.clip(angles[::-1] / SCLERA_REACH_RAD, 0, 1) * 0.5
    # Distance of each ring of the iris, the first of which is also the lower end of the step at the limbus.
    rows = np.concatenate([share[:1], share])
    uv = np.zeros((len(slot), _ROUND, 4, 2))
    for band, kind in enumerate(slot):
        if kind == SCLERA:
            first, second = (0.5 + disc[k] * around for k in (band, band + 1))
        elif kind == IRIS:
            first, second = (np.stack([turn, np.full(_ROUND + 1, rows[k - len(disc) + 1])], -1) for k in (band, band + 1))
        else:
            continue
        uv[band] = np.stack([first[:-1], first[1:], second[1:], second[:-1]], 1)
    return uv.reshape(-1, 2).astype(np.float32)
