import pickle

import numpy as np
import pytest
import synthetic_frames

import facings
from facings.dataset.reader import Frame
from facings.errors import InputError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("reader") / "dataset"
    writer = synthetic_frames.write(path, 2)
    writer.write_frame(7, *synthetic_frames.frame(7))
    return path


def test_frames_come_by_position_and_by_number(folder):
    dataset = facings.open(folder)
    assert len(dataset) == 3
    assert [f.number for f in dataset] == dataset.numbers == [0, 1, 7]
    assert dataset[2].number == dataset[-1].number == dataset.frame(7).number == 7
    assert [f.number for f in dataset[1:]] == [1, 7]
    assert [f.number for f in pickle.loads(pickle.dumps(dataset))] == [0, 1, 7]
    assert dataset.categories == synthetic_frames.CATEGORIES
    assert dataset.header.seed == 7
    with pytest.raises(IndexError):
        dataset[3]
    with pytest.raises(InputError, match="no frame 2: frames/000002.json"):
        dataset.frame(2)


def test_arrays_have_the_types_and_shapes_that_are_promised(folder):
    frame = facings.open(folder).frame(1)
    files, record = synthetic_frames.frame(1)
    assert frame.image().shape == (64, 96, 3) and frame.image().dtype == np.uint8
    assert frame.instance_map().shape == (64, 96) and frame.instance_map().dtype == np.uint16
    assert frame.semantic_map().dtype == np.uint8
    depth = frame.depth()
    assert depth.dtype == np.float32 and np.array_equal(np.isinf(depth), frame.instance_map() == 0)
    assert frame.normal().shape == (64, 96, 3) and frame.optional("albedo") is None
    assert np.array_equal(frame.K, record["camera"]["K"])
    assert np.array_equal(frame.world_from_camera, record["camera"]["world_from_camera"])
    for instance in frame.instances:
        mask = frame.mask(instance["id"])
        assert mask.dtype == bool and mask.sum() == instance["visible_px"]
    with pytest.raises(InputError, match="no instance 99"):
        frame.mask(99)


def test_what_is_missing_or_damaged_is_named(folder, tmp_path):
    with pytest.raises(InputError, match="holds no dataset.json"):
        facings.open(tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        facings.open(tmp_path / "nowhere")
    synthetic_frames.write(tmp_path / "d", 1)
    (tmp_path / "d/semantic/000000.png").unlink()
    (tmp_path / "d/depth/000000.exr").write_bytes(b"short")
    frame = facings.open(tmp_path / "d")[0]
    with pytest.raises(InputError, match="semantic/000000.png"):
        frame.semantic_map()
    with pytest.raises(InputError, match="depth/000000.exr is damaged"):
        frame.depth()


def test_a_frame_in_memory_is_the_one_that_would_be_stored(folder):
    stored, kept = facings.open(folder).frame(1), Frame.from_files(*reversed(synthetic_frames.frame(1)))
    assert kept.record == stored.record and kept.number == 1
    for name in ("image", "instance_map", "semantic_map", "depth", "normal"):
        assert np.array_equal(getattr(kept, name)(), getattr(stored, name)()), name
    assert np.array_equal(kept.mask(1), stored.mask(1)) and np.array_equal(kept.K, stored.K)
    assert np.array_equal(pickle.loads(pickle.dumps(kept)).image(), stored.image())
    files, record = synthetic_frames.frame(1)
    with pytest.raises(InputError, match="memory/depth/000001.exr is damaged"):
        Frame.from_files(record, files | {"depth/000001.exr": b"short"}).depth()
