"""The files that a USD stage is composed of, asked of the library that Blender's importer reads it with."""

import os
import re
import sys
from pathlib import Path

import bpy

from facings.blender.model.fault import ModelFault
from facings.blender.model.files_read import FilesRead

_SAID = re.compile(r"Error in '.*?' at line \d+ in file .*? : '(?P<why>.*?)'\s*$", re.DOTALL | re.MULTILINE)
SUFFIXES = (".usd", ".usda", ".usdc", ".usdz")


def check_usd(model: Path, files: FilesRead) -> list[str]:
    """Note the layers and pictures of a stage, and return the names of pictures that are not there.

    Such a one counts where a material that is shown uses it, which Blender tells. Raises ModelFault where a layer is not there.
    """
    layers, assets, unresolved = _dependencies(model)
    found = [layer.realPath for layer in layers if layer.realPath] + [str(asset) for asset in assets]
    if not layers:
        raise ModelFault("cannot be read as USD: it is damaged or of another format")
    for name in sorted({name.partition("[")[0] for name in found}):  # within an archive: 'a.usdz[b.png]'
        files.check(name, "part")
    missing = sorted(map(str, unresolved))
    for name in missing:
        if os.path.splitext(name)[1].lower() in SUFFIXES:
            raise ModelFault(f"is composed with the layer {name!r}, which is not there. Put it there, or export the model anew"
                             " with all of its layers in one file")
    return missing


def _dependencies(model: Path) -> tuple[list, list, list]:
    # Blender keeps the library's Python modules where only its own Python looks for them.
    folder = Path(bpy.utils.resource_path("LOCAL")) / "python"
    places = [str(path.parent) for path in folder.rglob("pxr") if (path / "UsdUtils").is_dir()]
    sys.path.extend(places[:1])
    from pxr import Tf, UsdUtils  # pyright: ignore[reportMissingImports]

    try:
        return UsdUtils.ComputeAllDependencies(str(model))
    except Tf.ErrorException as error:
        raise ModelFault(f"cannot be read as USD: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    try:
        said = _SAID.search(str(error))
    except UnicodeDecodeError:  # it quotes the file
        return "its text is damaged, or is not UTF-8"
    return " ".join(said["why"].split())[:300].rstrip(".") if said else "Blender's USD library gave no reason"
