"""A package kind, a layout and a hero of an installed package: catalogue, body, print, cache keys, and what is refused."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.blender

WARES = Path(__file__).parent / "wares"
CATALOGUE = """
departments: [{id: toys, name: Toys}]
brands: [{id: arbo, name: Arbo, font: anton, mark: plain, mark_colours: ["#000000", "#ffffff"]}]
products:
  - {id: 101, sku: arbo-block, name: Block, brand: arbo, department: toys, package: block, size_mm: [60, 40, 90],
     art: {layout: halves, hero: marble, palette: {main: "#112233", second: "#ffffff", accent: "#ff0000"},
           descriptor: A block}}
"""
BUILD = """
import json, sys
from facings.goods.catalogue import load_catalogue
from facings.goods.products import Products
products = Products(load_catalogue(sys.argv[1]))
shape = products.shapes(["arbo-block"])["arbo-block"]
products.make_prints(["arbo-block"])
print(json.dumps({"size_m": shape.size_m, "body": str(products.body_folder("arbo-block")),
                  "print": str(products.print_path("arbo-block"))}))
"""


@pytest.fixture
def wares(tmp_path: Path) -> Path:
    """A copy of the installed package."""
    return Path(shutil.copytree(WARES, tmp_path / "wares", ignore=shutil.ignore_patterns("__pycache__")))


def build(folder: Path, wares: Path | None, text: str = CATALOGUE) -> subprocess.CompletedProcess[str]:
    """Build the catalogue's product in a process in which `wares` is installed."""
    path = folder / "own.yaml"
    path.write_text(text)
    searched = [*([str(wares)] if wares else []), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(searched), "FACINGS_CACHE": str(folder / "cache")}
    return subprocess.run([sys.executable, "-c", BUILD, str(path)], capture_output=True, text=True, env=environment)


def test_a_product_of_installed_parts_is_built_and_printed(tmp_path: Path, wares: Path) -> None:
    done = build(tmp_path, wares)
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["size_m"] == pytest.approx([0.06, 0.04, 0.09], abs=1e-4)
    picture = np.asarray(Image.open(made["print"]).convert("RGB"), float)
    front = picture[round(40 * 4):, :round(60 * 4)]
    assert np.abs(front[4:10, 4:10].mean((0, 1)) - (250, 200, 0)).max() < 4
    assert np.abs(front[-10:-4, 4:10].mean((0, 1)) - (0, 60, 120)).max() < 4
    reds = (np.abs(front - (204, 26, 26)).max(-1) < 60).mean()
    assert reds > 0.02, "the marble is on the front"


def test_their_code_is_part_of_the_cache_keys(tmp_path: Path, wares: Path) -> None:
    first = json.loads(build(tmp_path, wares).stdout)
    module = wares / "facings_wares.py"
    module.write_text(module.read_text().replace("(0.0, 60.0, 120.0)", "(0.0, 90.0, 120.0)"))
    second = json.loads(build(tmp_path, wares).stdout)
    assert first["body"] != second["body"] and first["print"] != second["print"]


def test_without_the_package_its_words_are_unknown(tmp_path: Path) -> None:
    done = build(tmp_path, None)
    assert done.returncode == 1
    for said in ("3 problems", "package holds 'block', which is no package kind.", "art.layout holds 'halves'",
                 "art.hero holds 'marble'", f"{tmp_path / 'own.yaml'}:5: "):
        assert said in done.stderr


@pytest.mark.parametrize(("old", "new", "said"), [
    ("block =", "carton =", "'carton' is registered by facings_wares:BLOCK and by Facings itself"),
    ("facings_wares:HALVES", "facings_wares:MARBLE",
     "layout 'halves' comes from facings_wares:MARBLE, which is no facings.goods.artwork.layouts.Layout"),
    ("facings_wares:BLOCK", "facings_wares:MARBLE",
     "'block' comes from facings_wares:MARBLE, which is no facings.goods.packages.kinds.PackageKind"),
])
def test_what_is_registered_wrongly_is_named(tmp_path: Path, wares: Path, old: str, new: str, said: str) -> None:
    entries = wares / "facings_wares-1.0.dist-info" / "entry_points.txt"
    entries.write_text(entries.read_text().replace(old, new))
    done = build(tmp_path, wares)
    assert done.returncode == 1 and said in done.stderr
