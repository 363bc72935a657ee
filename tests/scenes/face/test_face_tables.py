"""The tables in assets/faces: what is wrong in one is told with file, line and key, and every name that it may use is built."""

from typing import get_args

import pytest

from facings.assets.folders import assets_dir
from facings.errors import InputError
from facings.recipes import tables
from facings.scenes.face.accessories.catalogue import AccessoryTable, HeadwearStyle
from facings.scenes.face.accessories.headwear.build import BUILDERS
from facings.scenes.face.eyes.iris_colours import EyeTable
from facings.scenes.face.facial_hair.styles import FacialHairTable
from facings.scenes.face.garments.build import CUTS
from facings.scenes.face.garments.styles import GarmentTable, Style
from facings.scenes.face.hair.styles.catalogue import Drawn, HairTable, Ranges
from facings.scenes.face.hair.styles.drawing import DRAWINGS
from facings.scenes.face.heads.expression_mixtures import ExpressionTable
from facings.scenes.face.skin.make_up_styles import MakeUpTable

FAULTS = [
    ("hair.yaml", HairTable, "drawn_as: slicked", "drawn_as: slick", "styles.slick_back.drawn_as holds 'slick'"),
    ("hair.yaml", HairTable, "meaning: ", "meening: ", "unknown key 'meening' in styles.bald. Did you mean 'meaning'?"),
    ("facial_hair.yaml", FacialHairTable, "hairs: 760", "hairs: many", "brows.natural.hairs holds 'many'"),
    ("accessories.yaml", AccessoryTable, "palettes: [felt]", "palettes: [feld]", "names the palette 'feld'; there are cloth"),
    ("accessories.yaml", AccessoryTable, "built_as: cap", "built_as: block", "`block` is given for what is built as a block"),
    ("accessories.yaml", AccessoryTable, '"#86b6d2"', '"86b6d2"', "masks.surgical"),
    ("garments.yaml", GarmentTable, "palette: denim", "palette: blue", "styles.denim_jacket.palette names the palette 'blue'"),
    ("make_up.yaml", MakeUpTable, "shadows: [quiet_shadows]", "shadows: [loud]", "styles.natural.shadows.0 holds 'loud'"),
    ("eyes.yaml", EyeTable, "fibres: 0.25, ", "", "irises.black_brown lacks the key 'fibres'"),
    ("expressions.yaml", ExpressionTable, '"eyeWide*"', '"eyeWild*"', "ARKit has no coefficient 'eyeWildLeft'"),
]


@pytest.mark.parametrize("name, model, right, wrong, said", FAULTS)
def test_a_fault_is_told_with_file_line_and_key(tmp_path, monkeypatch, name, model, right, wrong, said):
    text = (assets_dir() / "faces" / name).read_text("utf-8")
    line = text[:text.index(right)].count("\n") + 1
    (tmp_path / "faces").mkdir()
    (tmp_path / "faces" / name).write_text(text.replace(right, wrong, 1), "utf-8")
    monkeypatch.setattr(tables, "assets_dir", lambda: tmp_path)
    with pytest.raises(InputError) as caught:
        tables.table.__wrapped__(f"faces/{name}", model)
    told = str(caught.value)
    assert said in told
    assert any(f"{name}:{line - back}: " in told for back in (0, 1)), told


def test_a_style_of_ones_own_is_read(tmp_path, monkeypatch):
    text = (assets_dir() / "faces" / "hair.yaml").read_text("utf-8")
    (tmp_path / "faces").mkdir()
    own = "styles:\n  regent: {meaning: long at the temples, drawn_as: parted, ranges: {sides_m: [0.05, 0.06]}}\n"
    (tmp_path / "faces" / "hair.yaml").write_text(text.replace("styles:\n", own, 1), "utf-8")
    monkeypatch.setattr(tables, "assets_dir", lambda: tmp_path)
    regent = tables.table.__wrapped__("faces/hair.yaml", HairTable).styles["regent"]
    assert regent.ranges == Ranges(sides_m=(0.05, 0.06)) and regent.drawn_as in DRAWINGS


def test_what_tables_name_is_what_the_code_builds():
    assert set(get_args(Drawn)) == set(DRAWINGS)
    assert set(get_args(HeadwearStyle.model_fields["built_as"].annotation)) == set(BUILDERS)
    assert set(get_args(Style.model_fields["sewn_as"].annotation)) == set(CUTS)
