"""Recipes: what ships is right, what is wrong is told with file, line, key and remedy."""

import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from facings.assets.folders import blender_scenes_dir
from facings.errors import InputError
from facings.frames import loading
from facings.frames.loading import check_run, load_recipe
from facings.frames.pictures import sample_picture
from facings.recipes.picture import PRESETS
from facings.scenes.face.recipe import FaceRecipe
from facings.scenes.shelf.recipe import ShelfRecipe

SHIPPED = sorted(path.stem for path in blender_scenes_dir().glob("*.yaml"))


@pytest.fixture(autouse=True)
def _kind(monkeypatch):
    """The recipe models alone: reading a recipe needs nothing else of a kind."""
    kinds = {name: SimpleNamespace(name=name, recipe_model=model) for name, model in (
        ("shelf", ShelfRecipe), ("face", FaceRecipe))}
    monkeypatch.setattr(loading, "scene_kind", lambda name, where="": kinds[name])


@pytest.fixture
def recipe_file(tmp_path):
    def write(text: str, name: str = "shop.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def _said(path, *overrides, **options) -> str:
    with pytest.raises(InputError) as error:
        load_recipe(path, list(overrides), **options)
    return str(error.value)


def test_nine_recipes_ship():
    assert SHIPPED == ["face", "face_portrait", "face_selfie", "face_webcam", "shelf", "shelf_camera", "shelf_cooler",
                       "shelf_dense", "shelf_phone"]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_recipe_survives_being_resolved(name):
    loaded = load_recipe(name)
    text = json.dumps(loaded.resolved, allow_nan=False)
    again = loaded.kind.recipe_model.model_validate(json.loads(text), context={"files": None})
    assert json.dumps(again.plain()) == text
    assert str(Path.cwd()) not in text and str(Path.home()) not in text
    assert loaded.template.name == f"{loaded.recipe.template}.blend"


def test_resolved_recipe_writes_out_what_the_preset_says(recipe_file):
    path = recipe_file("scene: shelf\n")
    for quality, preset in PRESETS.items():
        picture = load_recipe(path, quality=quality).resolved["picture"]
        assert (picture["samples"], picture["denoise"]) == (preset.samples, preset.denoise)
    picture = load_recipe(path, quality="draft", samples=3).resolved["picture"]
    assert (picture["quality"], picture["samples"]) == ("draft", 3)


def test_command_beats_override_beats_file(recipe_file):
    path = recipe_file("scene: shelf\npicture:\n  resolution: [640, 480]\n  samples: 17\n  denoise: false\n")
    assert load_recipe(path).recipe.picture.samples == 17
    assert load_recipe(path, ["picture.samples=5"]).recipe.picture.samples == 5
    loaded = load_recipe(path, resolution=(320, 200), quality="final").recipe.picture
    assert (loaded.resolution, loaded.samples, loaded.denoise) == ((320, 200), 256, True)


def test_override_sets_what_the_file_lacks_and_takes_distributions(recipe_file):
    path = recipe_file("scene: shelf\n")
    changes = ["camera.height_m={uniform: [1.2, 1.4]}", "lights.ceiling.energy=2", "fixture.color=#A0b0c0"]
    loaded = load_recipe(path, changes)
    assert loaded.resolved["camera"]["height_m"] == {"uniform": [1.2, 1.4]}
    assert loaded.recipe.lights["ceiling"].energy == 2.0
    assert loaded.recipe.fixture.color == "#A0b0c0"


def test_camera_key_set_on_the_command_line_is_meant_for_all_views():
    camera = load_recipe("shelf", ["camera.distance_m={uniform: [1, 2]}"]).resolved["camera"]
    assert camera["distance_m"] == {"uniform": [1.0, 2.0]}
    assert all("distance_m" not in view and "height_m" in view for view in camera["views"].values())
    views = load_recipe("shelf", ["camera.views.near.distance_m=0.7"]).resolved["camera"]["views"]
    assert views["near"]["distance_m"] == 0.7 and "distance_m" in views["far"]


def test_own_files_are_known_by_content_wherever_the_recipe_lies(tmp_path, recipe_file):
    light = b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n\x80\x80\x80\x80"
    (tmp_path / "my.hdr").write_bytes(light)
    (tmp_path / "shop.blend").write_bytes(b"blend")
    path = recipe_file("scene: shelf\ntemplate: shop.blend\nworld: {hdri: {choice: [my.hdr, 'bpy:city.exr', null]}}\n")
    loaded = load_recipe(path)
    identity = "sha256:" + hashlib.sha256(light).hexdigest()
    assert loaded.resolved["world"]["hdri"] == {"choice": [identity, "bpy:city.exr", None]}
    assert loaded.files[identity] == tmp_path / "my.hdr"
    assert loaded.files["bpy:city.exr"].is_file()
    assert loaded.template == tmp_path / "shop.blend" and loaded.resolved["template"] == "shop.blend"


def test_resolution_may_vary(recipe_file):
    recipe = load_recipe("shelf_dense").recipe
    specs = [sample_picture(recipe, 0, frame) for frame in range(30)]
    assert {(s.width_px, s.height_px) for s in specs} == {(1024, 1365), (1365, 1024)}


WRONG = [
    ("camra: {}", 2, "unknown key 'camra'. Did you mean 'camera'?"),
    ("camera:\n  hieght_m: 1", 3, "unknown key 'hieght_m' in camera. Did you mean 'height_m'?"),
    ("camera:\n  height_m:\n    uniform: [2, 1]", 4, "camera.height_m.uniform runs from 2 down to 1"),
    ("camera:\n  views:\n    near: {weigth: 2}", 4, "Did you mean 'weight'?"),
    ("camera: {views: {near: {weight: 0}}}", 2, "camera.views has no weight above 0"),
    ("picture:\n  resolution: [0, 768]", 3, "picture.resolution.0 holds 0; a whole number from 16 to 16384"),
    ("picture:\n  resolution: [640.5, 480]", 3, "picture.resolution.0 holds 640.5"),
    ("picture:\n  resolution: 640x480", 3, "a list of 2"),
    ("picture:\n  resolution: [16385, 16]", 3, "16385"),
    ("picture:\n  resolution: [16384, 16384]", 3, "268 megapixels; at most 200 are possible."),
    ("picture: {samples: {integers: [1, 2]}}", 2, "is the same for all frames"),
    ("picture: {samples: 0}", 2, "picture.samples holds 0"),
    ("picture: {quality: drat}", 2, "Did you mean 'draft'?"),
    ("picture: {format: jpeg}", 2, "Did you mean 'jpg'?"),
    ("picture: {passes: [normals]}", 2, "picture.passes.0 holds 'normals'"),
    ("picture: {denoise: yes}", 2, "picture.denoise holds 'yes'; true or false"),
    ("picture: 7", 2, "picture holds 7; a mapping of resolution, quality"),
    ("world: {hdri: bpy:interor.exr}", 2, "Did you mean 'bpy:interior.exr'?"),
    ("world: {hdri: nowhere.exr}", 2, "names the file 'nowhere.exr'"),
    ("world: {hdri: photo.jpg}", 2, "an .exr or .hdr file is expected"),
    ("lights:\n  ceiling: {energie: 2}", 3, "unknown key 'energie' in lights.ceiling. Did you mean 'energy'?"),
    ("fixture:\n  color: #ffffff", 3, "fixture.color holds nothing; an sRGB colour in quotes"),
    ("bays: {count: {integers: [0, 3]}}", 2, "bays.count.integers.0 holds 0"),
    ("template: shelf_gondla", 2, "Did you mean 'shelf_gondola'?"),
    ("template: other.blend", 2, "names the file 'other.blend'"),
    ("schema: 3", 2, "this version of Facings reads recipes of schema 1 to 2."),
    ("schema: true", 2, "its schema is True"),
    ("1: 2", 2, "the key 1 is no text"),
    ("stock: {1: 2}", 2, "the key 1 is no text"),
    ("a: 1\na: 2", 3, "a key twice: 'a'"),
    ("camera:\n\theight_m: 1", 3, "a tab"),
    ("camera: [1", 2, "is no valid YAML"),
]


@pytest.mark.parametrize("text, line, said", WRONG)
def test_mistake_is_told_with_file_line_key_and_remedy(recipe_file, text, line, said):
    path = recipe_file(f"scene: shelf\n{text}\n")
    message = _said(path)
    assert said in message
    assert f"{path}:{line}" in message
    assert "\n" not in message and "pydantic" not in message and "http" not in message


def test_several_mistakes_are_told_at_once_in_the_order_of_their_lines(recipe_file):
    path = recipe_file("scene: shelf\nstock: {fil: 1}\ncamera: {height_m: -1}\nwrld: {}\n")
    first, *problems = _said(path).splitlines()
    assert first == f"{path} has 3 problems."
    assert [line.split(":")[1] for line in problems] == ["2", "3", "4"]


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "is empty"),
        (b"# nothing\n", "is empty"),
        (b"- 1\n", "holds a list"),
        (b"just words", "holds 'just words'"),
        (b"scene: \xff", "UTF-8"),
        (b"scene: shelf\n---\nscene: shelf\n", "single document"),
        (b"camera: {}\n", "lacks the key 'scene'"),
        (b"scene: shelf\nwhen: 2024-01-01\n", "unknown key 'when'"),
        (b"a: " + b"[" * 150 + b"]" * 150, "nested too deeply"),
    ],
)
def test_file_that_is_no_recipe(tmp_path, content, said):
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    message = _said(path)
    assert said in message and str(path) in message


