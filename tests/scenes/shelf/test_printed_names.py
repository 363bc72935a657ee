"""Own catalogues through the command: names in any script are printed and recorded as printed, or refused before a frame."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.blender

CATALOGUE = """schema: 1
departments:
  - {id: mine, name: 牛乳}
brands:
  - {id: own, name: מותג, font: lobster, mark: badge, mark_colours: ["#ffffff", "#14602e"]}
products:
  - {id: 9001, sku: it, name: NAME, brand: own, department: mine, package: carton, size_mm: [90, 60, 140], net_content: 1 L,
     art: {layout: band, hero: tomato, palette: {main: "#9c1c2e", second: "#f7e3b4", accent: "#f2b61c"}, descriptor: दूध,
           claim: ["100%", "ธรรมชาติ"]}}
  - {id: 9002, sku: tall, name: Tall, brand: own, department: mine, package: carton, size_mm: [200, 100, 900],
     art: {layout: band, hero: tomato, palette: {main: "#9c1c2e", second: "#f7e3b4", accent: "#f2b61c"}, descriptor: Tall}}
"""
RECIPE = """schema: 1
scene: shelf
picture: {resolution: [96, 72], samples: 1}
bays: {count: 1}
camera: {distance_m: 1.0, height_m: 1.1, target_height_m: 1.0, yaw_deg: 0, pitch_deg: 0, roll_deg: 0, along: 0,
         focal_length_mm: 26}
stock: {facings: [2, 3], gap_rate: 0, misplaced_rate: 0, lying_rate: 0, turned_rate: 0}
price_tags: {missing_rate: 0, promotion_rate: 0}
catalogue: {extra: [mine.yaml], departments: [mine]}
"""


def render(folder: Path, name: str, *further: str, frames: int = 1, text: str = CATALOGUE) -> subprocess.CompletedProcess:
    (folder / "mine.yaml").write_text(text.replace("NAME", json.dumps(name)), "utf-8")
    (folder / "recipe.yaml").write_text(RECIPE)
    return subprocess.run([sys.executable, "-m", "facings", "render", str(folder / "recipe.yaml"), "--seed", "1", "--out",
                           str(folder / "out"), "--frames", str(frames), *further], capture_output=True, text=True, check=False)


def test_names_in_any_script_are_printed_and_what_fits_nowhere_is_told_once(tmp_path):
    done = render(tmp_path, "北海道牛乳 حليب", "--set", 'price_tags.currency="৳"', "--workers", "2", frames=2)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "out/frames/000000.json").read_text())
    table = record["instances"]
    assert "מותג 北海道牛乳 حليب" in json.dumps(table, ensure_ascii=False) and "৳" in json.dumps(table, ensure_ascii=False)
    assert done.stderr.count("tall fits on no board of shelf_gondola") == 1
    assert "mine.yaml:10: tall" in done.stderr and "0.20 x 0.10 x 0.90 m" in done.stderr


def test_labels_tell_what_a_cut_name_shows(tmp_path):
    done = render(tmp_path, "Very long names of products are cut " * 10, "--workers", "1")
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "out/frames/000000.json").read_text())
    assert "…" in json.dumps(record["instances"], ensure_ascii=False)
    assert "…" not in json.dumps(record["spec"]["price_tags"], ensure_ascii=False)


@pytest.mark.parametrize(("name", "further", "told"), [
    ("Milk ༀ", (), "mine.yaml:7: it has name 'Milk ༀ', but no type face here prints 'ༀ' (U+0F00 TIBETAN SYLLABLE OM)."),
    ("Milk", ("--set", "price_tags.currency=ߒ"), "recipe.yaml: price_tags.currency holds 'ߒ', but no type face here prints"),
    ("Milk", ("--set", "price_tags.currency={choice: [EUR, ߒ]}"), "price_tags.currency holds 'ߒ'"),
    ("Milk", ("--set", "stock.gap_rate=1", "--set", "price_tags.missing_rate=1"), "no product and no price tag is left"),
    ("Milk", ("--set", "camera.pitch_deg=60", "--set", "camera.focal_length_mm=85"), "camera sees nothing"),
])
def test_what_cannot_be_printed_or_seen_ends_with_2_and_no_frame(tmp_path, name, further, told):
    done = render(tmp_path, name, *further, "--workers", "1")
    assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert not list(tmp_path.glob("out/images/*"))


def test_where_nothing_fits_the_command_ends_with_2(tmp_path):
    done = render(tmp_path, "Milk", "--workers", "1", text=CATALOGUE.replace("[90, 60, 140]", "[90, 60, 950]"))
    assert done.returncode == 2 and "Nothing is left to render" in done.stderr
    assert "it fits on no board" in done.stderr and "tall fits on no board" in done.stderr
