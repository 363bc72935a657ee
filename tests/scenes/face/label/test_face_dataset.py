"""Face frames in a dataset: verify finds them sound and each corruption, pycocotools reads the keypoints."""

import contextlib
import io
import json

import numpy as np
import pytest
from face_stage import Stage
from landmark_mirror import MIRROR
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

import facings
from facings.dataset.header import DatasetHeader
from facings.dataset.images import decode_array, encode_array, encode_png
from facings.dataset.json_text import json_text
from facings.dataset.store import DatasetWriter
from facings.dataset.verify import verify
from facings.labels.rle import rle_of_all
from facings.rendering.frame_maker import frame_record, label_files
from facings.rendering.picture_maker import Picture, picture_files
from facings.scenes.face.export_keypoints import KeypointExporter, KeypointOptions, keypoint_category
from facings.scenes.face.head_pose import HeadAngles
from facings.scenes.face.label.landmark_scheme import LINES
from facings.scenes.face.semantics import PERSON_CATEGORY, SEMANTIC_CLASSES

HEADER = DatasetHeader(
    scene="face", seed=7, recipe={}, versions={"facings": "0.1.0", "blender": "5.2.3"},
    semantic_classes=[{"id": number, "name": name} for name, number in SEMANTIC_CLASSES.items()],
    categories=[PERSON_CATEGORY], assets=[])

KEYPOINTS = KeypointExporter()


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    stage = Stage(tmp_path_factory.mktemp("scratch"))
    # The second leaves the picture with its chin, and shows both eyes.
    made = [stage.frame(), stage.frame(HeadAngles(0.5, -0.2, 0.1), number=1, size=(192, 256), worn=("collar", "fringe"),
                                       across_m=(0.0, 0.06), focal=2.4)]
    result = []
    for frame in made:
        picture = np.repeat((frame.labels.semantic * 12)[..., None], 3, 2).astype(np.uint8)
        files = picture_files(frame.spec, Picture(picture)) | label_files(frame.spec, frame.labels)
        result.append((files, frame_record(frame.spec, frame.labels)))
    return result


@pytest.fixture
def folder(tmp_path, frames):
    writer = DatasetWriter(tmp_path, HEADER)
    for number, (files, record) in enumerate(frames):
        writer.write_frame(number, files, record)
    KEYPOINTS.write(tmp_path, None, KeypointOptions())
    return tmp_path


def test_a_sound_dataset(folder):
    assert [str(p) for p in verify(folder, [KEYPOINTS])] == []
    frame = facings.open(folder)[0]
    vertices = frame.array("vertices")
    assert vertices.dtype == np.float32 and vertices.shape[1] == 3 and frame.array("nothing") is None
    matte = frame.optional("matte")
    assert matte.shape == (128, 96) and 0 <= matte.min() < matte.max() <= 1
    person, = frame.instances
    masks = person["masks"]
    assert masks["hair"] == rle_of_all((frame.semantic_map() == SEMANTIC_CLASSES["hair"]).astype(np.uint8))[1]
    assert masks["head"]["size"] == [128, 96]


def spoil(folder, frames, change_record=None, change_files=None):
    """Store frame 1 anew, wrong in one place but whole, without the COCO file; return what verify says."""
    (folder / "annotations/face_keypoints.json").unlink()
    files, record = frames[1]
    files, record = dict(files), json.loads(json_text(record))
    if change_record:
        change_record(record["instances"][0])
    if change_files:
        change_files(files)
    DatasetWriter(folder, HEADER).write_frame(1, files, record)
    return [str(problem) for problem in verify(folder, [KEYPOINTS])]


def first(states, state):
    return states.index(state)


def shifted(person):
    person["landmarks"]["points_px"][30][0] += 0.05


def unknown_state(person):
    person["landmarks"]["states"][30] = "somewhere"


def outside_though_inside(person):
    person["landmarks"]["states"][first(person["landmarks"]["states"], "visible")] = "outside"


def visible_though_hidden(person):
    # The far jaw lies decimetres behind the cheek that the picture shows there.
    person["landmarks"]["states"][15] = "visible"


def eyes_swapped(person):
    for key in ("points_px", "points_in_camera_m", "states"):
        values = person["landmarks"][key]
        values[36:42], values[42:48] = values[42:48], values[36:42]


def lost_point(person):
    person["irises"]["left"]["points_px"].pop()


def other_yaw(person):
    person["head_pose"]["yaw_deg"] += 0.1


def other_roll(person):
    person["head_pose"]["roll_deg"] *= -1


def long_gaze(person):
    person["gaze"]["right"]["direction_in_camera"][0] *= 2


def other_gaze(person):
    person["gaze"]["combined"]["pitch_deg"] += 1


def lost_coefficient(person):
    del person["expression"]["arkit"]["jawOpen"]


def box_outside(person):
    person["boxes"]["face"]["visible_xywh_px"] = [-4, 0, 20, 20]


def small_mouth_box(person):
    person["boxes"]["mouth"]["visible_xywh_px"][2] -= 2


def other_mask(person):
    person["masks"]["nose"] = person["masks"]["skin"]


def other_person_mask(person):
    person["masks"]["person"] = person["masks"]["head"]


def no_gaze(person):
    del person["gaze"]


