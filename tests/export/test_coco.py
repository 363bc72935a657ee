import json
import time
import tracemalloc

import numpy as np
import pytest
import synthetic_frames
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO

import facings
from facings.dataset.json_text import json_text
from facings.dataset.store import DatasetWriter
from facings.errors import InputError
from facings.export.categories import InstanceOptions
from facings.export.coco import CocoText, masks_of
from facings.export.coco_lines import write_coco_lines
from facings.labels.rle import rle_of_all
from facings.scenes.shelf.reading import ShelfReading


def write_coco(dataset, path, categories="sku", min_visible_fraction=0.0, min_visible_px=1) -> int:
    text = CocoText(dataset, InstanceOptions(categories, min_visible_fraction, min_visible_px), ShelfReading())
    write_coco_lines(path, text)
    return text.annotation_count


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("coco") / "dataset"
    synthetic_frames.write(path, 4)
    write_coco(facings.open(path), path / "annotations/instances.json")
    return path


def test_pycocotools_reads_masks_that_are_the_instance_map(folder):
    dataset, coco = facings.open(folder), COCO(str(folder / "annotations/instances.json"))
    assert sorted(coco.imgs) == dataset.numbers
    assert [c["id"] for c in coco.dataset["categories"]] == [1, 2, 5, 7]
    for frame in dataset:
        painted = np.zeros_like(frame.instance_map())
        annotations = coco.imgToAnns[frame.number]
        for annotation in annotations:
            mask = coco.annToMask(annotation).astype(bool)
            assert not painted[mask].any()
            painted[mask] = annotation["instance_id"]
            assert annotation["id"] == frame.number * 65536 + annotation["instance_id"]
            assert annotation["area"] == mask.sum() == coco_mask.area(annotation["segmentation"])
            assert annotation["bbox"] == synthetic_frames.bbox(mask)
            instance = frame.instances[annotation["instance_id"] - 1]
            assert coco.cats[annotation["category_id"]]["name"] == instance["category"]
            assert annotation["flags"] == [k for k in ("misplaced", "turned", "truncated") if instance[k]]
        assert np.array_equal(painted, frame.instance_map())


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (9, 1), (5, 8), (64, 64), (300, 200)])
def test_both_ways_to_masks_are_one(size):
    rng = np.random.default_rng([4, *size])
    for most in (1, 2, 5):
        instance_map = rng.integers(0, most + 1, size).astype(np.uint16)
        instance_map[:1, :1] = most
        all_masks = rle_of_all(instance_map)
        for wanted in ([most], list(range(1, most + 3)), [70000]):
            masks = masks_of(instance_map, wanted)
            assert {i: masks[i] for i in wanted if i in masks} == {i: all_masks[i] for i in wanted if i in all_masks}


def test_categories_by_department_and_single(folder, tmp_path):
    dataset = facings.open(folder)
    write_coco(dataset, tmp_path / "department.json", categories="department")
    coco = COCO(str(tmp_path / "department.json"))
    names = {c["id"]: c["name"] for c in coco.dataset["categories"]}
    assert names == {1: "price_tag", 2: "drinks", 3: "household"}
    write_coco(dataset, tmp_path / "single.json", categories="single")
    single = json.loads((tmp_path / "single.json").read_text())
    assert [(c["id"], c["name"]) for c in single["categories"]] == [(1, "object")]
    products = [i for f in dataset for i in f.instances if i["kind"] == "product" and i["visible_px"]]
    assert len(single["annotations"]) == len(products) and {a["category_id"] for a in single["annotations"]} == {1}
    with pytest.raises(InputError, match="'sku', 'department' or 'single'"):
        write_coco(dataset, tmp_path / "x.json", categories="brand")


def test_too_little_visible_instances_are_left_out(folder, tmp_path):
    dataset = facings.open(folder)
    everything = sum(i["visible_px"] > 0 for f in dataset for i in f.instances)
    some = write_coco(dataset, tmp_path / "a.json", min_visible_fraction=0.5, min_visible_px=30)
    kept = json.loads((tmp_path / "a.json").read_text())["annotations"]
    assert 0 < some == len(kept) < everything
    assert all(a["visible_fraction"] >= 0.5 and a["area"] >= 30 for a in kept)


