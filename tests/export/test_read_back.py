"""Each folder format, read back by what the field reads it with: masks, boxes and poses are the record's.

Where the reader needs a picture of a certain size or type, it is the synthetic frames', whose labels are exact by construction.
"""

import json
import xml.etree.ElementTree as ElementTree
from itertools import product
from pathlib import Path

import cv2
import numpy as np
import pytest
import synthetic_frames
from PIL import Image

import facings
from facings.export.folder import InstanceFolderOptions
from facings.export.formats import format_called

FRAMES = 6


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("read_back") / "dataset"
    synthetic_frames.write(folder, FRAMES, width_px=120, height_px=90)
    return facings.open(folder)


@pytest.fixture(scope="module")
def exported(dataset):
    made = {}

    def export(name: str) -> Path:
        if name not in made:
            made[name] = dataset.path / "export" / name
            exporter = format_called(name, "shelf")
            exporter.write(dataset.path, None, exporter.options(split="train=0.6,val=0.4"))
        return made[name]

    return export


def visible(frame):
    return [instance for instance in frame.instances if instance["visible_px"]]


def parts(folder: Path, pattern: str) -> dict[int, Path]:
    """Return frame number -> file, which lies in one part alone."""
    found = {int(path.stem): path for path in folder.glob(pattern)}
    assert sorted(found) == list(range(FRAMES)) and len(list(folder.glob(pattern))) == FRAMES
    return found


@pytest.mark.parametrize("task", ["detect", "segment", "obb"])
def test_supervision_reads_yolo(task, dataset, exported):
    import supervision

    folder, seen = exported(f"yolo-{task}"), 0
    for part in ("train", "val"):
        read = supervision.DetectionDataset.from_yolo(
            f"{folder}/images/{part}", f"{folder}/labels/{part}", f"{folder}/data.yaml", force_masks=task == "segment",
            is_obb=task == "obb")
        for path, _, found in read:
            frame = dataset.frame(int(Path(path).stem))
            assert [read.classes[k] for k in found.class_id] == [i["category"] for i in visible(frame)]
            seen += len(found)
            for k, instance in enumerate(visible(frame)):
                x, y, width, height = instance["bbox_visible_xywh_px"]
                if task == "detect":
                    # A millionth of 120 pixels.
                    assert found.xyxy[k] == pytest.approx([x, y, x + width, y + height], abs=2e-4)
                elif task == "obb":
                    assert_surrounds(found.data["xyxyxyxy"][k], frame.mask(instance["id"]))
    assert seen == sum(len(visible(frame)) for frame in dataset)


def assert_surrounds(corners: np.ndarray, mask: np.ndarray) -> None:
    """All corners of the mask's pixels lie within the rectangle, which is no larger than OpenCV's around them."""
    ys, xs = np.nonzero(mask)
    points = np.concatenate([np.stack([xs + dx, ys + dy], 1) for dx in (0, 1) for dy in (0, 1)]).astype(np.float32)
    edges = np.roll(corners, -1, 0) - corners
    away = points[None] - corners[:, None]
    turned = edges[:, None, 0] * away[..., 1] - edges[:, None, 1] * away[..., 0]
    lengths = np.linalg.norm(edges, axis=1)[:, None]
    inside = turned / lengths * (1 if turned.sum() > 0 else -1)
    assert inside.min() > -2e-3  # six decimals of 120 px, and float32 in OpenCV
    (_, (width, height), _) = cv2.minAreaRect(points)
    assert lengths[0] * lengths[1] == pytest.approx(width * height, rel=1e-3)


def test_filling_an_outline_by_pixel_centres_gives_the_mask_but_for_holes(dataset, exported):
    for number, path in parts(exported("yolo-segment"), "labels/*/*.txt").items():
        frame = dataset.frame(number)
        size = np.array([frame.width_px, frame.height_px])
        centres = np.stack(np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5), -1).reshape(-1, 2)
        for line, instance in zip(path.read_text().splitlines(), visible(frame), strict=True):
            ring = np.array(line.split()[1:], float).reshape(-1, 2) * size
            filled = even_odd(ring, centres).reshape(size[1], size[0])
            assert np.array_equal(filled, without_holes(frame.mask(instance["id"])))


