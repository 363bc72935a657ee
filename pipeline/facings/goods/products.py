"""Builds each SKU's body and print once, keeps them in the cache folder, and says what sampling must know of them.

Bodies (numpy meshes) and prints (Pillow) are keyed by what they are made from: the catalogue entry, the brand and the
source code that makes them. Nothing here imports Blender; a user's own model files go through `blender.model` in a
process of its own.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from facings.assets.folders import assets_dir, cache_dir
from facings.blender import model_process
from facings.frames.spec import from_json, to_json
from facings.goods import tables
from facings.goods.catalogue import Catalogue
from facings.goods.entries import Brand, Product, ean13
from facings.goods.packages.package import ArtNet, MeshData, Package, Surface
from facings.goods.shape import ProductShape
from facings.goods.vocabulary import HEROES, LAYOUTS, PACKAGE_KINDS
from facings.process.digest import file_sha256
from facings.process.durable import exclusive
from facings.process.jobs import run_jobs
from facings.process.progress import Progress, silent

_HERE = Path(__file__).resolve().parent


class Products:
    """The bodies and prints of one catalogue; builds what is missing when it is first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.progress: Progress = silent
        self._shapes: dict[str, ProductShape] = {}

    def shapes(self, skus: Iterable[str]) -> Mapping[str, ProductShape]:
        """Return the shape of each SKU; bodies that the cache lacks are built in parallel.

        Raises InputError where a package cannot be built or a model file cannot be read.
        """
        wanted = sorted(set(skus))
        new = [s for s in wanted if s not in self._shapes]
        self._make("bodies", [self._body_job(s) for s in new])
        for sku in new:
            self._shapes[sku] = _read_shape(self.body_folder(sku))
        return {s: self._shapes[s] for s in wanted}

    def make_prints(self, skus: Iterable[str]) -> None:
        """Draw the artwork that the cache lacks, in parallel; a multipack's includes that of what it holds."""
        wanted = {s for sku in skus for s in (sku, self.catalogue.product(sku).content.inner) if s is not None}
        generated = sorted(s for s in wanted if self.catalogue.product(s).model is None)
        self._make("bodies", [self._body_job(s) for s in generated])
        self._make("prints", [self._print_job(s) for s in generated])

    def body_folder(self, sku: str) -> Path:
        """The cache folder of a SKU's body: `package.json` and `mesh.npz`, or `model.blend` and `model.json`."""
        return cache_dir() / "bodies" / f"{sku}-{_body_key(self.catalogue, sku)}"

    def print_path(self, sku: str) -> Path:
        """The cached PNG of a generated SKU's artwork."""
        product = self.catalogue.product(sku)
        key = _digest(product.model_dump_json(exclude={"model"}), ean13(product),
                      self.catalogue.brand(product.brand).model_dump_json(), _body_key(self.catalogue, sku),
                      _print_code(product), tables.digest(tables.PRINT_TABLES), _fonts(), _versions("pillow"))
        return cache_dir() / "prints" / f"{sku}-{key}.png"

    def _body_job(self, sku: str) -> "_BodyJob":
        product = self.catalogue.product(sku)
        inner = self.catalogue.product(product.content.inner) if product.content.inner else None
        return _BodyJob(product, inner, self.body_folder(sku))

    def _print_job(self, sku: str) -> "_PrintJob":
        product = self.catalogue.product(sku)
        return _PrintJob(product, self.catalogue.brand(product.brand), self.body_folder(sku), self.print_path(sku))

    def _make(self, what: str, jobs: "Sequence[_BodyJob | _PrintJob]") -> None:
        missing = [job for job in jobs if not job.target.exists()]
        if not missing:
            return
        # Another worker may be at the same things; then there is nothing left to do.
        with exclusive(cache_dir() / f"{what}.lock"):
            missing = [job for job in missing if not job.target.exists()]
            if missing:
                self._run(what, missing)

    def _run(self, what: str, missing: "Sequence[_BodyJob | _PrintJob]") -> None:
        self.progress(what, 0, len(missing))
        run_jobs(missing, lambda done: self.progress(what, done, len(missing)))


