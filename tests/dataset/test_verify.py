import json

import numpy as np
import pytest
import synthetic_frames

import facings
from facings.dataset.annotations import write_annotations
from facings.dataset.images import decode_png, encode_exr, encode_png
from facings.dataset.json_text import json_text
from facings.dataset.migrations import RECORD_SCHEMA
from facings.dataset.record_checks import POSE_KEYS
from facings.dataset.verify import verify
from facings.errors import InputError
from facings.export.formats import format_called, formats_of

SHELF = formats_of("shelf")


@pytest.fixture
def folder(tmp_path):
    synthetic_frames.write(tmp_path, 2)
    write_annotations(tmp_path, SHELF)
    assert verify(tmp_path, SHELF) == []
    return tmp_path


def rewrite(folder, change_files=None, change_record=None):
    """Store frame 1 anew with wrong content but right checksums."""
    (folder / "annotations/instances.json").unlink(missing_ok=True)
    files, record = synthetic_frames.frame(1)
    record = json.loads(json_text(record))
    if change_files:
        change_files(files)
    if change_record:
        change_record(record)
    synthetic_frames.DatasetWriter(folder, synthetic_frames.header()).write_frame(1, files, record)


def one_problem(folder, file, what):
    problems = verify(folder, SHELF)
    assert [(p.frame, p.file) for p in problems] == [(1, file)], problems
    assert what in problems[0].what, problems[0]
    assert problems[0].expected
    return problems[0]


def test_no_dataset_at_all(tmp_path):
    with pytest.raises(InputError):
        verify(tmp_path)


def test_progress_names_every_frame(folder):
    seen = []
    verify(folder, on_frame=seen.append)
    assert seen == [0, 1]


def test_an_edited_header(folder):
    file = folder / "dataset.json"
    (folder / "annotations/instances.json").unlink()
    text = file.read_text()
    file.write_text(text.replace('"height_m": 1.5', '"height_m": 1.4'))
    problem, = verify(folder, SHELF)
    assert problem.file == "dataset.json" and "fingerprint" in problem.what
    file.write_text(text.replace('"id": 5', '"id": 2'))
    assert any("repeats an id" in p.what for p in verify(folder, SHELF))
    file.write_text(text.replace('"id": 5', '"nr": 5'))
    with pytest.raises(InputError, match="categories"):
        verify(folder, SHELF)


def test_missing_file(folder):
    (folder / "annotations/instances.json").unlink()
    (folder / "semantic/000001.png").unlink()
    one_problem(folder, "semantic/000001.png", "cannot be read")


def test_flipped_byte(folder):
    file = folder / "images/000001.png"
    data = bytearray(file.read_bytes())
    data[-20] ^= 1
    file.write_bytes(data)
    problems = verify(folder, SHELF)
    assert {(p.frame, p.file) for p in problems} == {(1, "images/000001.png")}
    assert "SHA-256" in problems[0].what


@pytest.mark.parametrize("kind", ["images", "instance", "semantic"])
def test_truncated_png(folder, kind):
    (folder / "annotations/instances.json").unlink()
    file = folder / f"{kind}/000001.png"
    file.write_bytes(file.read_bytes()[:-30])
    problems = verify(folder, SHELF)
    assert [p.file for p in problems] == [f"{kind}/000001.png"] * 2
    assert "SHA-256" in problems[0].what and "readable" in problems[1].what


def test_truncated_exr(folder):
    file = folder / "depth/000001.exr"
    file.write_bytes(file.read_bytes()[:-300])
    assert ["SHA-256" in p.what or "OpenEXR" in p.what for p in verify(folder, SHELF)] == [True, True]


