"""What the cache keeps of a body: a generated package as JSON and arrays, or a user's model as a `.blend` with its facts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from facings.blender.model_process import ConvertedModel
from facings.errors import InputError
from facings.frames.spec import from_json, to_json
from facings.goods.packages.package import ArtNet, MeshData, Package, Surface
from facings.goods.shape import ProductShape
from facings.process.digest import file_sha256


@dataclass(frozen=True, eq=False)
class PackageBody:
    """A generated product, ready to be poured into Blender."""

    sku: str
    package: Package
    prints: Mapping[str, Path]
    """The PNG of each SKU whose artwork its surfaces carry: its own, and that of what it holds."""
    inner: str | None
    """The SKU that it holds."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """How often the picture of a print was halved; a SKU that is not named has it in full."""


@dataclass(frozen=True)
class ModelBody:
    """A user's model, converted to one mesh."""

    sku: str
    blend: Path
    mesh: str
    """The mesh's name in `blend`."""


Body = PackageBody | ModelBody

DAMAGED = (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile, InputError)
"""What reading a body folder raises that was cut off, emptied or overwritten."""


def load_package(folder: Path) -> Package:
    """Return the package that was kept in a body folder; its hull included."""
    data = json.loads((folder / "package.json").read_text())
    with np.load(folder / "mesh.npz") as arrays:
        variants = tuple(
            MeshData(*(arrays[f"{i}_{name}"] for name in MeshData.__dataclass_fields__))
            for i in range(data["variants"])
        )
        hull = arrays["hull_m"]
    return Package(
        variants=variants, surfaces=tuple(from_json(Surface, s) for s in data["surfaces"]),
        net=from_json(ArtNet, data["net"]), round=data["round"], stack_levels=data["stack_levels"],
        stack_pitch_m=data["stack_pitch_m"], lying=tuple(data["lying"]), tilt_back_max_rad=data["tilt_back_max_rad"],
        hull_m=hull,
    )


def write_package(folder: Path, package: Package) -> None:
    """Write `package.json` and `mesh.npz` into a body folder."""
    arrays = {
        f"{i}_{name}": getattr(mesh, name)
        for i, mesh in enumerate(package.variants) for name in MeshData.__dataclass_fields__
    }
    np.savez(folder / "mesh.npz", hull_m=package.hull_m, **arrays)
    (folder / "package.json").write_text(json.dumps({
        "variants": len(package.variants), "surfaces": to_json(package.surfaces),
        "net": to_json(package.net), "round": package.round, "stack_levels": package.stack_levels,
        "stack_pitch_m": package.stack_pitch_m,
        "lying": list(package.lying), "tilt_back_max_rad": package.tilt_back_max_rad,
    }))


def read_net(folder: Path) -> ArtNet:
    """Return the net of the package that was kept in a body folder."""
    return from_json(ArtNet, json.loads((folder / "package.json").read_text())["net"])


def read_shape(folder: Path, sku: str) -> ProductShape:
    """Return what placing a product must know of its body, which lies in a folder."""
    if (folder / "model.json").exists():
        data = json.loads((folder / "model.json").read_text())
        return ProductShape(
            sku=sku, size_m=tuple(data["size_m"]), hull_m=np.array(data["hull_m"], np.float32), round=False,
            stack_levels=1, stack_pitch_m=0.0, lying=(), tilt_back_max_rad=0.0, variants=1,
        )
    return ProductShape.from_package(sku, load_package(folder))


def read_model(folder: Path, sku: str) -> ModelBody:
    """Return the model that was kept in a body folder; raises ValueError or OSError where it is damaged."""
    facts = json.loads((folder / "model.json").read_text())
    if file_sha256(folder / "model.blend") != facts["sha256"]:
        raise ValueError(f"{folder / 'model.blend'} is not what was written")
    return ModelBody(sku, folder / "model.blend", facts["mesh"])


def write_model(folder: Path, model: ConvertedModel) -> None:
    """Write the facts of the `model.blend` in a body folder."""
    facts = {"mesh": model.mesh, "size_m": model.size_m, "hull_m": model.hull_m, "sha256": file_sha256(folder / "model.blend")}
    (folder / "model.json").write_text(json.dumps(facts))
