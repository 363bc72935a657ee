"""Outlines of regions against shapely's hulls and intersections."""

import numpy as np
import pytest
import shapely

from facings.labels.camera import NEAR_M, Pinhole
from facings.labels.polygons import visible_polygon

pytestmark = pytest.mark.render  # scipy, by a function's import

CAMERA = Pinhole(np.array([[150.0, 0, 61.3], [0, 150, 44.7], [0, 0, 1]]), np.eye(4), 120, 90)
PICTURE = shapely.box(0, 0, 120, 90)


@pytest.mark.parametrize("seed", range(8))
def test_the_outline_is_the_hull_cut_by_the_picture(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = rng.uniform(-0.5, 0.5, (8, 3)) + [rng.uniform(-0.5, 0.5), rng.uniform(-0.4, 0.4), 1.5]
    hull = shapely.MultiPoint(CAMERA.project(points)).convex_hull.intersection(PICTURE)
    found = visible_polygon(points, CAMERA)
    assert found is not None
    assert shapely.Polygon(found).symmetric_difference(hull).area < 1e-6 * hull.area


def test_what_reaches_behind_the_camera_is_cut_at_the_near_plane() -> None:
    points = np.array([[-0.2, -0.1, -1.0], [0.2, -0.1, -1.0], [-0.2, -0.1, 2.0], [0.2, -0.1, 2.0]])
    near = np.array([[x, -0.1, NEAR_M] for x in (-0.2, 0.2)])
    hull = shapely.MultiPoint(CAMERA.project(np.concatenate([near, points[2:]]))).convex_hull.intersection(PICTURE)
    assert shapely.Polygon(visible_polygon(points, CAMERA)).symmetric_difference(hull).area < 1e-6 * hull.area


@pytest.mark.parametrize("points", [[[0, 0, -1], [1, 0, -1], [0, 1, -2]], [[9, 9, 1], [9.1, 9, 1], [9, 9.1, 1]]])
def test_what_is_not_seen_has_no_outline(points: list) -> None:
    assert visible_polygon(np.array(points, float), CAMERA) is None