def test_sizes_that_are_not_the_files(folder):
    (folder / "annotations/instances.json").unlink()
    file = folder / "frames/000001.json"
    text = file.read_text()
    length = (folder / "semantic/000001.png").stat().st_size
    file.write_text(text.replace(f'"semantic/000001.png": {length}', f'"semantic/000001.png": {length + 1}'))
    one_problem(folder, "semantic/000001.png", f"it has {length} bytes")
    file.write_text(text.replace(f'"semantic/000001.png": {length}, ', ""))
    one_problem(folder, "frames/000001.json", "its bytes are those of images/000001.png, instance/000001.png, depth")
    file.write_text("".join(line for line in text.splitlines(keepends=True) if not line.startswith('"bytes"')))
    assert verify(folder, SHELF) == []


def test_wrong_schema_and_half_a_record(folder):
    (folder / "annotations/instances.json").unlink()
    file = folder / "frames/000001.json"
    text = file.read_text()
    file.write_text(text.replace(f'"schema": {RECORD_SCHEMA}', '"schema": 9', 1))
    one_problem(folder, "frames/000001.json", "its schema is 9")
    file.write_text(text[:2000])
    one_problem(folder, "frames/000001.json", "not JSON")


def test_an_id_that_the_record_lacks(folder):
    def change(files):
        array = decode_png(files["instance/000001.png"])
        array[0, 0] = 500
        files["instance/000001.png"] = encode_png(array)

    rewrite(folder, change)
    one_problem(folder, "instance/000001.png", "id 500")


def test_a_pixel_of_another_instance(folder):
    def change(files):
        array = decode_png(files["instance/000001.png"])
        a, b = np.unique(array)[1:3]
        y, x = np.argwhere(array == a)[0]
        array[y, x] = b
        files["instance/000001.png"] = encode_png(array)

    rewrite(folder, change)
    problems = verify(folder, SHELF)
    assert sum("pixels" in p.what for p in problems) >= 2


def test_an_instance_that_the_map_lacks(folder):
    def change(record):
        record["instances"].append(record["instances"][0] | {"id": 10, "visible_px": 3, "visible_fraction": 3 / 4,
                                                             "amodal_px": 4})

    rewrite(folder, change_record=change)
    assert any("instance 10 has 0 pixels" in p.what for p in verify(folder, SHELF))


def test_semantic_class_of_another_kind(folder):
    def change(files):
        array = decode_png(files["semantic/000001.png"])
        y, x = np.argwhere(array == 1)[0]
        array[y, x] = 0
        files["semantic/000001.png"] = encode_png(array)

    rewrite(folder, change)
    one_problem(folder, "semantic/000001.png", "1 pixels of instance")


def test_product_pixels_without_an_instance(folder):
    def change(files):
        array = decode_png(files["semantic/000001.png"])
        y, x = np.argwhere(array == 0)[0]
        array[y, x] = 1
        files["semantic/000001.png"] = encode_png(array)

    rewrite(folder, change)
    one_problem(folder, "semantic/000001.png", "belong to no such instance")


def test_infinite_depth_on_an_instance(folder):
    def change(files):
        depth = np.full((64, 96), np.inf)
        files["depth/000001.exr"] = encode_exr(depth)

    rewrite(folder, change)
    problems = verify(folder, SHELF)
    assert problems and all("have no depth" in p.what for p in problems)


def test_depth_in_millimetres(folder):
    frame = facings.open(folder).frame(1)

    def change(files):
        files["depth/000001.exr"] = encode_exr(frame.depth() * 1000)

    rewrite(folder, change)
    assert all("lies between" in p.what for p in verify(folder, SHELF))


def test_another_size(folder):
    def change(files):
        files["images/000001.png"] = encode_png(np.zeros((64, 90, 3), np.uint8))

    rewrite(folder, change)
    one_problem(folder, "images/000001.png", "90x64")


def set_camera(key, value):
    return lambda record: record["camera"].__setitem__(key, value)


def set_first(key, value):
    return lambda record: record["instances"][0].__setitem__(key, value)


MIRROR = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, -1, 0], [0, 0, 0, 1]]


