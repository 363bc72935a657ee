"""Setting Facings up without a network: from a wheel, from a folder; stopped, failed, without Python, without permission."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from importlib.metadata import version
from pathlib import Path

import bpy
import pytest
from installed_extension import module, open_template, wait

ROOT = Path(__file__).resolve().parents[2]


def wheel(folder: Path, name: str, number: str, code: str = "") -> Path:
    """Write a wheel (packaging.python.org, Binary distribution format) of one module; with `code`, a command of its name."""
    tail = "py3-none-any"
    info = f"{name}-{number}.dist-info"
    files = {f"{info}/METADATA": "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {number}",
                                            "Provides-Extra: render", "", ""]),
             f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tail}\n"}
    if code:
        files |= {f"{name}.py": code, f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n"}
    sums = {path: base64.urlsafe_b64encode(hashlib.sha256(data.encode()).digest()) for path, data in files.items()}
    rows = [f"{path},sha256={sums[path].rstrip(b'=').decode()},{len(data)}" for path, data in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""])
    path = folder / f"{name}-{number}-{tail}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for entry, data in files.items():
            archive.writestr(entry, data)
    return path


def without_paths() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def stand_in(folder: Path, code: str = "def main():\n    print('9.9')\n") -> Path:
    folder.mkdir(exist_ok=True)
    return wheel(folder, "facings", "9.9", code)


def done(set_up) -> bool:
    set_up.poll()
    return not set_up.running


def tools():
    setting_up = module("setting_up")
    uv = shutil.which("uv")
    return [setting_up.Tool("pip", sys.executable), *([setting_up.Tool("uv", uv)] if uv else [])]


@pytest.mark.parametrize("kind", ["pip", "uv"])
def test_it_is_set_up_and_found(extension, tmp_path, kind, monkeypatch):
    tool = next((each for each in tools() if each.name == kind), None)
    if tool is None:
        pytest.skip("uv is not installed here")
    setting_up, finding = module("setting_up"), module("finding")
    monkeypatch.setenv("UV_OFFLINE", "1")
    stand_in(tmp_path / "wheels")
    folder = str(tmp_path / "own" / "environment")
    set_up = setting_up.SetUp(setting_up.steps(tool, folder, str(tmp_path / "wheels")), folder)
    assert set_up.progress.startswith("Step 1 of 3")
    wait(lambda: done(set_up), 300)
    assert (set_up.ended, set_up.sound) == ("Facings 9.9 is set up.", True)
    monkeypatch.delenv("FACINGS_COMMAND", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    command = finding.command("", "", folder)
    assert subprocess.run([command], capture_output=True, text=True, env=without_paths()).stdout == "9.9\n"
    assert [path.name for path in (tmp_path / "own").iterdir()] == ["environment"]
    setting_up.remove(folder)
    assert finding.command("", "", folder) == "" and not os.path.exists(folder)


def test_sources_and_tools_that_are_not_there_are_said(extension, tmp_path, monkeypatch):
    setting_up = module("setting_up")
    tool = setting_up.Tool("pip", sys.executable)
    path = stand_in(tmp_path / "wheels")
    assert setting_up.steps(tool, "x", str(path))[1][-1] == f"facings[render] @ {path.as_uri()}"
    assert setting_up.steps(tool, "x", "https://packages.example")[1][-3:-1] == ["-i", "https://packages.example"]
    assert setting_up.needs_network("") and setting_up.needs_network(str(path)) and not setting_up.needs_network(str(tmp_path))
    (tmp_path / "x.txt").touch()
    for source, said in ((str(tmp_path / "x.txt"), "is no wheel"), (str(tmp_path / "nothing"), "is not there")):
        with pytest.raises(ValueError, match=said):
            setting_up.steps(tool, "x", source)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert setting_up.find_tool() is None and "Install it" in setting_up.why_no_tool()


def test_what_fails_or_is_cancelled_leaves_nothing(extension, tmp_path):
    setting_up = module("setting_up")
    folder = str(tmp_path / "own" / "environment")
    stand_in(tmp_path / "wheels", "def main():\n    raise SystemExit('it is broken')\n")
    python = sys.executable
    set_up = setting_up.SetUp([[python, "-c", f"import os; os.makedirs({folder!r})"],
                               [python, "-c", "print('ERROR: no such wheel'); print('more'); raise SystemExit(3)"]], folder)
    wait(lambda: done(set_up), 60)
    assert "(exit code 3). ERROR: no such wheel" in set_up.ended and not set_up.sound and not list((tmp_path / "own").iterdir())
    set_up = setting_up.SetUp([[python, "-c", f"import os, time; os.makedirs({folder!r}); time.sleep(60)"]], folder)
    wait(lambda: os.path.isdir(folder), 60)
    set_up.cancel()
    assert set_up.ended == "The set-up was cancelled." and not list((tmp_path / "own").iterdir())
    set_up = setting_up.SetUp([[python, "-c", "pass"], ["/nowhere/python"]], folder)
    wait(lambda: done(set_up), 60)
    assert "cannot be started" in set_up.ended


def test_the_button_explains_or_sets_up(extension, tmp_path, monkeypatch):
    operators, preferences = module("set_up_operators"), module("preferences")
    open_template()
    folder = str(tmp_path / "own" / "environment")
    source = [""]
    for where in (operators, preferences):
        monkeypatch.setattr(where, "own_folder", lambda: folder)
        monkeypatch.setattr(where, "source", lambda: source[0])
    monkeypatch.setattr(module("session"), "own_folder", lambda: folder)
    if not bpy.app.online_access:
        with pytest.raises(RuntimeError, match="may not go online"):
            bpy.ops.facings.set_up()
        assert "may not go online" in operators.said()
    stand_in(tmp_path / "wheels")
    source[0] = str(tmp_path / "wheels")
    assert bpy.ops.facings.set_up() == {"FINISHED"} and not bpy.ops.facings.set_up.poll()
    wait(lambda: operators.running() is None, 300)
    assert operators.said() == "Facings 9.9 is set up."
    monkeypatch.delenv("FACINGS_COMMAND", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    bpy.ops.wm.read_homefile(use_empty=True)
    assert module("session").command().startswith(folder)
    assert bpy.ops.facings.set_up_remove() == {"FINISHED"} and module("session").command() == ""
    assert not bpy.ops.facings.set_up_remove.poll() and not bpy.ops.facings.set_up_cancel.poll()


@pytest.mark.slow
def test_the_wheel_that_is_built_here_installs(extension, tmp_path):
    """With stand-ins for what it needs, of the versions that are installed here: what they resolve to is pip's to say."""
    from packaging.metadata import parse_email
    from packaging.requirements import Requirement

    wheels = tmp_path / "wheels"
    wheels.mkdir()
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)], cwd=ROOT, check=True,
                   capture_output=True)
    path, = wheels.glob("facings-*.whl")
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        told, _ = parse_email(archive.read(name))
    for each in map(Requirement, told.get("requires_dist", [])):
        if each.marker is None or each.marker.evaluate({"extra": "render"}):
            wheel(wheels, each.name.replace("-", "_"), version(each.name))
    setting_up = module("setting_up")
    folder = str(tmp_path / "own" / "environment")
    commands = setting_up.steps(setting_up.Tool("pip", sys.executable), folder, str(wheels))
    set_up = setting_up.SetUp(commands[:-1], folder)
    wait(lambda: done(set_up), 600)
    assert set_up.sound, set_up.ended
    shown = subprocess.run(commands[-1], capture_output=True, text=True, cwd=tmp_path,
                           env=os.environ | {"PYTHONPATH": sysconfig.get_path("purelib")})
    assert shown.stdout.strip() == told["version"], shown.stderr
    where = subprocess.run([setting_up._program(folder, "python"), "-c", "import facings; print(facings.__file__)"],
                           capture_output=True, text=True, cwd=tmp_path, env=without_paths())
    assert where.stdout.startswith(folder)
