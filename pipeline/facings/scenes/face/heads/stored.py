"""A head model as plain arrays and back, and the SHA-256 of its content."""

import dataclasses
import hashlib
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
    digest = hashlib.sha256()
    for name, array in sorted(_flat(fields).items()):
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def head_arrays(model: HeadModel) -> dict[str, np.ndarray]:
    """Return everything in a model as plain arrays by name."""
    return _flat({field.name: getattr(model, field.name) for field in dataclasses.fields(model)})


def head_from_arrays(arrays: dict[str, np.ndarray]) -> HeadModel:
    """Return the model whose `head_arrays` these are. Raises KeyError where one is missing."""
    fields: dict[str, Any] = {}
    for field in dataclasses.fields(HeadModel):
        name = field.name
        if name in ("identity", "expression"):
            parts: dict[str, Any] = {part.name: arrays[f"{name}.{part.name}"] for part in dataclasses.fields(Basis)}
            parts["names"] = tuple(parts["names"].tolist())
            fields[name] = Basis(**parts)
        elif name in _PAIRS or name == "joint_rings":
            fields[name] = tuple(arrays[f"{name}.{k}"] for k in range(2 if name in _PAIRS else 4))
        elif name == "missing_expressions":
            fields[name] = tuple(arrays[name].tolist())
        else:
            value = arrays[name]
            fields[name] = value.item() if value.ndim == 0 else value
    return HeadModel(**fields)