@pytest.mark.parametrize(("change", "what"), [
    (lambda r: r.__setitem__("seed", 8), "its seed is 8"),
    (lambda r: r.__setitem__("scene", "face"), "its scene is 'face'"),
    (lambda r: r.pop("spec"), "lacks spec"),
    (lambda r: r["spec"].__setitem__("frame", 3), "spec's frame is 3"),
    (lambda r: r["camera"].pop("K"), "lacks camera.K"),
    (lambda r: r["instances"][3].pop("amodal_px"), "number 4 lacks amodal_px"),
    (set_camera("K", [[-80, 0, 48], [0, 80, 32], [0, 0, 1]]), "K is"),
    (set_camera("world_from_camera", MIRROR), "mirrors"),
    (set_camera("world_from_camera", (np.eye(4) * 1.001).tolist()), "last row"),
    (set_camera("distortion", [0.0]), "distortion"),
    (set_camera("distortion_model", "brown"), "distortion_model is 'brown'"),
    (lambda r: r["instances"][0].pop("box_min_m"), "instance number 1 lacks box_min_m"),
    (set_first("camera_from_object", MIRROR), "mirrors"),
    (set_first("box_corners_px", [[0, 0]] * 8), "box corner 0"),
    (set_first("box_corners_px", [None] * 8), "box corner 0 is None"),
    (set_first("category", "bread"), "category is 'bread'"),
    (set_first("supercategory", "bakery"), "supercategory is 'bakery'"),
    (set_first("id", 40), "has id 40"),
    (set_first("visible_fraction", 0.123), "visible_fraction is 0.123"),
    (set_first("amodal_px", 0), "amodal"),
    (set_first("bbox_amodal_xywh_px", None), "amodal box None"),
    (set_first("bbox_amodal_xywh_px", [0, 0, 1, 1]), "leaves its amodal box"),
    (set_first("truncated", "maybe"), "truncated is maybe"),
    (set_first("camera_from_object", "nonsense"), "not the shape"),
    (lambda r: r.__setitem__("instances", {}), ""),
])
def test_a_wrong_record(folder, change, what):
    rewrite(folder, change_record=change)
    problems = verify(folder, SHELF)
    assert problems and any(what in p.what for p in problems), [str(p) for p in problems]
    assert all(p.frame == 1 for p in problems)


def test_a_segmentation_that_is_not_the_map(folder):
    def change(record):
        one, other = [i for i in record["instances"] if i["segmentation"]][:2]
        one["segmentation"] = other["segmentation"]

    rewrite(folder, change_record=change)
    one_problem(folder, "instance/000001.png", "segmentation")


def test_a_coco_file_that_is_stale_or_edited(folder):
    file = folder / "annotations/instances.json"
    text = file.read_text()
    file.write_text(text.replace('"area": ', '"area": 1', 1))
    problem, = verify(folder, SHELF)
    assert problem.file == "annotations/instances.json" and problem.frame is None
    assert "area" in problem.what
    file.write_text(text[:-200])
    assert len(verify(folder, SHELF)) == 1
    file.write_text('{"images": []}')
    assert "how it was made" in verify(folder, SHELF)[0].what
    file.write_text(text)
    coco = format_called("coco", "shelf")
    coco.write(folder, None, coco.options("single", 0.3, 20))
    assert verify(folder, SHELF) == []
    writer = synthetic_frames.DatasetWriter(folder, synthetic_frames.header())
    writer.write_frame(2, *synthetic_frames.frame(2))
    assert ["line" in p.what for p in verify(folder, SHELF)] == [True, True]  # both lack the new frame


def test_a_kind_without_poses(tmp_path):
    writer = synthetic_frames.write(tmp_path, 0)
    files, record = synthetic_frames.frame(0)
    for instance in record["instances"]:
        for key in POSE_KEYS:
            instance.pop(key)
    writer.write_frame(0, files, record)
    assert verify(tmp_path) == []
