"""`facings compare`: planted differences are found with the key that makes them on top; sets of one source do not differ."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from scipy.stats import binom
from shelf_pictures import HEIGHT, WIDTH, Look, picture, write_set

import facings
from facings.command.cli import run
from facings.errors import InputError
from facings.study.appearance import appearance
from facings.study.box_statistics import arrangement
from facings.study.compare import compare
from facings.study.distance import ALPHA, differences
from facings.study.moved import mean_of, moved, nearer, now
from facings.study.sensitivity import Change
from facings.study.vary import recipe_sha256

KEYS = {
    "camera.exposure_ev": ("exposure_ev", [-0.6, 0.6]), "sensor.iso": ("noise", [1.0, 5.0]),
    "camera.roll_deg": ("roll_deg", [-4.0, 4.0]), "camera.distance_m": ("distance_m", [1.2, 2.2]),
    "fixture.boards": ("boards", [3, 7]), "stock.stacked_rate": ("stacked_rate", [0.0, 0.8]),
    "camera.blur_px": ("blur_px", [0.4, 1.2]), "picture.jpeg_quality": ("jpeg_quality", [30, 95]),
}
"""Recipe key -> what it is in `Look`, and the values that it is measured at."""
PLANTED = {
    "darker": ("camera.exposure_ev", {"exposure_ev": -0.5}), "noisier": ("sensor.iso", {"noise": 5.0}),
    "tilted": ("camera.roll_deg", {"roll_deg": 4.0}), "closer": ("camera.distance_m", {"distance_m": 1.25}),
    "fewer boards": ("fixture.boards", {"boards": 3}), "stacked": ("stock.stacked_rate", {"stacked_rate": 0.7}),
    "blurred": ("camera.blur_px", {"blur_px": 1.1}), "JPEG 30": ("picture.jpeg_quality", {"jpeg_quality": 30}),
}
FRAMES = 30


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a set, and designed sets of its recipe."""
    folder = tmp_path_factory.mktemp("compare")
    recipe: dict = {}
    for key, (name, _) in KEYS.items():
        part, leaf = key.split(".")
        recipe.setdefault(part, {})[leaf] = getattr(Look(), name)
    write_set(folder / "set", range(FRAMES), Look(), recipe)
    runs = [{"folder": "as_it_is", "changes": {}}]
    write_set(folder / "by_key" / "as_it_is", range(100, 112), Look(), recipe)
    for key, (name, values) in KEYS.items():
        for value in values:
            runs.append({"folder": f"{key}={value}", "changes": {key: value}})
            write_set(folder / "by_key" / runs[-1]["folder"], range(100, 112), replace(Look(), **{name: value}), recipe)
    design = {"schema": 1, "recipe": "shelf", "recipe_sha256": recipe_sha256(recipe), "scene": "shelf", "seed": 0, "start": 0,
              "frames": 12, "values": {key: values for key, (_, values) in KEYS.items()}, "runs": runs}
    (folder / "by_key" / "design.json").write_text(json.dumps(design))
    return folder


def photographs(folder, look: Look, numbers=range(500, 530)):
    """Write pictures and a COCO file of their boxes; return both places."""
    folder.mkdir()
    told = {"images": [], "annotations": [], "categories": [{"id": 3, "name": "item"}]}
    for number in numbers:
        image, boxes = picture(number, look)
        Image.fromarray(image).save(folder / f"{number}.png")
        told["images"].append({"id": number, "file_name": f"{number}.png", "width": WIDTH, "height": HEIGHT})
        told["annotations"] += [{"id": number * 1000 + k, "image_id": number, "category_id": 3, "bbox": box.tolist()}
                                for k, box in enumerate(boxes)]
    (folder.parent / "boxes.json").write_text(json.dumps(told))
    return folder, folder.parent / "boxes.json"


@pytest.mark.slow
@pytest.mark.parametrize("planted", PLANTED)
def test_planted_difference_is_found_with_its_key_on_top_and_falls_when_that_is_moved(made, tmp_path, planted):
    key, change = PLANTED[planted]
    photos, boxes = photographs(tmp_path / "photos", replace(Look(), **change))
    found = compare(made / "set", photos, labels=boxes, sensitivities=[made / "by_key"])
    assert any(one.real for one in found.found)
    assert found.changes[0].key == key
    (name, _), = change.items()
    wanted = change[name] - getattr(Look(), name)
    assert np.sign(found.changes[0].by) == np.sign(wanted)
    look = replace(Look(), **{name: type(getattr(Look(), name))(getattr(Look(), name) + found.changes[0].by)})
    again = compare(write_set(tmp_path / "nearer", range(FRAMES), look, {}), photos, labels=boxes)
    assert _sum(again) < 0.6 * _sum(found)


