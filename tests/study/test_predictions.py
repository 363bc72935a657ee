"""Predictions and truth: who meets whom, against COCO's own evaluation; bad files."""

import contextlib
import io

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from facings.errors import InputError
from facings.study.predictions import match, read_predictions, read_truth


def annotation(frame: int, instance: int, box: list[float], category: int = 1, **more) -> dict:
    return {"id": frame * 65536 + instance, "image_id": frame, "instance_id": instance, "category_id": category, "bbox": box,
            "area": box[2] * box[3], "iscrowd": 0, **more}


def crowded(seed: int) -> tuple[list[dict], list[dict]]:
    """Return truth and predictions of pictures in which boxes overlap, with spurious, doubled and shifted ones."""
    rng = np.random.default_rng(seed)
    truth = [annotation(frame, k, [*rng.uniform(0, 80, 2).tolist(), *rng.uniform(8, 30, 2).tolist()], int(rng.integers(1, 4)))
             for frame in range(1, 9) for k in range(1, 13)]
    found = []
    for entry in truth:
        for _ in range(int(rng.integers(0, 3))):
            box = (np.array(entry["bbox"]) + rng.normal(0, 3, 4)).clip(0.5).tolist()
            found.append({"image_id": entry["image_id"], "category_id": int(rng.integers(1, 4)) if rng.random() < 0.2
                          else entry["category_id"], "bbox": box, "score": float(rng.random())})
    return truth, found


@pytest.mark.parametrize("least_iou", [0.5, 0.75])
@pytest.mark.parametrize("any_category", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_misses_are_those_of_cocos_evaluation(seed, any_category, least_iou):
    truth, found = crowded(seed)
    found = [entry for entry in found if entry["score"] >= 0.3]
    outcomes = match(truth, found, least_iou=least_iou, least_score=0.3, any_category=any_category)
    missed = {(o.frame, o.instance_id) for o in outcomes.of_instances if o.error == 1}

    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {"info": {}, "images": [{"id": frame} for frame in range(1, 9)], "annotations": truth,
                        "categories": [{"id": k, "name": str(k)} for k in (1, 2, 3)]}
        coco.createIndex()
        evaluation = COCOeval(coco, coco.loadRes([dict(entry) for entry in found]), "bbox")
        evaluation.params.useCats, evaluation.params.iouThrs = int(not any_category), np.array([least_iou])
        evaluation.evaluate()
    everywhere = [one for one in evaluation.evalImgs if one is not None and one["aRng"] == evaluation.params.areaRng[0]]
    met = {gt for one in everywhere for gt, dt in zip(one["gtIds"], one["gtMatches"][0], strict=True) if dt > 0}
    assert missed == {(a["image_id"], a["instance_id"]) for a in truth if a["id"] not in met}
    assert sum(outcomes.false_alarms.values()) == len(found) - len(met)


def test_scores_below_the_least_do_not_count():
    truth = [annotation(1, 1, [0, 0, 10, 10])]
    found = [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "score": 0.4}]
    assert match(truth, found, least_score=0.5).of_instances[0].error == 1
    assert match(truth, found, least_score=0.4).of_instances[0].error == 0


def test_error_of_keypoints_is_their_mean_distance_by_the_boxs_size():
    points = [[10, 10, 2], [20, 10, 1], [0, 0, 0]]
    truth = [annotation(3, 1, [5, 5, 40, 10], keypoints=sum(points, []))]
    moved = [13, 14, 1, 20, 10, 1, 99, 99, 1]  # 5 and 0 px away; the third point is not labelled
    far = [80, 80, 1] * 3
    found = [{"image_id": 3, "category_id": 1, "keypoints": keypoints} for keypoints in (far, moved)]
    outcome, = match(truth, found).of_instances
    assert outcome.error == pytest.approx(2.5 / 20)
    assert match(truth, [dict(found[0], image_id=3, score=0.1), found[1]]).of_instances[0].error == pytest.approx(2.5 / 20)


def test_faces_without_a_prediction_count_as_the_worst():
    truth = [annotation(frame, 1, [0, 0, 10, 10], keypoints=[5, 5, 2]) for frame in (1, 2)]
    outcomes = match(truth, [{"image_id": 1, "category_id": 1, "keypoints": [5, 6, 1]}])
    assert [o.error for o in outcomes.of_instances] == [pytest.approx(0.1), outcomes.missed] and outcomes.missed >= 1


@pytest.mark.parametrize(("content", "said"), [
    ("", "no JSON"), ("{", "no JSON"), ("[]", "no predictions"), ("{}", "no predictions"),
    ('{"annotations": []}', "results are expected"), ("[1]", "entry 0 is no object"),
    ('[{"bbox": [0, 0, 1, 1]}]', "image_id None"), ('[{"image_id": 1.5, "bbox": [0, 0, 1, 1]}]', "image_id 1.5"),
    ('[{"image_id": 1, "bbox": [0, 0, 1]}]', "bbox [0, 0, 1]"), ('[{"image_id": 1, "bbox": [0, 0, -1, 2]}]', "bbox"),
    ('[{"image_id": 1, "bbox": [0, 0, NaN, 2]}]', "bbox"), ('[{"image_id": 1}]', "bbox None"),
    ('[{"image_id": 1, "keypoints": [1, 2]}]', "keypoints [1, 2]"),
    ('[{"image_id": 1, "bbox": [0, 0, 1, 1], "score": "high"}]', "score 'high'"),
    ('[{"image_id": 1, "bbox": [0, 0, 1, 1]}, {"image_id": 1, "keypoints": [1, 2, 3]}]', "mixes"),
])
def test_bad_predictions_are_told(tmp_path, content, said):
    (tmp_path / "p.json").write_text(content)
    with pytest.raises(InputError) as told:
        read_predictions(tmp_path / "p.json")
    assert said in str(told.value) and "p.json" in str(told.value)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"annotations": [{"id": 3, "image_id": 1, "instance_id": 1}]}',
                                     '{"annotations": [{"id": 3, "image_id": 1}]}', '{"annotations": 5}'])
def test_annotations_of_others_are_told(tmp_path, content):
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(InputError, match="no COCO file that Facings wrote"):
        read_truth(tmp_path / "a.json")


def test_predictions_of_other_pictures_categories_and_points_are_told():
    truth = [annotation(1, 1, [0, 0, 10, 10], category=4, keypoints=[5, 5, 2])]
    with pytest.raises(InputError, match="picture of this set"):
        match(truth, [{"image_id": 2, "category_id": 4, "bbox": [0, 0, 1, 1]}])
    with pytest.raises(InputError, match="--any-category"):
        match(truth, [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 1, 1]}])
    with pytest.raises(InputError, match="2 keypoints, this set's annotations 1"):
        match(truth, [{"image_id": 1, "keypoints": [0, 0, 1, 1, 1, 1]}])
