"""What a catalogue's texts may hold: one line of what can be printed, and where they cannot be, file, line and key are told."""

from pathlib import Path

import pytest

from facings.errors import InputError
from facings.goods.catalogue import load_catalogue
from facings.goods.printable import unprintable_texts

OWN = """schema: 1
departments:
  - {id: mine, name: "NAME_OF_DEPARTMENT"}
brands:
  - {id: arbo, name: "NAME_OF_BRAND", font: anton, mark: plain, mark_colours: ["#000000", "#ffffff"], maker: "MAKER"}
products:
  - id: 9001
    sku: arbo-mint
    name: "NAME"
    brand: arbo
    department: mine
    package: carton
    size_mm: [100, 60, 70]
    net_content: "CONTENT"
    ean: "EAN"
    price: PRICE
    art: {layout: clean, hero: leaf_mint, palette: {main: "#112233", second: "#ffffff", accent: "#ff0000"},
          descriptor: "DESCRIPTOR", claim: ["CLAIM", "x"]}
"""
SOUND = {"NAME_OF_DEPARTMENT": "Mine", "NAME_OF_BRAND": "Arbo", "MAKER": "Arbo AS", "NAME": "Mint", "CONTENT": "20 g",
         "EAN": "4006381333931", "PRICE": "2.5", "DESCRIPTOR": "Tea", "CLAIM": "New"}


@pytest.fixture
def own(tmp_path: Path):
    """Write a catalogue of one product with some texts replaced; return its path."""

    def write(**changes: str) -> Path:
        text = OWN
        for key in sorted(SOUND, key=len, reverse=True):
            text = text.replace(f'"{key}"' if key != "PRICE" else key, f'"{changes.get(key, SOUND[key])}"' if key != "PRICE"
                                else changes.get(key, SOUND[key]), 1)
        path = tmp_path / "mine.yaml"
        path.write_text(text)
        return path

    return write


@pytest.mark.parametrize(("key", "line", "told"), [
    ("NAME_OF_DEPARTMENT", 3, "mine has name"), ("NAME_OF_BRAND", 5, "arbo has name"), ("MAKER", 5, "arbo has maker"),
    ("NAME", 9, "arbo-mint has name"), ("CONTENT", 14, "arbo-mint has net_content"),
    ("DESCRIPTOR", 18, "arbo-mint has art.descriptor"), ("CLAIM", 18, "arbo-mint has art.claim.0"),
])
def test_what_no_type_face_has_is_told_with_file_line_and_key(own, key, line, told):
    path = own(**{key: "Fine \\u0f00 \\u07d2"})
    found = unprintable_texts(load_catalogue(extra=[path]), {"mine"})
    assert len(found) == 1 and found[0].startswith(f"{path}:{line}: {told} ") and "\n" not in found[0]
    assert "U+0F00 TIBETAN SYLLABLE OM" in found[0] and "U+07D2 NKO LETTER N" in found[0]
    assert not unprintable_texts(load_catalogue(extra=[path]), {"tinned"}), "what is not sold is not asked for"


def test_names_of_all_scripts_pass(own):
    path = own(NAME="北海道牛乳 حليب हिन्दी 🥛 Żółć", NAME_OF_BRAND="மாம்பழம்", NAME_OF_DEPARTMENT="Молоко")
    assert not unprintable_texts(load_catalogue(extra=[path]), {"mine"})


def test_the_shipped_catalogue_can_be_printed():
    catalogue = load_catalogue()
    assert not unprintable_texts(catalogue, {d.id for d in catalogue.departments})


def test_texts_are_on_one_line(own):
    product = load_catalogue(extra=[own(NAME="Two\\nlines\\tand  gaps\\u00a0", DESCRIPTOR=" a\\r\\nb ")]).product("arbo-mint")
    assert product.name == "Two lines and gaps" and product.art is not None and product.art.descriptor == "a b"


@pytest.mark.parametrize(("changes", "line", "said"), [
    ({"NAME": ""}, 9, "is empty"), ({"NAME": " \\n "}, 9, "is empty"), ({"NAME_OF_BRAND": ""}, 5, "is empty"),
    ({"NAME_OF_DEPARTMENT": ""}, 3, "is empty"), ({"NAME": "a\\u0007b"}, 9, "U+0007"), ({"CONTENT": "\\ue000"}, 14, "U+E000"),
    ({"EAN": "4006381333930"}, 15, "last digit should be 1"), ({"EAN": "40063813339"}, 15, "ean"),
    ({"EAN": "400638133393X"}, 15, "ean"), ({"EAN": "40063813339312"}, 15, "ean"), ({"EAN": "٤٠٠٦٣٨١٣٣٣٩٣١"}, 15, "ean"),
    ({"PRICE": "0"}, 16, "price"), ({"PRICE": "-1"}, 16, "price"), ({"PRICE": "'1,99'"}, 16, "price"),
    ({"PRICE": ".inf"}, 16, "price"), ({"PRICE": ".nan"}, 16, "price"),
    ({"PRICE": "1e9"}, 16, "price"),
])
def test_what_is_no_text_number_or_price_is_told_with_its_line(own, changes, line, said):
    path = own(**changes)
    with pytest.raises(InputError) as raised:
        load_catalogue(extra=[path])
    assert f"{path}:{line}: " in str(raised.value) and said in str(raised.value)
