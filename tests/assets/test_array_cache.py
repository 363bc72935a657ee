"""Kept arrays come back as they were, once for the same sources, and are made again where the file is damaged."""

from pathlib import Path

import numpy as np
import pytest

from facings.assets import array_cache as module
from facings.assets.array_cache import cached_arrays


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FACINGS_CACHE", str(tmp_path / "cache"))
    module._digest.cache_clear()
    return tmp_path / "cache"


class Maker:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> dict[str, np.ndarray]:
        self.calls += 1
        return {"a": np.arange(6, dtype=np.int16).reshape(2, 3), "b": np.array(["x", "yz"])}


def test_made_once_and_the_same(cache: Path, tmp_path: Path) -> None:
    source, make = tmp_path / "s.py", Maker()
    source.write_text("1")
    for _ in range(3):
        arrays = cached_arrays("faces/x", make, source)
        assert arrays["a"].dtype == np.int16 and (arrays["a"] == [[0, 1, 2], [3, 4, 5]]).all()
        assert list(arrays["b"]) == ["x", "yz"]
    assert make.calls == 1 and len(list(cache.rglob("*"))) == 2  # the folder and one file


def test_other_sources_and_inputs_are_other_arrays(tmp_path: Path) -> None:
    source, make = tmp_path / "s.py", Maker()
    source.write_text("1")
    cached_arrays("x", make, source, inputs="a")
    cached_arrays("x", make, source, inputs="b")
    source.write_text("2")
    module._digest.cache_clear()
    cached_arrays("x", make, source, inputs="a")
    (tmp_path / "t.py").write_text("3")
    cached_arrays("x", make, tmp_path, inputs="a")
    assert make.calls == 4


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"no archive at all"])
def test_a_damaged_file_is_made_again(damage: bytes, cache: Path) -> None:
    make = Maker()
    cached_arrays("x", make)
    (file,) = cache.glob("x-*.npz")
    file.write_bytes(damage or file.read_bytes()[:-40])
    assert (cached_arrays("x", make)["a"] == cached_arrays("x", make)["a"]).all()
    assert make.calls == 2


def test_nothing_is_left_where_making_fails(cache: Path) -> None:
    def fail() -> dict:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        cached_arrays("x", fail)
    assert not list(cache.rglob("*.npz")) and not list(cache.rglob("*.part"))