@pytest.mark.parametrize(("text", "line"), [
    ("schema: 2\nscene: &own\n  - *own\n", 3),
    ("schema: 2\nscene: shelf\ncamera: &own\n  lens_mm: {choice: [24, *own]}\n", 4),
    ("schema: 2\nscene: shelf\nstock: {fill: {choice: &own [0.5, {a: *own}]}}\n", 3),
    ("schema: 2\nscene: shelf\nstock: &outer\n  fill: &inner {choice: [*inner]}\n", 4),
])
def test_alias_inside_its_own_anchor_is_told(tmp_path, text, line):
    (tmp_path / "own.yaml").write_text(text)
    with pytest.raises(InputError, match=rf"own\.yaml:{line} .*inside what &\w+ names"):
        load_recipe(tmp_path / "own.yaml")


@pytest.mark.parametrize("text", [
    "picture: {samples: &few 4}\ncamera: {roll_deg: *few}\n",
    "picture: &few {samples: &few 4}\ncamera: {roll_deg: *few}\n",
    "camera: &few {yaw_deg: &few 3, roll_deg: *few}\npicture: {samples: 4}\n",
])
def test_alias_beside_its_anchor_is_fine(tmp_path, text):
    (tmp_path / "beside.yaml").write_text(f"schema: 2\nscene: shelf\n{text}")
    assert load_recipe(tmp_path / "beside.yaml").recipe.picture.samples == 4