def even_odd(ring: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Whether a ray from each point crosses the ring an odd number of times; bridges there and back cancel."""
    a, b = ring, np.roll(ring, -1, 0)
    x, y = points[:, :1], points[:, 1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        at = a[:, 0] + (y - a[:, 1]) * (b - a)[:, 0] / (b - a)[:, 1]
    return (((a[:, 1] > y) != (b[:, 1] > y)) & (x < at)).sum(1) % 2 == 1


def without_holes(mask: np.ndarray) -> np.ndarray:
    outer, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(np.zeros(mask.shape, np.uint8), outer, -1, 1, cv2.FILLED).astype(bool)


def test_voc_boxes_count_from_one_to_the_last_pixel(dataset, exported):
    import supervision

    folder = exported("voc")
    listed = sorted(name for part in ("train", "val") for name in (folder / f"ImageSets/Main/{part}.txt").read_text().split())
    assert listed == [f"{number:06d}" for number in range(FRAMES)]
    for number, path in parts(folder, "Annotations/*.xml").items():
        frame = dataset.frame(number)
        for found, instance in zip(ElementTree.parse(path).iter("object"), visible(frame), strict=True):
            ys, xs = np.nonzero(frame.mask(instance["id"]))
            box = [int(found.findtext(f"bndbox/{key}")) for key in ("xmin", "ymin", "xmax", "ymax")]
            assert box == [xs.min() + 1, ys.min() + 1, xs.max() + 1, ys.max() + 1]
            assert found.findtext("name") == instance["category"]
            assert found.findtext("occluded") == str(int(instance["visible_fraction"] < 1))
    read = supervision.DetectionDataset.from_pascal_voc(f"{folder}/JPEGImages", f"{folder}/Annotations")
    assert len(read) == FRAMES


def test_kitti_boxes_and_calibration_are_the_records(dataset, exported):
    folder = exported("kitti")
    for number, path in parts(folder, "training/label_2/*.txt").items():
        frame = dataset.frame(number)
        calibration = dict(line.split(": ") for line in (folder / f"training/calib/{path.name}").read_text().splitlines())
        P = np.array(calibration["P2"].split(), float).reshape(3, 4)
        for line, instance in zip(path.read_text().splitlines(), visible(frame), strict=True):
            kind, truncated, _, alpha, left, top, right, bottom, h, w, length, x, y, z, turn = line.split()
            ys, xs = np.nonzero(frame.mask(instance["id"]))
            assert [int(v) for v in (left, top, right, bottom)] == [xs.min(), ys.min(), xs.max(), ys.max()]
            assert kind == instance["category"] and 0 <= float(truncated) < 1
            # By the kit: the ray's own angle is what alpha and the turn differ by.
            assert np.remainder(float(turn) - float(alpha) - np.arctan2(float(x), float(z)) + np.pi, 2 * np.pi) == \
                pytest.approx(np.pi, abs=3e-4)
            assert sorted(map(float, (h, w, length))) == pytest.approx(
                sorted(np.subtract(instance["box_max_m"], instance["box_min_m"])), abs=1e-4)
            corners = np.array(list(product(*zip(instance["box_min_m"], instance["box_max_m"], strict=True))))
            in_camera = np.c_[corners, np.ones(8)] @ np.array(instance["camera_from_object"]).T
            # The first pixel's centre is KITTI's (0, 0) and our (0.5, 0.5).
            assert project(P, in_camera[:, :3]) + 0.5 == pytest.approx(np.array(instance["box_corners_px"]), abs=1e-6)


def project(P: np.ndarray, points: np.ndarray) -> np.ndarray:
    pixels = np.c_[points, np.ones(len(points))] @ P.T
    return pixels[:, :2] / pixels[:, 2:]


def test_an_upright_box_is_kittis_exactly():
    """A box turned about the camera's Y alone, built from its own numbers by the kit's formula, is the record's box."""
    from facings.export.kitti import upright_box

    rng = np.random.default_rng(5)
    for _ in range(50):
        turn = rng.uniform(-np.pi, np.pi)
        c, s = np.cos(turn), np.sin(turn)
        # Columns: the object's X, Y, Z in the camera's frame; its Z points up, as goods' do.
        pose = np.eye(4)
        pose[:3, :3] = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]) @ np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]])
        pose[:3, 3] = rng.uniform([-2, -1, 2], [2, 1, 6])
        low, high = -rng.uniform(0.1, 0.5, 3), rng.uniform(0.1, 0.5, 3)
        instance = {"camera_from_object": pose.tolist(), "box_min_m": low.tolist(), "box_max_m": high.tolist()}
        (h, w, length), foot, found = upright_box(instance)
        wanted = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
        wanted = wanted @ pose[:3, :3].T + pose[:3, 3]
        c, s = np.cos(found), np.sin(found)
        kit = np.array([[i * length / 2, -j * h, k * w / 2] for i in (-1, 1) for j in (0, 1) for k in (-1, 1)])
        kit = kit @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T + foot
        apart = np.linalg.norm(kit[:, None] - wanted[None], axis=2)
        assert apart.min(0).max() < 1e-9 and apart.min(1).max() < 1e-9


