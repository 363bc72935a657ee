"""BOP's two layouts read back by BOP's own formulas, written anew from its documents and its toolkit's scripts."""

import io
import json
from itertools import product

import numpy as np
import pytest
import synthetic_frames
import trimesh
import webdataset
from PIL import Image

import facings
from facings.errors import InputError
from facings.export.bop import depth_scale_mm
from facings.export.formats import format_called

FRAMES = 6


def write(folder, name, out=None, **options):
    exporter = format_called(name, "shelf")
    said = exporter.write(folder, out, exporter.options(**options))
    return out or folder / "export" / name, said


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bop") / "dataset"
    writer = synthetic_frames.DatasetWriter(folder, synthetic_frames.header())
    for number in range(FRAMES):
        files, record = synthetic_frames.frame(number, width_px=120, height_px=90, objects=14, with_amodal=True)
        writer.write_frame(98 + number, {_named(name, number): data for name, data in files.items()},
                           record | {"frame": 98 + number})
    return facings.open(folder)


def _named(name, number):
    return name.replace(f"{number:06d}", f"{98 + number:06d}")


@pytest.fixture(scope="module")
def scenes(dataset):
    """The frames of the scenewise export, by number: scene folder, camera, gt, gt_info."""
    folder, said = write(dataset.path, "bop", hidden=True, split="train=0.6,val=0.4")
    assert "the items' meshes" in said
    found = {}
    for scene in sorted(folder.glob("*/0*")):
        camera, gt, info = (json.loads((scene / f"scene_{name}.json").read_text()) for name in ("camera", "gt", "gt_info"))
        assert list(camera) == list(gt) == list(info)
        for number in map(int, camera):
            assert scene.name == f"{number // 100:06d}" and number not in found
            found[number] = scene, camera[str(number)], gt[str(number)], info[str(number)]
    assert sorted(found) == dataset.numbers and {scene.parent.name for scene, *_ in found.values()} == {"train", "val"}
    return found


def mask(scene, folder, number, gt_id):
    pixels = np.array(Image.open(scene / folder / f"{number:06d}_{gt_id:06d}.png"))
    assert set(np.unique(pixels)) <= {0, 255}
    return pixels > 0


def calc_2d_bbox(seen):
    """As misc.calc_2d_bbox of bop_toolkit: first pixel, and the difference of the last one and the first."""
    ys, xs = seen.nonzero()
    return [xs.min(), ys.min(), xs.max() - xs.min(), ys.max() - ys.min()]


def test_gt_info_is_what_calc_gt_info_counts(dataset, scenes):
    hidden = truncated = 0
    for number, (scene, camera, gt, info) in scenes.items():
        frame = dataset.frame(number)
        assert len(gt) == len(info) == len(frame.instances)
        depth_mm = np.array(Image.open(scene / f"depth/{number:06d}.png")).astype(float) * camera["depth_scale"]
        for gt_id, (told, instance) in enumerate(zip(info, frame.instances, strict=True)):
            amodal, visible = mask(scene, "mask", number, gt_id), mask(scene, "mask_visib", number, gt_id)
            # Flat things that face the camera: BOP's test of visibility, by depth, with a step of the map as tolerance.
            own_mm = 1000 * np.array(instance["camera_from_object"])[2, 3]
            assert np.array_equal(visible, amodal & (np.abs(depth_mm - own_mm) <= camera["depth_scale"]))
            assert told["px_count_visib"] == visible.sum() and told["px_count_valid"] == (depth_mm[amodal] > 0).sum()
            assert told["visib_fract"] == pytest.approx(told["px_count_visib"] / max(told["px_count_all"], 1))
            if not visible.any():
                hidden += 1
                assert told["bbox_obj"] == told["bbox_visib"] == [-1, -1, -1, -1]
                continue
            assert told["bbox_visib"] == calc_2d_bbox(visible)
            if instance["truncated"]:
                truncated += 1
                assert told["px_count_all"] > amodal.sum()
            else:
                assert told["px_count_all"] == amodal.sum() and told["bbox_obj"] == calc_2d_bbox(amodal)
    assert hidden > 0 and truncated > 0


def test_poses_and_cameras_project_to_the_records_pixels(dataset, scenes):
    ids = {category["name"]: category["id"] for category in dataset.categories}
    for number, (_, camera, gt, _) in scenes.items():
        frame = dataset.frame(number)
        K = np.array(camera["cam_K"]).reshape(3, 3)
        world_from_camera = frame.world_from_camera
        R, t = np.array(camera["cam_R_w2c"]).reshape(3, 3), np.array(camera["cam_t_w2c"])
        assert R @ (1000 * world_from_camera[:3, 3]) + t == pytest.approx(0, abs=1e-9)
        assert R @ world_from_camera[:3, :3] == pytest.approx(np.eye(3), abs=1e-12)
        for told, instance in zip(gt, frame.instances, strict=True):
            assert told["obj_id"] == ids[instance["category"]]
            corners_mm = 1000 * np.array(list(product(*zip(instance["box_min_m"], instance["box_max_m"], strict=True))))
            in_camera = corners_mm @ np.array(told["cam_R_m2c"]).reshape(3, 3).T + told["cam_t_m2c"]
            pixels = in_camera @ K.T
            # The first pixel's centre is BOP's (0, 0) and our (0.5, 0.5).
            assert pixels[:, :2] / pixels[:, 2:] + 0.5 == pytest.approx(np.array(instance["box_corners_px"]), abs=1e-6)


