"""Processes of Facings take nothing from their surroundings: no code of the current folder, no variable but those that may."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import facings
from facings.process import child, surroundings
from facings.process.surroundings import import_folders, passing, python_command

ROOT = Path(facings.__file__).resolve().parents[1]
STRANGERS = ("random", "logging", "bpy", "numpy", "yaml", "typing", "json", "subprocess", "email", "re", "enum", "pickle",
             "pydantic", "typer", "runpy2", "sitecustomise")
"""Modules of the current folder; Python itself imports `importlib` and `collections` from there, before anybody can mind."""
PROBE = "import json, os, sys, random, logging, numpy, facings\n" \
        "json.dump([facings.__file__, sys.path, sys.flags.utf8_mode, sys.stdout.encoding, dict(os.environ)], sys.stdout)\n"


@pytest.fixture
def strange(tmp_path, monkeypatch):
    """The current folder is one whose modules leave a mark when they run; returns that mark's path."""
    folder, mark = tmp_path / "strange", tmp_path / "ran"
    folder.mkdir()
    for name in STRANGERS:
        (folder / f"{name}.py").write_text(f"open({str(mark)!r}, 'w').close()\nraise SystemExit('a stranger ran')\n")
    monkeypatch.chdir(folder)
    return mark


def test_the_command_runs_nothing_of_the_current_folder(strange):
    # An empty entry, as `PYTHONPATH=$PYTHONPATH:/mine` leaves it, is the current folder too.
    for path in (f"{ROOT}", f"{os.pathsep}{ROOT}"):
        env = os.environ | {"PYTHONPATH": path, "PYTHONWARNINGS": "error", "PYTHONINSPECT": "1", "PYTHONIOENCODING": "ascii"}
        done = subprocess.run([sys.executable, "-m", "facings", "--version"], env=env, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL)
        assert (done.returncode, done.stdout.strip(), done.stderr) == (0, facings.__version__, "") and not strange.exists()


def test_a_child_has_its_parents_facings_and_nothing_else_of_its_surroundings(strange, tmp_path, monkeypatch):
    probes, installed = tmp_path / "probes", tmp_path / "installed"
    probes.mkdir()
    (probes / "facings_probe.py").write_text(PROBE)
    (installed / "thing-1.dist-info").mkdir(parents=True)
    (installed / "random.py").write_text("raise SystemExit('random of a folder of packages')")
    monkeypatch.syspath_prepend(str(installed))
    monkeypatch.syspath_prepend(str(Path.cwd()))
    for name, value in {"FACINGS_IMPORTS": str(probes), "PYTHONPATH": str(Path.cwd()), "PYTHONSTARTUP": "json.py",
                        "PYTHONHOME": "/nowhere", "PYTHONUTF8": "0", "LC_ALL": "C", "OCIO": "/nowhere",
                        "BLENDER_USER_SCRIPTS": "/nowhere", "BLENDER_SYSTEM_DATAFILES": "/nowhere", "DISPLAY": ":9"}.items():
        monkeypatch.setenv(name, value)
    done = child.run("facings_probe")
    assert done.code == 0, done.err
    file, path, utf8, encoding, environment = json.loads(done.out)
    assert file == facings.__file__ and utf8 == 1 and encoding == "utf-8"
    assert str(Path.cwd()) not in path and "" not in path
    # Folders of packages come after Python's own: what they hold hides nothing.
    assert os.path.dirname(json.__file__) in (os.path.join(folder, "json") for folder in path[:path.index(str(probes))])
    assert path.index(str(probes)) < path.index(str(installed)) and not strange.exists()
    unwanted = ("PYTHON", "BLENDER_SYSTEM", "BLENDER_USER_S", "OCIO", "DISPLAY")
    assert not [name for name in environment if name.startswith(unwanted)]
    assert environment["BLENDER_USER_RESOURCES"] == environment["TMPDIR"] and not Path(environment["TMPDIR"]).exists()


def test_what_may_pass_passes():
    given = {"PATH": "/bin", "https_proxy": "p", "npm_config_registry": "r", "CUDA_VISIBLE_DEVICES": "1", "SLURM_JOB_ID": "7",
             "FACINGS_CACHE": "/c", "OCIO": "o", "PYTHONPATH": "p", "LANG": "de_DE", "LC_NUMERIC": "de_DE", "CYCLES_DEBUG": "1",
             "OPENIMAGEIO_OPTIONS": "x", "SECRET": "s", "BLENDER_USER_CONFIG": "b"}
    kept = {"PATH", "https_proxy", "npm_config_registry", "CUDA_VISIBLE_DEVICES", "SLURM_JOB_ID", "FACINGS_CACHE", "LC_ALL"}
    assert set(passing(given)) == kept
    assert set(passing(given | {"FACINGS_PASS": "SECRET, CYCLES_*"})) == kept | {"FACINGS_PASS", "SECRET", "CYCLES_DEBUG"}


@given(st.dictionaries(st.text(st.characters(exclude_characters="=\0"), min_size=1), st.text(), max_size=8))
def test_nothing_is_made_up_and_nothing_passes_that_no_rule_names(environment):
    found = passing(environment)
    assert found.pop("LC_ALL") == "C.UTF-8"
    assert found.items() <= environment.items()
    rules = surroundings.PASSING + tuple(environment.get("FACINGS_PASS", "").split(","))
    for name in found:
        assert any(name.upper() == rule.strip().upper() or rule.strip().endswith("*")
                   and name.upper().startswith(rule.strip()[:-1].upper()) for rule in rules)


def test_the_current_folder_counts_where_pythonpath_names_it_in_full(tmp_path, monkeypatch):
    (tmp_path / "mine-1.dist-info").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path, "", str(tmp_path)])
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert str(tmp_path) not in import_folders()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert str(tmp_path) in import_folders()


def test_a_folder_that_is_gone_is_no_hindrance(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    done = subprocess.run([*python_command("facings"), "--version"], capture_output=True, text=True, env=child.environment())
    assert (done.returncode, done.stdout.strip()) == (0, facings.__version__), done.stderr
