"""Specs stored under schema 1 give the frames that they gave then: pictures, maps and records.

`stored/identity_schema_1.json.xz` holds twelve frames, three of each shipped recipe, at 160x120 pixels and 2 samples on a CPU:
the spec, the SHA-256 of each data file, and a digest of each of the record's keys. A picture's last bits depend on which vector
instructions Cycles finds, so pictures are compared on processors with those that are noted (elsewhere their tests are skipped,
and say so); labels on all.

`stored/identity_since.json` names the files that have changed on purpose since, by frame, with what they are now. Of pictures:
skin and prints are no finer than they are seen, and the world's light is sampled by a map as fine as its picture. Of shelves'
labels: the last digits of albedo (4e-6) and normals (6e-8) at price tags, which share one picture. No other label has changed.
"""

import hashlib
import json
import lzma
from pathlib import Path
from typing import Any

import pytest

import facings
from facings.frames.stored_spec import parse_spec

STORED = json.loads(lzma.decompress((Path(__file__).parents[1] / "stored" / "identity_schema_1.json.xz").read_bytes()))
SINCE = json.loads((Path(__file__).parents[1] / "stored" / "identity_since.json").read_text())
ADDED = {"camera": ("distortion_model",)}
"""Keys that records have had since, by the key that they lie in."""
IN_DIGESTS = ("frame", "seed", "scene", "camera", "instances")
"""What every record has; `schema` is the newer one, `files` and `bytes` are compared themselves."""
FAST = (("face", 0), ("shelf", 0))


def frames() -> list[Any]:
    cases = []
    for stored in STORED["frames"]:
        recipe, number = stored["recipe"], stored["spec"]["frame"]
        marks = [] if (recipe, number) in FAST else [pytest.mark.slow]
        cases.append(pytest.param(stored, id=f"{recipe}-{number}", marks=marks))
    return cases


def processor() -> list[str]:
    """Return which of the vector instructions that matter this machine has; none where it does not tell."""
    cpuinfo = Path("/proc/cpuinfo")
    words = set(cpuinfo.read_text().split()) if cpuinfo.exists() else set()
    return sorted(words & {"avx2", "avx512f"})


def digest(key: str, value: Any) -> str:
    if key in ADDED:
        value = {inner: v for inner, v in value.items() if inner not in ADDED[key]}
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False).encode()).hexdigest()


@pytest.fixture(scope="module")
def record_of():
    """Renders a stored frame once and returns its record; a recipe's worker is ended when another one's turn has come."""
    live: dict[str, facings.Renderer] = {}
    records: dict[tuple[str, int], Any] = {}

    def renderer(recipe: str) -> facings.Renderer:
        if recipe not in live:
            for other in live.values():
                other.close()
            live.clear()
            loaded = facings.load_recipe(recipe, ["picture.passes=[normal, albedo, uv, position]"])
            live[recipe] = facings.Renderer(loaded, device="cpu")
        return live[recipe]

    def of(stored: Any) -> Any:
        key = stored["recipe"], stored["spec"]["frame"]
        if key not in records:
            loaded = renderer(stored["recipe"])
            records[key] = loaded.render(parse_spec(loaded.recipe.kind, stored["spec"])).record
        return records[key]

    yield of
    for last in live.values():
        last.close()


def differing(record: Any, stored: Any, pictures: bool) -> list[str]:
    """Return the names of the pictures, or of the other data files, that are not as they were."""
    now = SINCE.get(f"{stored['recipe']}-{stored['spec']['frame']}", {})
    return [name for name, checksum in (stored["files"] | now).items()
            if name.startswith("images/") == pictures and record["files"][name] != checksum]


@pytest.mark.parametrize("stored", frames())
def test_a_stored_spec_gives_the_same_labels(stored, record_of):
    record = record_of(stored)
    assert record["files"].keys() == stored["files"].keys()
    assert differing(record, stored, pictures=False) == []
    assert set(IN_DIGESTS) <= stored["record"].keys() <= record.keys()
    assert [key for key, right in stored["record"].items() if digest(key, record[key]) != right] == []


@pytest.mark.skipif(processor() != STORED["processor"],
                    reason=f"pictures were stored on {' and '.join(STORED['processor'])}; here is {processor()}")
@pytest.mark.parametrize("stored", frames())
def test_a_stored_spec_gives_the_same_picture(stored, record_of):
    assert differing(record_of(stored), stored, pictures=True) == []


def test_only_appearance_has_changed_since():
    assert {name.split("/")[0] for files in SINCE.values() for name in files} <= {"images", "albedo", "normal"}