def test_aliases_that_multiply_end(tmp_path):
    path = tmp_path / "laughs.yaml"
    names = "abcdefghij"
    lines = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"{n}: &{n} [{', '.join([f'*{p}'] * 10)}]" for p, n in zip(names, names[1:], strict=False)]
    path.write_text("\n".join(lines))
    assert "check its aliases" in _said(path)


@pytest.mark.parametrize(
    "name, said",
    [
        ("shlef", "Did you mean 'shelf'?"),
        ("shop.yml", "is no file"),
        ("folder/shelf.yaml", "is no file"),
        ("/", "Shipped: face, face_portrait"),
    ],
)
def test_recipe_that_is_not_there(name, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert said in _said(name)


@pytest.mark.parametrize(
    "override, said",
    [
        ("camera.height_m", "key=value is expected"),
        ("=3", "parts are joined by dots"),
        ("camera..height_m=3", "parts are joined by dots"),
        ("camera.hieght_m=3", "Did you mean 'height_m'?"),
        ("camera.height_m=[1", "is no valid YAML"),
        ("camera.height_m={uniform: [2, 1]}", "runs from 2 down to 1"),
        ("scene.name=3", "scene holds 'shelf'"),
    ],
)
def test_wrong_override_names_itself(recipe_file, override, said):
    message = _said(recipe_file("scene: shelf\n"), override)
    assert message.startswith(f"--set {override}") and said in message


def test_wrong_option_names_itself(recipe_file):
    path = recipe_file("scene: shelf\n")
    assert _said(path, resolution=(0, 100)).startswith("--resolution: picture.resolution.0 holds 0")
    assert _said(path, samples=0).startswith("--samples: picture.samples holds 0")


@pytest.mark.parametrize("run", [(0, 0, 0), (-1, 0, 0), (1, -1, 0), (1, 0, -1), (1, 0, 2**63), (2, 2**31 - 1, 0)])
def test_run_that_cannot_be_numbered(run):
    with pytest.raises(InputError, match="--"):
        check_run(*run)


def test_seed_0_is_a_seed_and_the_last_frame_a_frame():
    check_run(1, 0, 0)
    check_run(1, 2**31 - 1, 2**63 - 1)
