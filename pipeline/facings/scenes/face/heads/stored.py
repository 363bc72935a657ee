"""A head model in one `.npz` file, and the SHA-256 of its content."""

import dataclasses
import hashlib
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from facings.scenes.face.heads.model import Basis, HeadModel

SCHEMA = 5
"""Of the files; it grows whenever a converter would make other arrays from the same pack."""

_PAIRS = ("eyeball_vertices", "lid_upper", "lid_lower")


def _flat(fields: dict[str, Any]) -> dict[str, np.ndarray]:
    """Return the fields as plain arrays by name; tuples of arrays get numbered names."""
    arrays: dict[str, np.ndarray] = {}
    for name, value in fields.items():
        if isinstance(value, Basis):
            for part in dataclasses.fields(Basis):
                arrays[f"{name}.{part.name}"] = np.asarray(getattr(value, part.name))
        elif isinstance(value, tuple) and value and isinstance(value[0], np.ndarray):
            arrays |= {f"{name}.{k}": array for k, array in enumerate(value)}
        else:
            arrays[name] = np.asarray(value)
    return arrays


def content_sha256(fields: dict[str, Any]) -> str:
    """Return the hash of a head model's fields (all but `sha256` itself)."""
    digest = hashlib.sha256(str(SCHEMA).encode())
    for name, array in sorted(_flat(fields).items()):
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def write_head(model: HeadModel, path: Path) -> None:
    """Write the model to `path`, whole or not at all."""
    fields = {field.name: getattr(model, field.name) for field in dataclasses.fields(model)}
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(partial, "wb") as file:
            np.savez(file, **_flat(fields))
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def read_head(path: Path) -> HeadModel:
    """Return the model that `write_head` wrote. Raises OSError, ValueError or KeyError where the file is not one."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (zipfile.BadZipFile, EOFError) as error:
        raise ValueError(f"{path} is damaged: {error}") from error
    fields: dict[str, Any] = {}
    for field in dataclasses.fields(HeadModel):
        name = field.name
        if name in ("identity", "expression"):
            parts = {part.name: arrays[f"{name}.{part.name}"] for part in dataclasses.fields(Basis)}
            fields[name] = Basis(**(parts | {"names": tuple(parts["names"].tolist())}))
        elif name in _PAIRS or name == "joint_rings":
            fields[name] = tuple(arrays[f"{name}.{k}"] for k in range(2 if name in _PAIRS else 4))
        elif name == "missing_expressions":
            fields[name] = tuple(arrays[name].tolist())
        else:
            value = arrays[name]
            fields[name] = value.item() if value.ndim == 0 else value
    return HeadModel(**fields)
