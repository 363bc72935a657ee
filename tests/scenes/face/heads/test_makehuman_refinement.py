"""Catmull-Clark subdivision as a matrix."""

import numpy as np
import pytest

from facings.scenes.face.heads.makehuman.refinement import refine, refine_uv

CUBE = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
CUBE_QUADS = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])


def test_a_cube_becomes_what_the_rule_says():
    """By hand: corners 5/9, edges 3/4, faces 1 (E. Catmull and J. Clark 1978)."""
    result = refine(CUBE_QUADS, 8)
    at = result.matrix @ CUBE
    np.testing.assert_allclose(at[:8], CUBE * 5 / 9)
    np.testing.assert_allclose(np.sort(np.abs(at[8:20]), 1), [[0, 0.75, 0.75]] * 12, atol=1e-12)
    np.testing.assert_allclose(np.sort(np.abs(at[20:]), 1), [[0, 0, 1]] * 6, atol=1e-12)
    assert result.quads.shape == (24, 4) and np.bincount(result.quads.ravel()).tolist() == [3] * 8 + [4] * 18


def test_open_borders_follow_their_own_curve():
    grid = np.array([[x, y, 0.0] for y in range(3) for x in range(3)])
    quads = np.array([[0, 1, 4, 3], [1, 2, 5, 4], [3, 4, 7, 6], [4, 5, 8, 7]])
    result = refine(quads, 10)
    lifted = np.vstack([grid, [9.0, 9.0, 9.0]])
    at = result.matrix @ lifted
    np.testing.assert_allclose(at[1], [1, 0, 0])
    np.testing.assert_allclose(at[0], [1 / 8, 1 / 8, 0])
    np.testing.assert_allclose(at[4], [1, 1, 0])
    np.testing.assert_allclose(at[9], lifted[9])
    np.testing.assert_allclose(result.matrix.sum(1), 1)
    np.testing.assert_allclose(at[result.on_edges(np.array([1]), np.array([4]))], [[1, 0.5, 0]])
    with pytest.raises(ValueError, match="leaves the edges"):
        result.on_edges(np.array([0]), np.array([8]))


def test_children_keep_their_parents_texture():
    uv = np.array([[[0, 0], [1, 0], [1, 1], [0, 1]]], float)
    children = refine_uv(uv)
    assert children.shape == (4, 4, 2)
    np.testing.assert_allclose(children[:, 0], uv[0])
    np.testing.assert_allclose(children[:, 2], [[0.5, 0.5]] * 4)
    np.testing.assert_allclose(children[0, 1], [0.5, 0])
    np.testing.assert_allclose(children[0, 3], [0, 0.5])