def _sum(comparison) -> float:
    return sum(one.shift ** 2 for one in comparison.found)


@pytest.mark.slow
def test_samples_of_one_source_do_not_differ():
    """50 repetitions: any difference at all in no more of them than the stated rate allows."""
    looks = [replace(Look(), exposure_ev=ev) for ev in np.random.default_rng(0).normal(0, 0.2, 150)]
    pool = []
    for number, look in enumerate(looks):
        image, boxes = picture(2000 + number, look)
        pool.append(appearance(image, 256) | arrangement(boxes, WIDTH, HEIGHT))
    alarms = 0
    for repetition in range(50):
        order = np.random.default_rng(repetition).permutation(len(pool))
        found = differences([pool[k] for k in order[:40]], [pool[k] for k in order[40:70]])
        alarms += any(one.real for one in found)
    assert alarms <= binom.ppf(0.999, 50, ALPHA)


@pytest.mark.render
def test_command_writes_a_recipe_that_is_nearer(tmp_path, capfd):
    recipe = facings.load_recipe("shelf").resolved
    write_set(tmp_path / "set", range(FRAMES), Look(), recipe)
    runs = []
    for value in (-0.6, 0.6):
        runs.append({"folder": f"ev={value}", "changes": {"camera.exposure_ev": value}})
        write_set(tmp_path / "by_key" / runs[-1]["folder"], range(100, 112), replace(Look(), exposure_ev=value), recipe)
    (tmp_path / "by_key" / "design.json").write_text(json.dumps(
        {"schema": 1, "recipe": "shelf", "recipe_sha256": recipe_sha256(recipe), "scene": "shelf", "seed": 0, "start": 0,
         "frames": 12, "values": {"camera.exposure_ev": [-0.6, 0.6]}, "runs": runs}))
    photos, _ = photographs(tmp_path / "photos", replace(Look(), exposure_ev=-0.5))
    wanted = tmp_path / "nearer.yaml"
    assert run(["compare", str(tmp_path / "set"), str(photos), "--sensitivities", str(tmp_path / "by_key"), "--write",
                str(wanted), "--out", str(tmp_path / "told")]) == 0
    assert "brightness" in capfd.readouterr().out
    told = json.loads((tmp_path / "told" / "comparison.json").read_text())
    assert told["changes"][0]["key"] == "camera.exposure_ev" and told["differences"][0]["differs"]
    text = (tmp_path / "told" / "comparison.html").read_text()
    assert "camera.exposure_ev" in text and text.count("data:image/jpeg;base64") >= 8 and "http" not in text
    before, after = (facings.load_recipe(one).resolved["camera"]["exposure_ev"]["normal"] for one in ("shelf", wanted))
    assert -0.8 < after["mean"] - before["mean"] < -0.25 and after["std"] == before["std"]


@pytest.mark.parametrize(("raw", "by", "right"), [
    (1, 0.5, 1.5), ([1, 2.5], 1, [2, 3.5]), ({"uniform": [0, 1]}, -2, {"uniform": [-2, -1]}),
    ({"integers": [1, 3]}, 1.4, {"integers": [2, 4]}),
    ({"normal": {"mean": 0.0, "std": 2.0, "min": -1.0, "max": None}}, 1,
     {"normal": {"mean": 1.0, "std": 2.0, "min": 0.0, "max": None}}),
    ({"choice": [1, {"uniform": [2, 3]}], "weights": [1, 2]}, 1, {"choice": [2, {"uniform": [3, 4]}], "weights": [1, 2]}),
])
def test_moved_distributions(raw, by, right):
    assert moved(raw, by) == right


@pytest.mark.parametrize(("raw", "by", "right"), [
    ({"uniform": [0, 1]}, 0.25, {"uniform": [0.25, 1]}), ({"uniform": [0, 1]}, -2, {"uniform": [0, 0]}),
    ({"integers": [1, 3]}, -1, {"integers": [1, 2]}),
    ({"normal": {"mean": 0.5, "std": 1.0, "min": 0.0, "max": 1.0}}, 2,
     {"normal": {"mean": 1.0, "std": 1.0, "min": 0.0, "max": 1.0}}),
])
def test_distributions_moved_within_their_ends(raw, by, right):
    assert moved(raw, by, inside=True) == right


