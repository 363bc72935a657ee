"""Both eyes of one person: their meshes in the lids, and the pictures of iris and white."""

from dataclasses import dataclass, replace

import numpy as np

from facings.scenes.face.eyes.globe import ball, shell
from facings.scenes.face.eyes.iris_image import iris_image, limbal_colour
from facings.scenes.face.eyes.lid_contact import LidContact
from facings.scenes.face.eyes.optics import eye_optics
from facings.scenes.face.eyes.sclera_image import sclera_image
from facings.scenes.face.eyes.spec import EyesSpec
from facings.scenes.face.eyes.tears import caruncle, tear_rim
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.model import SIDES
from facings.scenes.face.heads.shape import HeadShape

_BALL_GAP_M, _SHELL_GAP_M = 0.00030, 0.00018
"""How far under the skin ball and shell end where a lid lies on them."""


@dataclass(frozen=True, eq=False)
class Eye:
    """One eye; meshes in the unposed body frame."""

    iris: np.ndarray
    """(ROWS, COLUMNS, 4) float32: linear RGB and relief; see `iris_image`."""
    white: np.ndarray
    """(SIZE, SIZE, 4) float32: linear RGB; see `sclera_image`."""
    ball: Mesh
    """Slots: `globe.SCLERA`, `IRIS`, `PUPIL`."""
    cornea: Mesh
    """The clear shell, with the tears on the white."""
    tears: Mesh
    """Along the lower lid."""
    caruncle: Mesh


def build_eyes(spec: EyesSpec, shape: HeadShape, pupil_radius_m: float) -> tuple[Eye, Eye]:
    """Return the right and the left eye; the pupils are as wide as the head says (`HeadSpec.pupil_radius_m`)."""
    right, left = (_eye(spec, shape, index, pupil_radius_m) for index in range(len(SIDES)))
    return right, left


def _eye(spec: EyesSpec, shape: HeadShape, index: int, pupil_radius_m: float) -> Eye:
    optics = eye_optics(shape, index, pupil_radius_m)
    lids = LidContact(shape, index)

    def in_lids(mesh: Mesh, gap_m: float) -> Mesh:
        turned = mesh.vertices_m @ shape.eye_rotations[index].T + shape.eye_centres_m[index]
        return replace(mesh, vertices_m=lids.pressed(turned, gap_m).astype(np.float32))

    iris = spec.irises[index]
    return Eye(iris_image(iris), sclera_image(spec.sclera, optics.limbus_rad, limbal_colour(iris), index),
               in_lids(ball(optics), _BALL_GAP_M), in_lids(shell(optics), _SHELL_GAP_M),
               tear_rim(shape, index, spec.wetness), caruncle(shape, index))