def test_an_empty_dataset_is_valid_coco(tmp_path):
    synthetic_frames.write(tmp_path, 0)
    assert write_coco(facings.open(tmp_path), tmp_path / "annotations/instances.json") == 0
    assert COCO(str(tmp_path / "annotations/instances.json")).getImgIds() == []


def test_a_record_that_disagrees_with_its_map_is_refused(tmp_path):
    files, record = synthetic_frames.frame(0)
    writer = synthetic_frames.write(tmp_path, 0)
    other = {"id": 77, "visible_px": 5, "visible_fraction": 1.0, "segmentation": None}
    record["instances"].append(record["instances"][0] | other)
    writer.write_frame(0, files, record)
    with pytest.raises(InputError, match="instance 77"):
        write_coco(facings.open(tmp_path), tmp_path / "annotations/instances.json")
    assert not list((tmp_path / "annotations").iterdir())


def test_a_frame_that_is_being_made_anew_is_left_out(tmp_path):
    synthetic_frames.write(tmp_path, 3)
    dataset = facings.open(tmp_path)
    (tmp_path / "frames/000000.json").unlink()
    write_coco(dataset, tmp_path / "a.json")
    assert [image["id"] for image in json.loads((tmp_path / "a.json").read_text())["images"]] == [1, 2]
    (tmp_path / "frames/000001.json").write_text("{")
    with pytest.raises(InputError, match="000001.json is not JSON"):
        write_coco(dataset, tmp_path / "a.json")


def test_time_is_linear_and_memory_bounded_over_two_thousand_frames(tmp_path):
    files, record = synthetic_frames.frame(0, width_px=64, height_px=48, objects=12)
    writer = synthetic_frames.write(tmp_path, 0)
    writer.write_frame(0, files, record)
    # Further frames share the first one's files: only the records count here, and syncing 10,000 files does not.
    template = json.loads((tmp_path / "frames/000000.json").read_text())
    for number in range(1, 2000):
        (tmp_path / f"frames/{number:06d}.json").write_text(json_text({**template, "frame": number}))
    dataset = facings.open(tmp_path)

    def seconds(frames: int) -> float:
        dataset.numbers = list(range(frames))
        start = time.process_time()
        write_coco(dataset, tmp_path / "annotations/instances.json")
        return time.process_time() - start

    few, many = min(seconds(250) for _ in range(2)), seconds(2000)
    assert many < 8 * few * 1.6
    size = (tmp_path / "annotations/instances.json").stat().st_size
    tracemalloc.start()
    seconds(50)
    tracemalloc.reset_peak()
    base = tracemalloc.get_traced_memory()[0]
    seconds(400)
    peak = tracemalloc.get_traced_memory()[1] - base
    tracemalloc.stop()
    assert peak < size * 400 / 2000 / 4


def test_masks_in_the_records_spare_the_maps_and_give_the_same_file(tmp_path):
    synthetic_frames.write(tmp_path, 2)
    write_coco(facings.open(tmp_path), tmp_path / "from_records.json")
    for frame in facings.open(tmp_path):
        file = tmp_path / "frames" / f"{frame.number:06d}.json"
        record = frame.record
        for instance in record["instances"]:
            instance.pop("segmentation")
        file.write_text(json.dumps(record))
    write_coco(facings.open(tmp_path), tmp_path / "from_maps.json")
    assert (tmp_path / "from_maps.json").read_bytes() == (tmp_path / "from_records.json").read_bytes()


def test_amodal_labels_go_along_and_no_occluders_are_told_too(tmp_path):
    writer = DatasetWriter(tmp_path / "dataset", synthetic_frames.header())
    files, record = synthetic_frames.frame(0)
    for instance in record["instances"]:
        quad = [[0, 0], [1, 0], [1, 1], [0, 1]]
        instance |= {"amodal_segmentation": {"size": [64, 96], "counts": "0"}, "occluders": [],
                     "oriented_visible_px": quad, "oriented_amodal_px": None}
    writer.write_frame(0, files, record)
    write_coco(facings.open(tmp_path / "dataset"), tmp_path / "coco.json")
    annotations = json.loads((tmp_path / "coco.json").read_text("utf-8"))["annotations"]
    assert annotations
    for annotation in annotations:
        assert annotation["amodal_segmentation"] == {"size": [64, 96], "counts": "0"} and annotation["occluders"] == []
        assert annotation["oriented_visible_px"] == quad and "oriented_amodal_px" not in annotation
