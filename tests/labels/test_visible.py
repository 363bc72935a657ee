import numpy as np
import pytest

from facings.labels.visible import visible_extents


def test_counts_and_boxes_are_those_of_each_mask():
    rng = np.random.default_rng(1)
    instance = rng.integers(0, 9, (40, 60)).astype(np.uint16)
    instance[instance == 5] = 0
    found = visible_extents(instance, 10)
    for number in range(11):
        ys, xs = np.nonzero(instance == number)
        assert found.pixels[number] == len(ys)
        if not len(ys):
            assert found.bbox_xywh(number) is None
            continue
        assert found.bbox_xywh(number) == [xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1]


def test_an_unknown_instance_is_an_error():
    with pytest.raises(ValueError, match="id 4"):
        visible_extents(np.array([[0, 4]], np.uint16), 3)
