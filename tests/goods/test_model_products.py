"""Models as products: bodies known by all that they read, made anew when one of it changes; links keep their names."""

import json

import pytest
from PIL import Image

from facings.blender import model_process
from facings.errors import InputError
from facings.goods.body_files import ModelBody
from facings.goods.catalogue import load_catalogue
from facings.goods.products import Products

pytestmark = pytest.mark.blender

POINTS = [(x, y, z) for x in (-0.025, 0.025) for y in (0, 0.2) for z in (-0.025, 0.025)]
OBJ = "mtllib box.mtl\n" + "".join(f"v {x} {y} {z}\n" for x, y, z in POINTS) + (
    "vt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nusemtl front\n"
    + "".join("f " + " ".join(f"{v}/{k + 1}" for k, v in enumerate(face)) + "\n"
              for face in ((1, 2, 4, 3), (5, 7, 8, 6), (1, 5, 6, 2), (3, 4, 8, 7), (1, 3, 7, 5), (2, 6, 8, 4))))
CATALOGUE = """schema: 1
departments:
  - {id: mine, name: Mine}
products:
  - {id: 9001, sku: it, name: It, department: mine, model: MODEL, height_mm: 200}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An .obj with a material library and a red picture, and a catalogue that names it; the cache is empty."""
    monkeypatch.setenv("FACINGS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "box.obj").write_text(OBJ)
    (tmp_path / "box.mtl").write_text("newmtl front\nmap_Kd label.png\n")
    paint(tmp_path, "red")
    return tmp_path


def paint(folder, colour):
    Image.new("RGB", (8, 8), colour).save(folder / "label.png")


def products(folder, model="box.obj"):
    (folder / "mine.yaml").write_text(CATALOGUE.replace("MODEL", model))
    return Products(load_catalogue(folder / "mine.yaml"))


def test_a_body_is_known_by_all_that_its_model_reads(folder):
    first = products(folder)
    body = first.bodies(["it"])["it"]
    files = first.model_files(["it"])["it"]
    assert isinstance(body, ModelBody) and list(files.digests) == ["box.obj", "box.mtl", "label.png"]
    assert first.shapes(["it"])["it"].size_m == pytest.approx((0.05, 0.05, 0.2), abs=1e-5)
    again = products(folder)
    assert again.model_files(["it"])["it"].sha256 == files.sha256 and again.bodies(["it"])["it"].blend == body.blend
    paint(folder, "yellow")
    changed = products(folder)
    assert changed.model_files(["it"])["it"].sha256 != files.sha256 and changed.bodies(["it"])["it"].blend != body.blend
    # Whoever began with the old files still has the old body.
    assert first.bodies(["it"])["it"].blend == body.blend


def test_a_cached_body_that_does_not_open_is_made_anew(folder):
    first = products(folder)
    whole = first.bodies(["it"])["it"].blend.read_bytes()
    place = first.body_folder("it")
    for name, content in (("model.blend", whole[:100]), ("model.json", b"")):
        (place / name).write_bytes(content)
        again = products(folder)
        assert again.shapes(["it"])["it"].sku == "it" and again.bodies(["it"])["it"].blend.stat().st_size > 1000
        assert json.loads((place / "model.json").read_text())["mesh"]


def test_a_link_is_as_if_it_were_the_file(folder):
    (folder / "links").mkdir()
    (folder / "store").mkdir()
    for number, name in enumerate(("box.obj", "box.mtl", "label.png")):
        (folder / name).rename(folder / f"store/3fa9c{number}")
        (folder / "links" / name).symlink_to(f"../store/3fa9c{number}")
    found = products(folder, "links/box.obj")
    assert found.bodies(["it"])["it"].blend.is_file()
    assert found.model_files(["it"])["it"].paths == tuple(folder / "links" / n for n in ("box.obj", "box.mtl", "label.png"))


@pytest.mark.parametrize("spoil, word", [
    (lambda folder: (folder / "label.png").unlink(), "box.obj names the texture 'label.png', which is not there"),
    (lambda folder: (folder / "box.mtl").unlink(), "box.obj names the material library 'box.mtl', which is not there"),
    (lambda folder: (folder / "label.png").write_text("red"), "label.png', which is no picture that Blender reads"),
])
def test_what_is_missing_is_told_and_nothing_is_left(folder, spoil, word):
    spoil(folder)
    with pytest.raises(InputError, match=f"Product 'it'.*{word}"):
        products(folder).shapes(["it"])
    assert not [path for path in (folder / "cache/bodies").iterdir()] and not list(folder.rglob("*.json"))


def test_an_importer_that_crashes_or_hangs_is_told(folder, monkeypatch):
    begun = model_process.child.run
    # Ends at once, without an answer.
    monkeypatch.setattr(model_process.child, "run", lambda *arguments, **options: begun("facings.process.jobs", **options))
    with pytest.raises(InputError, match="cannot be read: Blender ended at it .*FACINGS_MOST_MODEL_GIGABYTES"):
        model_process.convert_model(folder / "box.obj", folder / "out.blend", owner="It", height_m=0.2)
    monkeypatch.setenv("FACINGS_MOST_MODEL_SECONDS", "1")
    monkeypatch.setattr(model_process.child, "run",
                        lambda *arguments, **options: begun("timeit", "-n", "1", "import time; time.sleep(30)", **options))
    with pytest.raises(InputError, match="took longer than 1 s to read.*FACINGS_MOST_MODEL_SECONDS"):
        model_process.convert_model(folder / "box.obj", folder / "out.blend", owner="It", height_m=0.2)
    assert not (folder / "out.blend").exists()