def test_depth_is_in_millimetres_and_unknown_where_there_is_none(dataset, scenes):
    for number, (scene, camera, _, _) in scenes.items():
        depth_m = dataset.frame(number).depth()
        steps = np.array(Image.open(scene / f"depth/{number:06d}.png"))
        assert steps.dtype == np.uint16 and np.array_equal(steps > 0, np.isfinite(depth_m))
        there = steps > 0
        assert np.abs(steps[there] * camera["depth_scale"] - 1000 * depth_m[there]).max() <= camera["depth_scale"] / 2 + 1e-3
        assert (scene / f"rgb/{number:06d}.png").read_bytes() == dataset.frame(number).read(f"images/{number:06d}.png")


@pytest.mark.parametrize(("farthest_m", "scale"), [(6.5535, 0.1), (6.56, 0.2), (20.0, 0.5), (60.0, 1.0), (900.0, 1.0)])
def test_the_step_of_depth_is_the_finest_that_reaches(farthest_m, scale):
    assert depth_scale_mm(np.array([[1.0, np.inf], [0.5, farthest_m]])) == scale


def test_models_are_the_boxes_and_known_to_trimesh(dataset, scenes):
    folder = dataset.path / "export/bop/models"
    info, names = json.loads((folder / "models_info.json").read_text()), json.loads((folder / "names.json").read_text())
    boxes = {}
    for frame in dataset:
        for instance in frame.instances:
            boxes.setdefault(instance["category"], []).append((instance["box_min_m"], instance["box_max_m"]))
    assert set(names.values()) == set(boxes) and set(info) == set(names)
    for obj_id, told in info.items():
        low, high = (1000 * np.array(ends) for ends in zip(*boxes[names[obj_id]], strict=True))
        low, high = low.min(0), high.max(0)
        mesh = trimesh.load(folder / f"obj_{int(obj_id):06d}.ply", process=False)
        assert mesh.bounds == pytest.approx(np.array([low, high]), abs=1e-4)
        assert [told[f"min_{axis}"] for axis in "xyz"] == pytest.approx(low)
        assert [told[f"size_{axis}"] for axis in "xyz"] == pytest.approx(high - low)
        apart = np.linalg.norm(mesh.vertices[:, None] - mesh.vertices[None], axis=2)
        assert told["diameter"] == pytest.approx(apart.max(), rel=1e-6)
    first = json.loads((dataset.path / "export/bop/camera.json").read_text())
    assert (first["width"], first["height"]) == (120, 90) and first["cx"] == dataset[0].K[0, 2] - 0.5


def test_a_box_that_has_a_volume_is_closed_and_faces_outwards(tmp_path):
    from facings.export.bop import _ply

    (tmp_path / "box.ply").write_text("".join(_ply(np.array([-1.0, 2, 3]), np.array([1.0, 5, 10]))))
    mesh = trimesh.load(tmp_path / "box.ply")
    assert mesh.is_watertight and mesh.volume == pytest.approx(2 * 3 * 7)


def rle_to_binary_mask(rle):
    """As pycoco_utils.rle_to_binary_mask of bop_toolkit reads what is not compressed."""
    flat, start, counts = np.zeros(np.prod(rle["size"]), bool), 0, rle["counts"]
    for i in range(len(counts) - 1):
        start += counts[i]
        flat[start:start + counts[i + 1]] = (i + 1) % 2
    return flat.reshape(*rle["size"], order="F")


def test_shards_hold_what_the_scenes_do(dataset, scenes):
    folder, _ = write(dataset.path, "bop-webdataset", split="train=0.6,val=0.4")
    seen = 0
    for part in ("train", "val"):
        shards = json.loads((folder / part / "key_to_shard.json").read_text())
        for path in sorted((folder / part).glob("*.tar")):
            for sample in webdataset.WebDataset(str(path), shardshuffle=False, empty_check=False):
                scene, number = map(int, sample["__key__"].split("_"))
                assert path.name == f"shard-{shards.pop(sample['__key__']):06d}.tar" and scene == number // 100
                there, camera, gt, info = scenes[number]
                assert json.loads(sample["camera.json"]) == camera and there.parent.name == part
                shown = [k for k, told in enumerate(info) if told["px_count_visib"]]
                assert json.loads(sample["gt.json"]) == [gt[k] for k in shown]
                assert json.loads(sample["gt_info.json"]) == [info[k] for k in shown]
                assert sample["rgb.png"] == (there / f"rgb/{number:06d}.png").read_bytes()
                assert np.array_equal(np.array(Image.open(io.BytesIO(sample["depth.png"]))),
                                      np.array(Image.open(there / f"depth/{number:06d}.png")))
                for name in ("mask", "mask_visib"):
                    told = json.loads(sample[f"{name}.json"])
                    assert list(told) == [str(k) for k in range(len(shown))]
                    for k, gt_id in enumerate(shown):
                        assert np.array_equal(rle_to_binary_mask(told[str(k)]), mask(there, name, number, gt_id))
                seen += 1
        assert shards == {}
    assert seen == FRAMES


def test_what_bop_has_no_word_for_is_refused(tmp_path):
    synthetic_frames.write(tmp_path / "plain", 1)
    with pytest.raises(InputError, match="BOP needs amodal_segmentation .* labels.amodal=true"):
        write(tmp_path / "plain", "bop")
    files, record = synthetic_frames.frame(0, with_amodal=True)
    record["camera"]["distortion"] = [-0.1, 0.0, 0.0, 0.0, 0.0]
    synthetic_frames.DatasetWriter(tmp_path / "bent", synthetic_frames.header()).write_frame(0, files, record)
    for name in ("bop", "bop-webdataset"):
        with pytest.raises(InputError, match="no lens distortion, which frame 0 has"):
            write(tmp_path / "bent", name)
        assert not (tmp_path / "bent/export").exists()
