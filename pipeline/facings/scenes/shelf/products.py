"""Builds each SKU's body and print once, keeps them in the cache folder, and says what sampling must know of them.

Bodies (numpy meshes) and prints (Pillow) are keyed by what they are made from: the catalogue entry, the brand and the
source code that makes them. Nothing here imports Blender; a user's own model files go through `blender.model` in a process of its own.
"""

import hashlib
import io
import json
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from facings.blender.model_process import convert_model
from facings.resources import assets_dir, cache_dir
from facings.scenes.shelf.catalogue import Catalogue, Product
from facings.scenes.shelf.packages.package import ArtNet, MeshData, Package, Surface
from facings.scenes.shelf.sample.shape import ProductShape
from facings.spec import from_json, to_json

Progress = Callable[[str, int, int], None]
"""Called with what is being made, how many are done and how many there are."""

_HERE = Path(__file__).resolve().parent


class Products:
    """The bodies and prints of one catalogue; builds what is missing when it is first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.progress: Progress = lambda what, done, total: None
        self._shapes: dict[str, ProductShape] = {}

    def shapes(self, skus: Iterable[str]) -> Mapping[str, ProductShape]:
        """Return the shape of each SKU; bodies that the cache lacks are built in parallel.

        Raises InputError where a package cannot be built or a model file cannot be read.
        """
        wanted = sorted(set(skus))
        self._make([s for s in wanted if s not in self._shapes], "bodies", _has_body, _make_body)
        for sku in wanted:
            if sku not in self._shapes:
                self._shapes[sku] = _read_shape(self.body_folder(sku))
        return {s: self._shapes[s] for s in wanted}

    def make_prints(self, skus: Iterable[str]) -> None:
        """Draw the artwork that the cache lacks, in parallel; a multipack's includes that of what it holds."""
        wanted: set[str] = set()
        for sku in skus:
            product = self.catalogue.product(sku)
            wanted.add(sku)
            if product.content.inner:
                wanted.add(product.content.inner)
        generated = sorted(s for s in wanted if self.catalogue.product(s).model is None)
        self._make(generated, "bodies", _has_body, _make_body)
        self._make(generated, "prints", _has_print, _make_print)

    def body_folder(self, sku: str) -> Path:
        """The cache folder of a SKU's body: `package.json` and `mesh.npz`, or `model.blend` and `model.json`."""
        return cache_dir() / "bodies" / f"{sku}-{_body_key(self.catalogue, sku)}"

    def print_path(self, sku: str) -> Path:
        """The cached PNG of a generated SKU's artwork."""
        return _print_path(self.catalogue, sku)

    def _make(self, skus: list[str], what: str, exists: Callable[[Catalogue, str], bool],
              make: Callable[[Catalogue, str], None]) -> None:
        missing = [s for s in skus if not exists(self.catalogue, s)]
        if not missing:
            return
        self.progress(what, 0, len(missing))
        workers = min(len(missing), os.cpu_count() or 1)
        if workers == 1:
            for done, sku in enumerate(missing, 1):
                make(self.catalogue, sku)
                self.progress(what, done, len(missing))
            return
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context, initializer=_start_worker, initargs=(self.catalogue,)) as pool:
            jobs = [pool.submit(_run_in_worker, make, sku) for sku in missing]
            try:
                for done, job in enumerate(as_completed(jobs), 1):
                    job.result()
                    self.progress(what, done, len(missing))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


_worker_catalogue: list[Catalogue] = []


def _start_worker(catalogue: Catalogue) -> None:
    _worker_catalogue[:] = [catalogue]


def _run_in_worker(make: Callable[[Catalogue, str], None], sku: str) -> None:
    make(_worker_catalogue[0], sku)


def load_package(folder: Path) -> Package:
    """Return the package that was kept in a body folder; its hull included."""
    data = json.loads((folder / "package.json").read_text())
    with np.load(folder / "mesh.npz") as arrays:
        variants = tuple(
            MeshData(*(arrays[f"{i}_{name}"] for name in MeshData.__dataclass_fields__)) for i in range(data["variants"])
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


def _has_body(catalogue: Catalogue, sku: str) -> bool:
    folder = cache_dir() / "bodies" / f"{sku}-{_body_key(catalogue, sku)}"
    return folder.is_dir()


def _make_body(catalogue: Catalogue, sku: str) -> None:
    from facings.scenes.shelf import packages

    product = catalogue.product(sku)
    target = cache_dir() / "bodies" / f"{sku}-{_body_key(catalogue, sku)}"
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        if product.model is not None:
            convert_model(product.model, work / "model.blend", work / "model.json", sku=sku,
                          height_m=product.height_mm / 1000, turn_deg=product.turn_deg)
        else:
            package = packages.build(product, _inner(catalogue, product))
            _write_package(work, sku, package)
        _publish(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _inner(catalogue: Catalogue, product: Product) -> Package | None:
    from facings.scenes.shelf import packages

    return packages.build(catalogue.product(product.content.inner)) if product.content.inner else None


def _write_package(folder: Path, sku: str, package: Package) -> None:
    arrays = {
        f"{i}_{name}": getattr(mesh, name)
        for i, mesh in enumerate(package.variants) for name in MeshData.__dataclass_fields__
    }
    np.savez(folder / "mesh.npz", hull_m=package.hull_m, **arrays)
    (folder / "package.json").write_text(json.dumps({
        "sku": sku, "variants": len(package.variants), "surfaces": to_json(package.surfaces), "net": to_json(package.net),
        "round": package.round, "stack_levels": package.stack_levels, "stack_pitch_m": package.stack_pitch_m,
        "lying": list(package.lying), "tilt_back_max_rad": package.tilt_back_max_rad,
    }))


def _publish(work: Path, target: Path) -> None:
    """Rename a finished folder into place; where another process was faster, its equal result stays."""
    try:
        work.rename(target)
    except OSError:
        if not target.is_dir():
            raise


def _has_print(catalogue: Catalogue, sku: str) -> bool:
    return _print_path(catalogue, sku).exists()


def _make_print(catalogue: Catalogue, sku: str) -> None:
    from facings.scenes.shelf.artwork import draw

    product = catalogue.product(sku)
    package = load_package(cache_dir() / "bodies" / f"{sku}-{_body_key(catalogue, sku)}")
    buffer = io.BytesIO()
    # A low compression: the cache is local, and Blender decodes the file in every worker.
    draw(product, catalogue.brand(product.brand), package.net).save(buffer, "PNG", compress_level=3)
    path = _print_path(catalogue, sku)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".drawing-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(buffer.getvalue())
    os.replace(temporary, path)


def _print_path(catalogue: Catalogue, sku: str) -> Path:
    product = catalogue.product(sku)
    key = _digest(_body_key(catalogue, sku), _source("artwork"), catalogue.brand(product.brand).model_dump_json(),
                  _fonts(), version("pillow"))
    return cache_dir() / "prints" / f"{sku}-{key}.png"


def _body_key(catalogue: Catalogue, sku: str) -> str:
    product = catalogue.product(sku)
    inner = _body_key(catalogue, product.content.inner) if product.content.inner else ""
    model = _file_digest(product.model) if product.model is not None else ""
    return _digest(product.model_dump_json(exclude={"model"}), inner, model, _source("packages"), version("numpy"),
                   version("scipy"))


@cache
def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def _source(folder: str) -> str:
    """The digest of the code that makes bodies or prints: when it changes, they are made anew."""
    return _digest(*(p.read_text() for p in sorted((_HERE / folder).rglob("*.py"))))


@cache
def _fonts() -> str:
    return _digest((assets_dir() / "fonts.yaml").read_text())


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]
