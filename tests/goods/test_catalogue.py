"""The shipped catalogue is complete and consistent, and what is wrong with a user's is said with file, line and key."""

import re
from collections import Counter
from pathlib import Path

import pytest

from facings.errors import InputError
from facings.goods.catalogue import Catalogue, load_catalogue
from facings.goods.catalogue_checks import HOLDERS
from facings.goods.entries import check_digit, ean13
from facings.goods.vocabulary import FONTS, LAYOUTS, MARKS, PACKAGE_KINDS

SMALL = """schema: 1
departments:
  - {id: tea, name: Tea}
brands:
  - {id: arbo, name: Arbo, font: anton, mark: plain, mark_colours: ["#000000", "#ffffff"]}
products:
  - {id: 101, sku: arbo-mint, name: Mint, brand: arbo, department: tea, package: carton, size_mm: [100, 60, 70],
     art: {layout: clean, hero: leaf_mint, palette: {main: "#112233", second: "#ffffff", accent: "#ff0000"},
           descriptor: Herbal tea}}
  - {id: 102, sku: arbo-jug, name: Jug, department: tea, model: jug.glb, height_mm: 200}
"""


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def small(tmp_path: Path):
    """Write SMALL, with one piece of text replaced, and return its path."""
    (tmp_path / "jug.glb").write_bytes(b"glTF")

    def write(old: str = "", new: str = "", name: str = "mine.yaml") -> Path:
        assert old in SMALL
        path = tmp_path / name
        path.write_text(SMALL.replace(old, new, 1) if old else SMALL)
        return path

    return write


def test_shipped_catalogue_is_wide(shipped: Catalogue) -> None:
    assert len(shipped.products) >= 140
    assert len(shipped.departments) >= 12
    assert len(shipped.brands) >= 45
    kinds = Counter(p.package for p in shipped.products)
    assert all(kinds[k] >= 2 for k in PACKAGE_KINDS)
    assert {p.art.layout for p in shipped.products} == set(LAYOUTS)
    assert {b.mark for b in shipped.brands} == set(MARKS)
    assert {b.font for b in shipped.brands} | {b.name_font for b in shipped.brands} >= set(FONTS) - {"inter"}
    assert min(Counter(p.department for p in shipped.products).values()) >= 8
    assert sum(d.cooled for d in shipped.departments) >= 2


