"""The oracle is pycocotools' own encoder, one mask at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from pycocotools import mask as coco_mask

from facings.labels.rle import rle_of_all


def assert_equal_to_pycocotools(instance_map: np.ndarray) -> None:
    found = rle_of_all(instance_map)
    assert list(found) == [i for i in np.unique(instance_map).tolist() if i]
    for instance_id, rle in found.items():
        oracle = coco_mask.encode(np.asfortranarray(instance_map == instance_id))
        assert rle == {"size": oracle["size"], "counts": oracle["counts"].decode()}


@given(arrays(np.uint16, array_shapes(min_dims=2, max_dims=2, max_side=12), elements=st.integers(0, 4)))
def test_every_small_map_is_encoded_as_pycocotools_does(instance_map):
    assert_equal_to_pycocotools(instance_map)


@pytest.mark.parametrize("shape", [(700, 1), (1, 700), (479, 641)])
def test_long_runs_need_several_characters(shape):
    instance_map = np.zeros(shape, np.uint16)
    instance_map[-1, -1] = 40000
    instance_map[0, 0] = 3
    instance_map[shape[0] // 3:shape[0] // 2, shape[1] // 3:] = 7
    assert_equal_to_pycocotools(instance_map)


def test_one_instance_over_everything_and_none():
    assert_equal_to_pycocotools(np.full((5, 7), 9, np.uint16))
    assert rle_of_all(np.zeros((5, 7), np.uint16)) == {}
