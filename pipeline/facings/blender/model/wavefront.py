"""What an OBJ file names beside itself: material libraries and their textures, where Blender's importer looks for them."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from facings.blender.model.fault import ModelFault
from facings.blender.model.files_read import FilesRead

_KEYWORD = re.compile(rb"^[ \t]*(mtllib|usemtl)[ \t]+(.*?)[ \t\r]*$", re.MULTILINE)
_MAPS = ("map_kd", "map_ks", "map_ns", "map_ke", "map_d", "map_refl", "refl", "map_bump", "bump", "norm", "map_pr", "map_pm",
         "map_ps")
"""Lines of a material whose pictures the importer shows; others, like map_Ka, it passes over."""
_VALUES = {"-o": 3, "-s": 3, "-t": 3, "-bm": 1, "-blendu": 1, "-blendv": 1, "-boost": 1, "-cc": 1, "-clamp": 1, "-imfchan": 1,
           "-mm": 2, "-texres": 1, "-type": 1}
"""Options before a picture's name and how many values follow (MTL specification, 'Options for texture map statements')."""


def check_obj(model: Path, files: FilesRead) -> None:
    """Note the libraries and pictures that an OBJ file's materials need; raises ModelFault where one is not there.

    A library counts where a material that faces use is found in none of the others.
    """
    named, used = [], set()
    for match in _KEYWORD.finditer(model.read_bytes()):
        text = _text(match[2])
        if match[1] == b"mtllib":
            named.append(text.strip('"').replace("\\", "/"))
        else:
            used.add(text)
    found: dict[str, list[tuple[Path, str]]] = {}
    # The importer looks into the library of the model's own name too, whatever is named.
    candidates = list(dict.fromkeys([*named, model.with_suffix(".mtl").name]))
    there = [name for name in candidates if os.path.isfile(model.parent / name)]
    for name in there:
        library = files.check(name, "material library")
        for material, pictures in _materials(library):
            found.setdefault(material, [(library, picture) for picture in pictures])
    missing = [name for name in named if name not in there]
    unknown = sorted(used - found.keys())
    if missing and unknown:
        files.check(missing[0], "material library")
    for material in sorted(used & found.keys()):
        for library, picture in found[material]:
            files.check(_located(library, picture, material))


def _materials(library: Path) -> Iterator[tuple[str, list[str]]]:
    name, pictures = None, []
    for line in library.read_bytes().splitlines():
        key, _, rest = _text(line).strip().replace("\t", " ").partition(" ")
        if key.lower() == "newmtl":
            if name is not None:
                yield name, pictures
            name, pictures = rest.strip(), []
        elif key.lower() in _MAPS and rest.strip():
            pictures.append(rest.strip())
    if name is not None:
        yield name, pictures


def _located(library: Path, line: str, material: str) -> str:
    """The absolute path of a picture, by the readings of its line that the importer tries."""
    words = line.split()
    while words and words[0].lower() in _VALUES:
        count, option = _VALUES[words[0].lower()], words.pop(0).lower()
        while words and count and (option not in ("-o", "-s", "-t", "-mm") or _is_number(words[0])):
            words.pop(0)
            count -= 1
    plain = line.split(None, len(line.split()) - len(words))[-1] if words else line
    name = plain.strip().strip('"').replace("\\", "/")
    readings = [name, name.replace(" ", "_"), line.strip('"').replace("\\", "/"), os.path.basename(name)]
    for reading in readings:
        if reading and os.path.isfile(library.parent / reading):
            return str(library.parent / reading)
    if not name:
        raise ModelFault(f"has a material {material!r} with a picture line that names none: {line!r}")
    return str(library.parent / name)


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _text(data: bytes) -> str:
    """Text is UTF-8 by custom; what is not was written by an older program on Windows."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