def test_panoptic_covers_each_pixel_once_by_panopticapis_rules(dataset, exported):
    folder = exported("coco-panoptic")
    for part in ("train", "val"):
        data = json.loads((folder / f"panoptic_{part}.json").read_text())
        kinds = {category["id"]: category for category in data["categories"]}
        assert len(kinds) == len(data["categories"]) and all(set(c) >= {"id", "name", "isthing"} for c in kinds.values())
        assert [image["id"] for image in data["images"]] == [a["image_id"] for a in data["annotations"]]
        for image, annotation in zip(data["images"], data["annotations"], strict=True):
            frame = dataset.frame(annotation["image_id"])
            assert (folder / f"images_{part}" / image["file_name"]).is_file()
            png = np.array(Image.open(folder / f"panoptic_{part}" / annotation["file_name"]).convert("RGB"), np.uint32)
            ids = png[..., 0] + 256 * png[..., 1] + 65536 * png[..., 2]
            told = {segment["id"]: segment for segment in annotation["segments_info"]}
            assert len(told) == len(annotation["segments_info"]) and set(np.unique(ids)) - {0} == set(told)
            for number, segment in told.items():
                mask = ids == number
                assert segment["area"] == mask.sum() and segment["bbox"] == synthetic_frames.bbox(mask)
                if number < 65536:
                    assert np.array_equal(mask, frame.mask(number))
                    assert kinds[segment["category_id"]]["name"] == frame.instances[number - 1]["category"]
                    assert kinds[segment["category_id"]]["isthing"] == 1
            assert np.array_equal(ids > 0, (frame.instance_map() > 0) | (frame.semantic_map() > 0))


def test_instances_that_are_left_out_are_their_class_in_panoptic(dataset, tmp_path):
    format_called("coco-panoptic", "shelf").write(dataset.path, tmp_path / "p", InstanceFolderOptions(min_visible_px=100_000))
    data = json.loads((tmp_path / "p/panoptic_train.json").read_text())
    kinds = {category["id"]: category for category in data["categories"]}
    names = {kinds[s["category_id"]]["name"] for a in data["annotations"] for s in a["segments_info"]}
    assert names == {"product", "price_tag"}
    assert all(kinds[s["category_id"]]["isthing"] == 0 for a in data["annotations"] for s in a["segments_info"])


def test_webdataset_reads_pictures_maps_and_records(dataset, exported):
    import webdataset

    folder, numbers = exported("webdataset"), []
    for shard in sorted(folder.glob("*.tar")):
        for sample in webdataset.WebDataset(str(shard), shardshuffle=False).decode("rgb8", partial=True):
            frame = dataset.frame(int(sample["__key__"]))
            numbers.append(frame.number)
            assert np.array_equal(sample["png"], frame.image())
            assert np.array_equal(cv2.imdecode(np.frombuffer(frame.read(frame.file("instance")), np.uint8), -1),
                                  frame.instance_map())
            record = sample["json"]
            assert record["instances"] == json.loads(json.dumps(frame.record["instances"])) and "spec" not in record
            assert sample["depth.exr"] == frame.read(frame.file("depth"))
    assert sorted(numbers) == list(range(FRAMES))


@pytest.mark.parametrize("name", ["hf", "hf-parquet"])
def test_datasets_reads_the_image_folder_and_parquet(name, dataset, exported, tmp_path):
    import datasets

    read = datasets.load_dataset(str(exported(name)), cache_dir=str(tmp_path))
    assert set(read) == {"train", "val"}
    rows = {row["frame"]: row for part in read.values() for row in part}
    assert sorted(rows) == list(range(FRAMES))
    for number, row in rows.items():
        frame = dataset.frame(number)
        assert np.array_equal(np.array(row["image"]), frame.image())
        assert np.array_equal(np.array(row["instance_map"]), frame.instance_map())
        assert np.array_equal(np.array(row["semantic_map"]), frame.semantic_map())
        assert row["objects"]["id"] == [i["id"] for i in visible(frame)]
        assert row["objects"]["bbox"] == [i["bbox_visible_xywh_px"] for i in visible(frame)]
        assert np.allclose(row["K"], frame.K, atol=0)
