"""What counts of code that shapes frames, and what does not."""

import importlib
import os
import zipfile
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

import facings
from facings.errors import InputError
from facings.frames import code_digest as code_digest_module
from facings.frames.code_digest import LEFT_OUT, STAGES, changed_modules, code_digest
from facings.frames.scene_kind import scene_kind
from facings.process import file_state

SOURCES = {
    "__init__.py": "",
    "kind.py": "from cubes.checks import LIMIT\n",
    "checks.py": "LIMIT = 1\n",
    "sample.py": '"""Draws."""\nfrom . import sizes\n\nSIZE = sizes.LARGEST\n"""Metres."""\n\n'
                 'def draw(rng):\n    return rng.random()\n',
    "sizes.py": "LARGEST = 2.0\n",
    "stage.py": "def open_stage():\n    from cubes import poured\n    return poured, 'cubes.template'\n",
    "poured.py": "import numpy as np\nfrom facings.process.scratch import run_scratch\n",
    "template.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from cubes import types\n",
    "types.py": "",
    "unused.py": "",
}
BEGINS = {"sample": ("cubes.sample",), "realise": ("cubes.stage",)}


@pytest.fixture
def digest(tmp_path, monkeypatch):
    """Return a function that gives the digests of the package `cubes`, some of its files changed."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def digest(**changed: str):
        (tmp_path / "cubes").mkdir(exist_ok=True)
        for name, text in (SOURCES | {f"{name}.py": text for name, text in changed.items()}).items():
            (tmp_path / "cubes" / name).write_text(text)
        importlib.invalidate_caches()
        for function in (code_digest_module._module, code_digest_module._read):
            function.cache_clear()
        return code_digest("cubes.kind", BEGINS)

    yield digest
    code_digest_module._module.cache_clear()
    code_digest_module._read.cache_clear()


def own(result) -> set[str]:
    return {name for name in result["modules"] if name.startswith("cubes")}


def test_all_that_a_stage_imports_counts_and_nothing_else(digest):
    names = ("kind", "sample", "sizes", "stage", "poured", "template")
    assert own(digest()) == {"cubes", *(f"cubes.{name}" for name in names)}


@pytest.mark.parametrize("text", [
    SOURCES["sample.py"].replace("Draws.", "Draws a cube."),
    SOURCES["sample.py"].replace('"""Draws."""\n', ""),
    SOURCES["sample.py"].replace('"""Metres."""\n', ""),
    SOURCES["sample.py"].replace("    return", '    """Return it."""\n    # A number.\n\n    return'),
    SOURCES["sample.py"].replace("rng.random()", "(rng\n            .random())"),
    SOURCES["sample.py"] + "\n\nif TYPE_CHECKING:\n    from cubes import unused\n",
], ids=["docstring", "no docstring", "no attribute's docstring", "comment", "layout", "for type checkers"])
def test_what_does_nothing_does_not_count(digest, text):
    assert digest(sample=text) == digest()


@pytest.mark.parametrize("module, text, stages", [
    ("sample", SOURCES["sample.py"].replace("rng.random()", "rng.normal()"), {"sample"}),
    ("sizes", "LARGEST = 2\n", {"sample"}),
    ("sizes", "LARGEST = '2.0'\n", {"sample"}),
    ("poured", "import numpy\n", {"realise"}),
    ("template", "SUFFIX = '.blend'\n", {"realise"}),
    ("kind", "from cubes.checks import LIMIT\nBORDER = 1\n", {"sample", "realise"}),
])
def test_what_does_something_counts_in_its_stages(digest, module, text, stages):
    before, after = digest(), digest(**{module: text})
    assert {stage for stage in STAGES if before["stages"][stage] != after["stages"][stage]} == stages
    assert changed_modules(before, after) == [f"cubes.{module}"]


def test_a_module_that_comes_or_goes_is_a_change(digest):
    before, after = digest(), digest(sizes="from cubes import unused\nLARGEST = 2.0\n")
    assert changed_modules(before, after) == changed_modules(after, before) == ["cubes.sizes", "cubes.unused"]


@pytest.mark.parametrize("begins, said", [
    ({"draw": ("cubes.sample",)}, "the stages draw; there are sample, prepare"),
    ({"sample": ("cubes.smaple",)}, "names cubes.smaple, which is no module"),
    ({"sample": ("boxes.sample",)}, "names boxes.sample, which is no module"),
])
def test_stages_and_modules_that_are_not_there_are_told(digest, begins, said):
    digest()
    with pytest.raises(InputError, match=f"^cubes.kind: .*{said}"):
        code_digest("cubes.kind", begins)


def test_a_compiled_module_counts_by_its_bytes(digest, tmp_path):
    digest()
    compiled = tmp_path / "cubes" / f"unused{EXTENSION_SUFFIXES[0]}"
    (tmp_path / "cubes/unused.py").unlink()
    found = []
    for code in (b"\x7fELF 1", b"\x7fELF 2"):
        compiled.write_bytes(code)
        code_digest_module._read.cache_clear()
        code_digest_module._module.cache_clear()
        found.append(code_digest("cubes.kind", {"sample": ("cubes.unused",)}))
    assert changed_modules(*found) == ["cubes.unused"]


def test_a_package_in_a_namespace_counts(digest, tmp_path):
    digest()
    (tmp_path / "cubes/__init__.py").unlink()
    for function in (code_digest_module._module, code_digest_module._read):
        function.cache_clear()
    importlib.invalidate_caches()
    assert own(code_digest("cubes.kind", {"sample": ("cubes.sample",)})) == {"cubes.kind", "cubes.sample", "cubes.sizes"}


def test_a_package_in_an_archive_is_refused_by_name(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("__init__", "kind", "sample"):
            archive.writestr(f"zipped_cubes/{name}.py", "")
    monkeypatch.syspath_prepend(str(tmp_path / "a.zip"))
    with pytest.raises(InputError, match="names zipped_cubes.sample, .* Install the package zipped_cubes as files"):
        code_digest("zipped_cubes.kind", {"sample": ("zipped_cubes.sample",)})


@pytest.mark.parametrize("name", ["shelf", "face"])
def test_shipped_kinds_count_what_renders_them_and_not_what_reads_them(name):
    kind = scene_kind(name)
    counted = code_digest(type(kind).__module__, kind.code())["modules"]
    assert {"facings.frames.streams", "facings.recipes.distributions", "facings.labels.amodal", "facings.blender.render",
            "facings.dataset.images", f"facings.scenes.{name}.kind", f"facings.scenes.{name}.realise.stage"} <= counted.keys()
    rooms = {module.split(".")[1] for module in counted if module.count(".")}
    assert rooms <= {"assets", "blender", "dataset", "frames", "goods", "labels", "recipes", "rendering", "scenes",
                     "sensor"}
    assert not [module for module in counted if module.endswith((".checks", ".overlay", ".merge", ".verify", ".preview"))]
    other = {"shelf": "face", "face": "shelf"}[name]
    assert not [module for module in counted if module.startswith(f"facings.scenes.{other}")]


def test_what_is_left_out_is_there():
    package = Path(facings.__file__).parent
    for name in LEFT_OUT:
        place = package.parent.joinpath(*name.split("."))
        assert place.is_dir() or place.with_suffix(".py").is_file(), name


def test_what_another_process_has_read_is_trusted_as_long_as_the_file_is_the_same(digest, tmp_path, monkeypatch):
    """The other process's readings are told by a mark, so that it shows whether they are taken."""
    def forget():
        for function in (code_digest_module._module, code_digest_module._read):
            function.cache_clear()

    monkeypatch.setattr(code_digest_module, "_KNOWN", {})
    monkeypatch.setattr(file_state, "SETTLED_S", 0.0)
    honest = digest()
    sample, sizes = tmp_path / "cubes/sample.py", tmp_path / "cubes/sizes.py"
    known = {state: source for state, source in code_digest_module.known_sources().items()
             if state.path in (str(sample), str(sizes))}
    assert len(known) == 2
    marked = {state: code_digest_module.Source("f" * 64, source.named) for state, source in known.items()}
    code_digest_module._KNOWN.clear()
    code_digest_module.trust_sources(marked)
    forget()
    assert changed_modules(honest, code_digest("cubes.kind", BEGINS)) == ["cubes.sample", "cubes.sizes"]
    # Edited since, with its size and its time of modification kept: the mark is not taken any more.
    before = sample.stat()
    text = sample.read_text()
    sample.write_text(text.replace("rng.random()", "rng.normal()"))
    os.utime(sample, ns=(before.st_atime_ns, before.st_mtime_ns))
    forget()
    assert code_digest("cubes.kind", BEGINS)["modules"]["cubes.sample"] not in ("f" * 12, honest["modules"]["cubes.sample"])
    # A package now lies before the module.
    (tmp_path / "cubes/sizes").mkdir()
    (tmp_path / "cubes/sizes/__init__.py").write_text(SOURCES["sizes.py"])
    forget()
    assert code_digest("cubes.kind", BEGINS)["modules"]["cubes.sizes"] == honest["modules"]["cubes.sizes"]


def test_a_file_that_has_just_changed_is_not_handed_on(digest, monkeypatch):
    monkeypatch.setattr(code_digest_module, "_KNOWN", {})
    digest()
    assert not [state for state in code_digest_module.known_sources() if "cubes" in state.path]