def test_shipped_ids_are_permanent_numbers_of_their_department(shipped: Catalogue) -> None:
    hundreds = {d.id: i for i, d in enumerate(shipped.departments, 1)}
    assert all(p.id // 100 == hundreds[p.department] for p in shipped.products)
    assert shipped.product("solbry-honey-rings").id == 101
    assert shipped.product("colarra-cola").id == 801


def test_shipped_sizes_fit_shelves(shipped: Catalogue) -> None:
    for product in shipped.products:
        width, depth, height = product.size_mm
        assert max(width, depth) <= 260 and height <= 330, product.sku
        if product.package in ("drinks_can", "food_tin", "pet_bottle", "aerosol", "cup"):
            assert width == depth, product.sku


def test_holders_are_as_large_as_what_they_hold(shipped: Catalogue) -> None:
    for product in shipped.products:
        if product.package in HOLDERS:
            inner = shipped.product(product.content.inner).size_mm
            across, deep = (round((product.size_mm[i] - 3) / inner[i]) for i in (0, 1))
            assert across * deep == int(product.net_content.split(" x ")[0]), product.sku
            assert all(0 <= product.size_mm[i] - n * inner[i] <= 12 for i, n in ((0, across), (1, deep))), product.sku


def test_barcodes_are_valid_in_store_numbers(shipped: Catalogue) -> None:
    codes = [ean13(p) for p in shipped.products]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert re.fullmatch(r"20\d{11}", code)
        assert (sum(map(int, code[::2])) + 3 * sum(map(int, code[1::2]))) % 10 == 0
    assert check_digit("400638133393") == "1"  # the example of the EAN article in every encyclopaedia


def test_lookups(shipped: Catalogue) -> None:
    assert shipped.brand("colarra").name == "Colarra"
    assert shipped.department("dairy").cooled
    for look_up, wrong, right in ((shipped.product, "colara-cola", "colarra-cola"), (shipped.brand, "solbri", "solbry"),
                                  (shipped.department, "diary", "dairy")):
        with pytest.raises(InputError, match=f"Did you mean '{right}'"):
            look_up(wrong)


def test_further_files_are_merged(small, tmp_path: Path, shipped: Catalogue) -> None:
    text = SMALL.replace("id: 101", "id: 90101").replace("id: 102", "id: 90102")
    (tmp_path / "own.yaml").write_text(text)
    small()
    merged = load_catalogue(extra=[tmp_path / "own.yaml"])
    assert len(merged.products) == len(shipped.products) + 2
    assert merged.product("arbo-jug").model == tmp_path / "jug.glb"
    assert merged.department("tea").name == "Tea"


def test_a_file_of_products_only_uses_the_shipped_brands(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        'products:\n  - {id: 90001, sku: colarra-lime, name: Lime, brand: colarra, department: soft_drinks,\n'
        '     package: drinks_can, size_mm: [66, 66, 115], art: {layout: burst, hero: lime, descriptor: Lime cola,\n'
        '     palette: {main: "#112233", second: "#ffffff", accent: "#ff0000"}}}\n')
    assert load_catalogue(extra=[tmp_path / "own.yaml"]).product("colarra-lime").brand == "colarra"


@pytest.mark.parametrize(("old", "new", "line", "said"), [
    ("brand: arbo,", "brand: arbbo,", 7, "Did you mean 'arbo'"),
    ("brand: arbo, ", "", 7, "no `brand`"),
    ("department: tea, package", "department: te, package", 7, "Did you mean 'tea'"),
    ("id: 102", "id: 101", 10, "product id 101 is taken already at"),
    ("sku: arbo-jug", "sku: arbo-mint", 10, "SKU 'arbo-mint' is taken already at"),
    ("height_mm: 200", "height_mm: 200, ean: '4006381333932'", 10, "should be 1"),
    ("height_mm: 200", "height_mm: 200, ean: '400638133393'", 10, "ean"),
    ("model: jug.glb", "model: jag.glb", 10, "jag.glb, which is not there"),
    ("model: jug.glb", "model: jug.max", 10, ".glb .gltf .obj"),
    (", height_mm: 200", "", 10, "without `height_mm`"),
    ("model: jug.glb", "model: jug.glb, up: w", 10, "up"),
    ("model: jug.glb", "model: jug.glb, turn_deg: [45, 0, 0]", 10, "steps of 90 degrees"),
    ("model: jug.glb", "model: jug.glb, turn_deg: [90, 0]", 10, "turn_deg"),
    ("model: jug.glb", "model: jug.glb, turn_deg: .nan", 10, "turn_deg"),
    (", model: jug.glb, height_mm: 200", "", 10, "neither `package`"),
    ("model: jug.glb", "model: jug.glb, package: jug", 10, "both `package` and `model`"),
    ("size_mm: [100, 60, 70],", "", 7, "without `size_mm"),
    ("model: jug.glb, height_mm: 200", "brand: arbo, package: jug, size_mm: [90, 60, 99]", 10, "without `art`"),
    ("package: carton,", "package: carton, content: {inner: arbo-jug},", 7, "only a multipack or tray can"),
    ("package: carton,", "package: tray,", 7, "which says what it holds"),
    ("package: carton,", "package: tray, content: {inner: arbo-jug},", 7, "'arbo-jug', a model"),
    ("package: carton,", "package: tray, content: {inner: arbo-jag},", 7, "Did you mean 'arbo-jug'"),
    ("package: carton,", "package: cartn,", 7, "cartn"),
    ("department: tea, package", "departmnt: tea, package", 7, "Did you mean 'department'"),
    ("[100, 60, 70]", "[100, 60, 0]", 7, "size_mm"),
    ("[100, 60, 70]", "[100, 60]", 7, "size_mm"),
    ("schema: 1", "schema: 2", 1, "schema"),
    ('"#112233"', '"#11223"', 8, "palette.main"),
])
def test_mistakes_are_named_with_file_and_line(small, old: str, new: str, line: int, said: str) -> None:
    path = small(old, new)
    with pytest.raises(InputError) as caught:
        load_catalogue(path)
    message = str(caught.value)
    assert f"{path}:{line}" in message
    assert said in message


def test_an_empty_catalogue_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("schema: 1\nproducts: []\n")
    with pytest.raises(InputError, match="holds no products"):
        load_catalogue(path)
    with pytest.raises(InputError, match="does not exist"):
        load_catalogue(tmp_path / "none.yaml")


def test_all_mistakes_are_listed_at_once(small) -> None:
    path = small("brand: arbo, department: tea", "brand: x, department: y")
    with pytest.raises(InputError, match="has 2 problems"):
        load_catalogue(path)


def test_the_fingerprint_follows_content_and_not_place(small, tmp_path: Path) -> None:
    first = load_catalogue(small()).fingerprint()
    assert re.fullmatch(r"[0-9a-f]{64}", first)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.yaml").write_text(SMALL)
    (elsewhere / "jug.glb").write_bytes(b"glTF")
    assert load_catalogue(elsewhere / "mine.yaml").fingerprint() == first
    (elsewhere / "jug.glb").write_bytes(b"glTF2")
    assert load_catalogue(elsewhere / "mine.yaml").fingerprint() != first
    assert load_catalogue(small("name: Mint", "name: Mynt")).fingerprint() != first
