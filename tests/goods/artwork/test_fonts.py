"""Type faces: the mirror comes first, what is damaged is not used, and out of reach is said in one paragraph."""

import hashlib
import shutil

import pytest

from facings.assets import fonts, npm
from facings.errors import InputError
from facings.goods.vocabulary import FONTS


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    """An empty cache and no npm."""
    monkeypatch.setenv("FACINGS_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("FACINGS_MIRROR", raising=False)
    monkeypatch.setattr(npm.shutil, "which", lambda name: None)
    monkeypatch.setattr(npm.importlib.util, "find_spec", lambda name: None)
    return tmp_path / "cache"


def test_manifest_covers_the_vocabulary():
    assert sorted(fonts.manifest()) == sorted(FONTS)
    assert all(entry["licence"] in ("OFL-1.1", "Apache-2.0") for entry in fonts.manifest().values())


def test_cached_files_match_the_manifest():
    for name, entry in fonts.manifest().items():
        if "sha256" in entry:
            assert hashlib.sha256(fonts.font_file(name).read_bytes()).hexdigest() == entry["sha256"]


def test_mirror_is_used_where_it_holds_the_right_file(empty_cache, tmp_path, monkeypatch):
    monkeypatch.setenv("FACINGS_CACHE", "")
    whole = fonts.font_file("anton")
    monkeypatch.setenv("FACINGS_CACHE", str(empty_cache))
    mirror = tmp_path / "mirror" / "fonts"
    mirror.mkdir(parents=True)
    shutil.copy(whole, mirror / "anton.woff2")
    (mirror / "bangers.woff2").write_bytes(b"damaged")
    monkeypatch.setenv("FACINGS_MIRROR", str(mirror.parent))
    assert fonts.font_file("anton").is_relative_to(empty_cache)
    with pytest.raises(InputError, match="FACINGS_MIRROR"):
        fonts.font_file("bangers")


def test_out_of_reach_and_unknown_names(empty_cache):
    with pytest.raises(InputError, match="npm") as raised:
        fonts.font_file("oswald")
    assert "\n" not in str(raised.value)
    with pytest.raises(InputError, match="oswald"):
        fonts.font_file("osvald")
