"""Scores of the proof against values worked out by hand, and squares around faces against OpenCV's own mapping."""

import numpy as np
import pytest

from proof.face_crops import Square, box_around, crop, moved, moved_back, square_around
from proof.points import COUNT, MIRROR, as_variant, between_eyes
from proof.scores import ap50, apart, by_yaw, median_interval, point_errors


@pytest.mark.parametrize(("angle", "side"), [(0.0, 48.0), (0.3, 31.0), (-0.7, 60.0)])
def test_a_crop_shows_a_spot_where_its_matrix_says(angle, side):
    picture = np.zeros((120, 100, 3), np.uint8)
    y, x = np.mgrid[:120, :100] + 0.5
    spot = np.array([52.3, 61.8])
    picture[:] = (255 * np.exp(-((x - spot[0]) ** 2 + (y - spot[1]) ** 2) / 18))[..., None].round()
    pixels, into = crop(picture, Square((50.0, 60.0), side, angle), 96)
    weight = pixels[..., 0].astype(float) * (pixels[..., 0] > 5)
    rows, columns = np.mgrid[:96, :96] + 0.5
    seen = np.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum()
    # An eighth of a pixel is far below the half that a mixed-up convention costs; 8 bits and smoothing leave hundredths.
    assert seen == pytest.approx(moved(spot[None], into)[0], abs=0.12)
    assert moved_back(moved(spot[None], into), into)[0] == pytest.approx(spot)


def test_a_crop_of_its_own_size_is_the_picture():
    picture = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    pixels, into = crop(picture, Square((32.0, 32.0), 64.0), 64)
    assert np.array_equal(pixels, picture)
    assert into == pytest.approx(np.array([[1, 0, 0], [0, 1, 0]]))


def test_squares_hold_a_box():
    square = square_around(np.array([10.0, 20.0, 30.0, 50.0]), 1.2)
    assert square == Square((25.0, 45.0), 60.0)
    assert box_around(np.array([[1.0, 5.0], [4.0, 2.0], [np.nan, np.nan]])) == pytest.approx([1, 2, 3, 3])


def test_points_mirror_twice_to_themselves():
    assert np.array_equal(MIRROR[MIRROR], np.arange(COUNT))
    points = np.arange(2.0 * COUNT).reshape(COUNT, 2)
    assert np.array_equal(as_variant(points, "contour")[:27], points[68:])
    assert np.array_equal(as_variant(points, "contour")[27:], points[27:68])


def test_errors_are_shares_of_box_and_eyes():
    truth = np.zeros((1, 68, 2))
    truth[0, 0], truth[0, 1] = (0, 0), (40, 90)
    truth[0, 36], truth[0, 45] = (10, 30), (30, 30)
    errors = point_errors(truth + (3.0, 4.0), truth)
    assert errors["box"][0] == pytest.approx(100 * 5 / 60)
    assert errors["eyes"][0] == pytest.approx(100 * 5 / 20)
    assert between_eyes(truth)[0] == 20


def test_ranges_of_yaw_count_each_face_once():
    yaw = np.array([-90.0, -20, 0, 14.9, 15, 89])
    rows = by_yaw(np.arange(6.0), yaw)
    assert [row[3] for row in rows] == [2, 2, 0, 0, 0, 2]
    assert rows[0][0] == 2.5 and np.isnan(rows[2][0])
    median, low, high = median_interval([1.0, 2.0, 3.0])
    assert low <= median == 2.0 <= high


def test_average_precision_of_worked_examples():
    truth = [np.array([[0.0, 0, 10, 10], [20, 0, 10, 10]])]
    right, wrong = [0.0, 0, 10, 10, 0.9], [50.0, 50, 10, 10, 0.8]
    assert ap50(truth, [np.array([right])]) == pytest.approx(51 / 101)  # of COCO's 101 recalls those up to a half
    assert ap50(truth, [np.array([right, wrong, [20, 0, 10, 10, 0.7]])]) == pytest.approx((51 + 50 * 2 / 3) / 101)
    assert ap50(truth, [np.zeros((0, 5))]) == 0.0
    assert np.isnan(ap50([np.zeros((0, 4))], [np.array([right])]))
    # What meets an ignored box is neither right nor wrong.
    assert ap50(truth, [np.array([wrong, right])], [np.array([[50.0, 50, 10, 10]])]) == pytest.approx(51 / 101)


def test_boxes_apart():
    boxes = np.array([[0.0, 0, 10, 10, 0.5], [1, 0, 10, 10, 0.9], [30, 0, 10, 10, 0.1]])
    assert apart(boxes)[:, 4].tolist() == [0.9, 0.1]
    assert apart(np.zeros((0, 5))).shape == (0, 5)
