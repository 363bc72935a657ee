"""The tables in `assets/` cover all words, and what is wrong with one is said with file, line and key."""

import shutil
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from facings.assets.folders import assets_dir
from facings.errors import InputError
from facings.goods import packages, tables
from facings.goods.artwork.foods import Foods, foods
from facings.goods.artwork.grounds import GROUNDS
from facings.goods.artwork.heroes.gallery import SOLIDS
from facings.goods.artwork.heroes.habits import HabitTable
from facings.goods.artwork.heroes.ways import WAYS
from facings.goods.artwork.layouts import LayoutTable
from facings.goods.packages import kinds as builder
from facings.goods.packages.kinds import PackageKind, package_kind
from facings.goods.packages.surfaces import Liquids
from facings.goods.vocabulary import HEROES, LAYOUTS, PACKAGE_KINDS
from facings.recipes import tables as reading

MODELS = {"foods.yaml": Foods, "layouts.yaml": LayoutTable, "heroes.yaml": HabitTable, "liquids.yaml": Liquids}


def test_all_tables_are_part_of_a_cache_key() -> None:
    assert set(tables.ALL) == set(MODELS)


def test_every_word_has_its_part() -> None:
    assert set(SOLIDS) == set(HEROES.shipped)
    assert set(GROUNDS) == set(LAYOUTS.shipped)


def test_every_package_kind_is_a_word() -> None:
    modules = {entry.name: import_module(f"{packages.__name__}.{entry.name}") for entry in iter_modules(packages.__path__)}
    kinds = {name: module for name, module in modules.items() if isinstance(module, PackageKind) and module is not builder}
    assert kinds == {name: package_kind(name) for name in PACKAGE_KINDS.shipped}


def test_nutrition_adds_up() -> None:
    for name, kind in foods().kinds.items():
        told = kind.per_100
        assert told.saturates <= told.fat and told.sugars <= told.carbohydrate, name
        assert told.fat + told.carbohydrate + told.fibre + told.protein + told.salt <= 100, name


def test_ways_are_drawn() -> None:
    named = {way for habit in reading.table("heroes.yaml", HabitTable).habits.values() for way in habit.ways}
    assert named <= {*WAYS, "bowl"}


@pytest.mark.parametrize(("name", "old", "new", "said"), [
    ("foods.yaml", "protein: 3.4", "protien: 3.4", "Did you mean 'protein'"),
    ("foods.yaml", "protein: 3.4", "protein: -1", "kinds.milk.per_100.protein holds -1"),
    ("foods.yaml", '["tuna", fish]', '["tuna", fsh]', "words.0 names 'fsh', which is not under `kinds`"),
    ("foods.yaml", "hero_first: [chip,", "hero_first: [chp,", "hero_first.0 names 'chp'"),
    ("foods.yaml", "  pet:\n", "  pets:\n", "directions lacks the key 'pet'"),
    ("layouts.yaml", "window: disc", "window: disk", "layouts.premium.tall.window holds 'disk'"),
    ("layouts.yaml", "  burst:\n", "  bursts:\n", "layouts lacks the layout 'burst'"),
    ("heroes.yaml", "apple: {ways: [trio", "apple: {ways: [trios", "habits.apple.ways.0 holds 'trios'"),
    ("liquids.yaml", "  tea:", "  tee:", "liquids.tee"),
])
def test_mistakes_are_named_with_file_line_and_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str,
                                                   new: str, said: str) -> None:
    text = (assets_dir() / name).read_text()
    assert old in text
    shutil.copytree(assets_dir(), tmp_path / "assets", ignore=shutil.ignore_patterns("packs", "*.jpg"))
    (tmp_path / "assets" / name).write_text(text.replace(old, new, 1))
    monkeypatch.setattr(reading, "assets_dir", lambda: tmp_path / "assets")
    with pytest.raises(InputError) as caught:
        reading.table.__wrapped__(name, MODELS[name])
    line = text[:text.index(old)].count("\n") + 1
    message = str(caught.value)
    assert said in message
    if "lacks" not in said:
        assert f"{name}:{line}: " in message