@pytest.mark.parametrize("change, said", [
    (shifted, "landmarks[30]"), (unknown_state, "'somewhere'"), (outside_though_inside, "'outside'"),
    (visible_though_hidden, "landmark 15 is visible"), (eyes_swapped, "eyes have the right one"), (lost_point, "irises.left"),
    (other_yaw, "yaw_deg"), (other_roll, "roll_deg"), (long_gaze, "unit vector"), (other_gaze, "combined gaze"),
    (lost_coefficient, "51 expression"), (box_outside, "visible box of face"), (small_mouth_box, "pixels of the mouth"),
    (other_mask, "masks of nose"), (other_person_mask, "mask of the person"), (no_gaze, "lacks gaze"),
], ids=lambda value: getattr(value, "__name__", None))
def test_a_wrong_record(folder, frames, change, said):
    problems = spoil(folder, frames, change)
    assert any(said in problem for problem in problems), problems


def test_a_parsing_with_swapped_eyes(folder, frames):
    def swap(files):
        semantic = facings.open(folder)[1].semantic_map()
        right, left = (semantic == SEMANTIC_CLASSES[name] for name in ("right_eye", "left_eye"))
        semantic[right], semantic[left] = SEMANTIC_CLASSES["left_eye"], SEMANTIC_CLASSES["right_eye"]
        files["semantic/000001.png"] = encode_png(semantic)

    problems = spoil(folder, frames, lambda person: person.pop("masks"), swap)
    # The fringe leaves too little of the one eye to tell.
    assert problems and all("_eye lies at x" in problem for problem in problems), problems


def test_vertices_of_another_head(folder, frames):
    def change(files):
        vertices = decode_array(files["vertices/000001.npy"])
        files["vertices/000001.npy"] = encode_array(vertices * 1.01)

    problem, = spoil(folder, frames, None, change)
    assert "from every vertex" in problem


def test_cut_off_vertices(folder, frames):
    problem, = spoil(folder, frames, None, lambda files: files.update(
        {"vertices/000001.npy": files["vertices/000001.npy"][:90]}))
    assert "not a readable .npy file" in problem or "array" in problem


def test_an_edited_keypoint_file(folder):
    file = folder / "annotations/face_keypoints.json"
    file.write_text(file.read_text().replace('"num_keypoints": 68', '"num_keypoints": 67', 1))
    problem, = verify(folder, [KEYPOINTS])
    assert problem.file == "annotations/face_keypoints.json"


def test_pycocotools_reads_the_keypoints_and_finds_them_equal_to_themselves(folder):
    file = folder / "annotations/face_keypoints.json"
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(file))
        found = [a | {"score": 1.0} for a in truth.dataset["annotations"]]
        result = truth.loadRes(found)
        judge = COCOeval(truth, result, "keypoints")
        judge.params.kpt_oks_sigmas = np.full(68, 0.025)
        judge.evaluate()
        similarity = [judge.ious[image, 1] for image in truth.getImgIds()]
        judge.accumulate()
        judge.summarize()
    assert len(similarity) == 2 and all(np.array_equal(s, [[1.0]]) for s in similarity)
    assert judge.stats[0] == 1.0
    for annotation, frame in zip(truth.dataset["annotations"], facings.open(folder), strict=True):
        person, = frame.instances
        keypoints = np.array(annotation["keypoints"]).reshape(68, 3)
        states = person["landmarks"]["states"]
        assert keypoints[:, 2].tolist() == [{"visible": 2, "outside": 0}.get(state, 1) for state in states]
        seen = keypoints[:, 2] > 0
        assert np.array_equal(keypoints[seen, :2], np.array(person["landmarks"]["points_px"])[seen])
        assert (keypoints[~seen, :2] == 0).all() and annotation["num_keypoints"] == seen.sum()
        assert truth.loadImgs(annotation["image_id"])[0]["file_name"] == f"{frame.number:06d}.png"
    assert any(a["num_keypoints"] < 68 for a in truth.dataset["annotations"])


def test_the_contour_variant_moves_jaw_and_brows_only(folder, tmp_path):
    assert KEYPOINTS.write(tmp_path, None, KeypointOptions("contour")).endswith("contour.json: 2 faces in 2 images")
    fixed, contour = (json.loads((tmp_path / "annotations" / name).read_text())["annotations"][1]["keypoints"]
                      for name in ("face_keypoints.json", "face_keypoints_contour.json"))
    assert fixed[:81] != contour[:81] and fixed[81:] == contour[81:]
    assert verify(tmp_path, [KEYPOINTS]) == []


def test_names_lines_and_mirror_are_one_scheme():
    category = keypoint_category()
    assert len(set(category["keypoints"])) == 68
    assert [category["keypoints"][k] for k in (0, 30, 36, 67)] == ["jaw_0", "nose_bridge_3", "right_eye_0", "inner_lip_7"]
    # Nine chains of points, four of them closed.
    assert len(category["skeleton"]) == 68 - 9 + 4 and min(map(min, category["skeleton"])) == 1
    assert [MIRROR[k] for k in MIRROR] == list(range(68))
    lines = {frozenset(line) for line in LINES}
    assert {frozenset(MIRROR[k] for k in line) for line in lines} - lines <= {frozenset((26, 17)), frozenset((21, 22))}
