"""Head models in files, canonical coordinates, and the names of heads."""

import dataclasses

import numpy as np
import pytest
from heads_for_tests import head, model

from facings.errors import InputError
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.heads.conversion.canonical import canonical_positions, reference, similarity
from facings.scenes.face.heads.library import head_model
from facings.scenes.face.heads.stored import content_sha256, head_arrays, head_from_arrays


def test_a_head_comes_back_from_its_arrays():
    ict = model("ict")
    arrays = head_arrays(ict)
    again = head_from_arrays(arrays)
    fields = {field.name: getattr(again, field.name) for field in dataclasses.fields(again)}
    assert content_sha256({k: v for k, v in fields.items() if k != "sha256"}) == again.sha256 == ict.sha256
    with pytest.raises(KeyError, match="uv"):
        head_from_arrays({name: array for name, array in arrays.items() if name != "uv"})


def test_unknown_heads_are_told():
    with pytest.raises(InputError, match="ict and makehuman"):
        head_model("flame")


def test_the_reference_is_the_mean_ict_head():
    ict = model("ict")
    assert (ict.canonical_m == ict.vertices_m).all()
    assert np.abs(reference().landmarks_m - ict.vertices_m[ict.landmarks]).max() < 2e-5


def test_another_head_is_brought_to_the_reference():
    ict = model("ict")
    shape = head("ict", {f"identity{k:03d}": 0.7 * (-1) ** k for k in range(20)})
    surface = Mesh(ict.vertices_m, ict.corners, ict.starts)
    skin = ict.part[surface.triangle_face] == 0
    moved = shape.neutral_m * 1.15 + [0.02, -0.01, 0.03]
    warped = canonical_positions(moved, surface.triangles[skin], ict.region[surface.triangle_face][skin], ict.landmarks)
    upper = ict.skin_vertices[ict.vertices_m[ict.skin_vertices, 2] > -0.1]
    error = np.linalg.norm(warped - ict.vertices_m, axis=1)
    before = np.linalg.norm(shape.neutral_m - ict.vertices_m, axis=1)
    assert error[ict.landmarks].max() < 1e-3
    assert error[upper].mean() < 0.35 * before[upper].mean() and error[upper].max() < 0.012


def test_similarity_is_recovered():
    rng = np.random.default_rng(0)
    points = rng.normal(size=(20, 3))
    turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    turn *= np.sign(np.linalg.det(turn))
    scale, rotation, shift = similarity(points, 1.7 * points @ turn.T + [1, 2, 3])
    assert scale == pytest.approx(1.7) and rotation == pytest.approx(turn) and shift == pytest.approx([1, 2, 3])