@pytest.mark.parametrize("raw", [True, None, "a", {"choice": ["a", "b"]}, {"choice": {"1": 2}}])
def test_what_cannot_be_moved(raw):
    with pytest.raises(ValueError, match="number"):
        moved(raw, 1)


def test_yolo_labels_are_those_of_coco(tmp_path):
    photos, boxes = photographs(tmp_path / "photos", Look(), range(500, 504))
    from facings.study.box_statistics import photo_boxes

    files = sorted(photos.iterdir())
    (tmp_path / "labels").mkdir()
    for file in files:
        _, of = picture(int(file.stem), Look())
        rows = [f"0 {(x + w / 2) / WIDTH} {(y + h / 2) / HEIGHT} {w / WIDTH} {h / HEIGHT}" for x, y, w, h in of]
        (tmp_path / "labels" / f"{file.stem}.txt").write_text("\n".join(rows))
    sizes = dict.fromkeys(files, (WIDTH, HEIGHT))
    coco, yolo = (photo_boxes(place, files, sizes) for place in (boxes, tmp_path / "labels"))
    for file in files:
        np.testing.assert_allclose(coco[file], yolo[file], atol=1e-6)


def test_bad_input_is_told(tmp_path, capfd):
    photos, boxes = photographs(tmp_path / "photos", Look(), range(500, 508))
    made, recipe = tmp_path, {"camera": {"roll_deg": 0.0}}
    write_set(made / "set", range(8), Look(), recipe)
    (made / "by_key").mkdir()
    (made / "by_key" / "design.json").write_text(json.dumps(
        {"schema": 1, "recipe": "shelf", "recipe_sha256": recipe_sha256(recipe), "scene": "shelf", "seed": 0, "start": 0,
         "frames": 8, "values": {}, "runs": []}))
    (tmp_path / "few").mkdir()
    other = write_set(tmp_path / "other", range(8), Look(), {"camera": {}})
    (tmp_path / "nothing.json").write_text("{}")
    for arguments, said in (
        ((made / "set", tmp_path / "nowhere"), "no folder"), ((made / "set", tmp_path / "few"), "at least 8"),
        ((made / "set", photos, "--labels", tmp_path / "nothing.json"), "no COCO file"),
        ((made / "set", photos, "--labels", boxes, "--category", "tag"), "no category 'tag'"),
        ((made / "set", photos, "--sensitivities", photos), "design.json"),
        ((other, photos, "--sensitivities", made / "by_key"), "another recipe"),
        ((made / "set", photos, "--write", tmp_path / "r.yaml"), "no key was measured"),
    ):
        assert run(["compare", *map(str, arguments)]) == 2
        assert said in capfd.readouterr().err
    (photos / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    assert run(["compare", str(made / "set"), str(photos)]) == 2
    assert "broken.jpg is no picture" in capfd.readouterr().err


@pytest.mark.render
def test_keys_that_views_give_are_moved_there():
    resolved = facings.load_recipe("shelf").resolved
    views = resolved["camera"]["views"]
    before = now(resolved, "camera.distance_m")
    assert before == pytest.approx(sum(mean_of(view["distance_m"]) * view["weight"] for view in views.values())
                                   / sum(view["weight"] for view in views.values()))
    recipe, keys = nearer(resolved, [Change("camera.distance_m", None, 0.2, 1.0, ())])
    assert keys == ["camera.distance_m"] and now(recipe, "camera.distance_m") == pytest.approx(before + 0.2)
    assert recipe["camera"]["views"]["near"]["distance_m"] == {"uniform": [0.7, 1.15]}
    untouched = [name for name in recipe["camera"] if name != "views"]
    assert all(recipe["camera"][name] == resolved["camera"][name] for name in untouched)


@pytest.mark.render
def test_moves_that_leave_what_a_key_may_be_stay_within_its_ends():
    resolved = facings.load_recipe("shelf").resolved
    recipe, keys = nearer(resolved, [Change("stock.fill", None, 0.5, 1.0, ()), Change("template", None, 1.0, 1.0, ())])
    assert keys == ["stock.fill"]
    assert recipe["stock"]["fill"] == {"normal": resolved["stock"]["fill"]["normal"] | {"mean": 1.0}}
    with pytest.raises(InputError, match="none of the keys"):
        nearer(resolved, [Change("template", None, 1.0, 1.0, ())])
