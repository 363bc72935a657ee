"""The zip that `facings addon build` writes keeps the rules of Blender's extensions platform."""

import ast
import importlib.util
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import bpy
import pytest

from facings.blender.extension import build_extension, extension_files, extension_manifest, installed_extensions
from facings.blender.template_review import contract_modules

LIMIT_BYTES = 300_000


def facings(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "facings", *map(str, arguments)], capture_output=True, text=True)


def test_it_is_small_and_the_same_each_time(tmp_path):
    first, second = build_extension(tmp_path / "a.zip"), build_extension(tmp_path / "b.zip")
    assert first.read_bytes() == second.read_bytes() and first.stat().st_size < LIMIT_BYTES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.zip"]
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None
        assert {"blender_manifest.toml", "__init__.py", "core/kinds.py"} <= set(archive.namelist())
        assert not [name for name in archive.namelist() if name.startswith(("/", "..")) or "__pycache__" in name]


def test_its_code_imports_the_standard_library_and_blender_alone():
    allowed = sys.stdlib_module_names | {"bpy", "bpy_extras", "mathutils", "gpu", "gpu_extras"}
    for name, data in extension_files().items():
        if not name.endswith(".py"):
            continue
        for node in ast.walk(ast.parse(data)):
            found = [a.name for a in node.names] if isinstance(node, ast.Import) else (
                [node.module] if isinstance(node, ast.ImportFrom) and not node.level else [])
            assert {module.partition(".")[0] for module in found} <= allowed, name


def test_the_manifest_keeps_the_rules():
    """As Blender's own parser has them (`bl_pkg`), which comes along with bpy or not."""
    manifest = extension_manifest()
    assert manifest["id"] == "facings" and manifest["blender_version_min"] == "5.2.0"
    assert manifest["license"] == ["SPDX:GPL-3.0-or-later"] and set(manifest["permissions"]) == {"files", "network"}
    assert all(len(text) <= 64 and text[-1] not in ".!?" for text in (*manifest["permissions"].values(), manifest["tagline"]))
    root = Path(bpy.utils.system_resource("SCRIPTS")) / "addons_core" / "bl_pkg" / "cli" / "blender_ext.py"
    if not root.is_file():
        pytest.skip("this bpy came without bl_pkg")
    spec = importlib.util.spec_from_file_location("blender_ext", root)
    parser = importlib.util.module_from_spec(spec)
    sys.modules["blender_ext"] = parser
    spec.loader.exec_module(parser)
    found = parser.pkg_manifest_from_dict_and_validate(dict(manifest), from_repo=False, strict=True)
    assert not isinstance(found, str), found


def test_every_contract_that_is_known_travels():
    files = extension_files()
    for kind, module in contract_modules().items():
        if module.startswith("facings."):
            assert f"core/{'/'.join(module.split('.')[1:])}.py" in files, kind


def test_the_commands(tmp_path):
    done = facings("addon", "build", "--out", tmp_path / "f.zip")
    assert done.returncode == 0 and (tmp_path / "f.zip").is_file()
    done = facings("addon", "path")
    assert done.returncode == 0 and zipfile.is_zipfile(done.stdout.strip())
    (tmp_path / "file").touch()
    done = facings("addon", "build", "--out", tmp_path / "file" / "f.zip")
    assert done.returncode == 2 and "cannot be written" in done.stderr


def test_the_doctor_finds_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BLENDER_USER_RESOURCES", raising=False)
    assert installed_extensions() == {}
    folder = tmp_path / ".config" / "blender" / "5.2" / "extensions" / "user_default" / "facings"
    with zipfile.ZipFile(build_extension(tmp_path / "f.zip")) as archive:
        archive.extractall(folder)
    assert installed_extensions() == {folder: tomllib.loads((folder / "blender_manifest.toml").read_text())["version"]}
    (folder / "blender_manifest.toml").write_text("version = ")
    assert installed_extensions() == {}