@dataclass(frozen=True)
class _BodyJob:
    """Everything that a process needs to build one body; what it writes appears whole or not at all."""

    product: Product
    inner: Product | None
    target: Path

    def run(self) -> None:
        from facings.goods import packages

        self.target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".building-", dir=self.target.parent))
        try:
            product = self.product
            if product.model is not None:
                model_process.convert_model(product.model, work / "model.blend", work / "model.json", sku=product.sku,
                                            height_m=product.height_mm / 1000, turn_deg=product.turn_deg)
            else:
                inner = packages.build(self.inner) if self.inner else None
                _write_package(work, product.sku, packages.build(product, inner))
            try:
                work.rename(self.target)
            except OSError:
                # Another process was faster; its result is equal.
                if not self.target.is_dir():
                    raise
        finally:
            shutil.rmtree(work, ignore_errors=True)


@dataclass(frozen=True)
class _PrintJob:
    """Everything that a process needs to draw one print."""

    product: Product
    brand: Brand
    body: Path
    target: Path

    def run(self) -> None:
        from facings.goods.artwork import draw

        self.target.parent.mkdir(parents=True, exist_ok=True)
        handle, drawing = tempfile.mkstemp(prefix=".drawing-", dir=self.target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                # A low compression: the cache is local, and Blender decodes the file in every worker.
                draw(self.product, self.brand, load_package(self.body).net).save(file, "PNG", compress_level=3)
            os.replace(drawing, self.target)
        except BaseException:
            Path(drawing).unlink(missing_ok=True)
            raise


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


def _read_shape(folder: Path) -> ProductShape:
    if (folder / "model.json").exists():
        data = json.loads((folder / "model.json").read_text())
        return ProductShape(
            sku=data["sku"], size_m=tuple(data["size_m"]), hull_m=np.array(data["hull_m"], np.float32), round=False,
            stack_levels=1, stack_pitch_m=0.0, lying=(), tilt_back_max_rad=0.0, variants=1,
        )
    return ProductShape.from_package(json.loads((folder / "package.json").read_text())["sku"], load_package(folder))


def _write_package(folder: Path, sku: str, package: Package) -> None:
    arrays = {
        f"{i}_{name}": getattr(mesh, name)
        for i, mesh in enumerate(package.variants) for name in MeshData.__dataclass_fields__
    }
    np.savez(folder / "mesh.npz", hull_m=package.hull_m, **arrays)
    (folder / "package.json").write_text(json.dumps({
        "sku": sku, "variants": len(package.variants), "surfaces": to_json(package.surfaces),
        "net": to_json(package.net), "round": package.round, "stack_levels": package.stack_levels,
        "stack_pitch_m": package.stack_pitch_m,
        "lying": list(package.lying), "tilt_back_max_rad": package.tilt_back_max_rad,
    }))


def _body_key(catalogue: Catalogue, sku: str) -> str:
    product = catalogue.product(sku)
    inner = _body_key(catalogue, product.content.inner) if product.content.inner else ""
    if product.model is not None:
        made_by = _file_digest(product.model) + _file_digest(Path(model_process.__file__).with_name("model.py"))
    else:
        made_by = _source("packages") + tables.digest(tables.BODY_TABLES) + _versions("numpy", "scipy")
        made_by += PACKAGE_KINDS.code(product.package) if product.package else ""
    # What is only printed or priced does not change a body.
    shaping = product.model_dump_json(include={"sku", "package", "size_mm", "content", "height_mm", "turn_deg"})
    art = f"{product.art.layout} {product.art.hero}" if product.art else ""
    return _digest(shaping, art, inner, made_by)


@cache
def _file_digest(path: Path) -> str:
    return file_sha256(path)


@cache
def _source(folder: str) -> str:
    """The digest of the code that makes bodies or prints: when it changes, they are made anew."""
    return _digest(*(p.read_text() for p in sorted((_HERE / folder).rglob("*.py"))))


def _print_code(product: Product) -> str:
    installed = LAYOUTS.code(product.art.layout) + HEROES.code(product.art.hero) if product.art else ""
    return _source("artwork") + installed


@cache
def _versions(*packages: str) -> str:
    return " ".join(map(version, packages))


@cache
def _fonts() -> str:
    return _digest((assets_dir() / "fonts.yaml").read_text())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]
