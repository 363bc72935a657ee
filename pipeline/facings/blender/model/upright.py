"""Which way is up in a model's file, and how it comes to stand up in Blender."""

import re
from pathlib import Path

from mathutils import Matrix

UP = ("x", "y", "z", "-x", "-y", "-z")

_STANDS = {
    "y": ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
    "z": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "x": ((0, -1, 0), (0, 0, -1), (1, 0, 0)),
    "-y": ((1, 0, 0), (0, 0, 1), (0, -1, 0)),
    "-z": ((1, 0, 0), (0, -1, 0), (0, 0, -1)),
    "-x": ((0, 1, 0), (0, 0, -1), (-1, 0, 0)),
}
"""Rotation from the file's axes to Blender's, by the file's axis that points up; front to -Y where that is Y or Z."""

_FBX_UP = re.compile(rb'UpAxis(?:S\x03\0\0\0intS\x07\0\0\0IntegerS\0\0\0\0I(?P<binary>.{4})'
                     rb'|"[^\n]*?,\s*(?P<text>\d)\s*\n)', re.DOTALL)
_USD_UP = re.compile(rb'upAxis\s*=\s*"(?P<axis>[YZ])"')


def world_from_file(source: Path, up: str | None) -> Matrix:
    """Return the rotation that follows the import for the file's own axis `up` to point up; none where it is None.

    What the importer took for up is undone first: Y of glTF and OBJ, Z of PLY, STL and `.blend`, what FBX and USD say.
    """
    if up is None:
        return Matrix.Identity(4)
    imported = _rotation(_declared(source))
    return _rotation(up) @ imported.inverted()


def _rotation(up: str) -> Matrix:
    return Matrix(_STANDS[up]).to_4x4()


def _declared(source: Path) -> str:
    suffix = source.suffix.lower()
    if suffix in (".glb", ".gltf", ".obj"):
        return "y"
    if suffix == ".fbx":
        found = _FBX_UP.search(source.read_bytes())
        number = int.from_bytes(found["binary"], "little") if found and found["binary"] else int(found["text"]) if found else 1
        return "xyz"[number] if number < 3 else "y"
    if suffix in (".usd", ".usda", ".usdc", ".usdz"):
        found = _USD_UP.search(source.read_bytes())
        return found["axis"].decode().lower() if found else "y"
    return "z"
