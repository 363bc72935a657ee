"""Builds each SKU's body and print once, keeps them in the cache folder, and hands them to sampling and preparing.

Nothing here imports Blender; a user's own model files go through `blender.model` in a process of its own.
"""

import os
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, TypeVar

from facings.assets.folders import cache_dir
from facings.blender import model_process
from facings.errors import InputError
from facings.goods.artwork.canvas import PrintedText
from facings.goods.body_files import (
    DAMAGED,
    Body,
    ModelBody,
    PackageBody,
    load_package,
    read_model,
    read_net,
    read_shape,
    write_model,
    write_package,
)
from facings.goods.cache_keys import body_key, model_key, print_key
from facings.goods.catalogue import Catalogue
from facings.goods.entries import Brand, Product
from facings.goods.model_files import ModelFiles, files_of, keep_files, known_files
from facings.goods.print_levels import level_for, reduced_path, write_reduced
from facings.goods.shape import ProductShape
from facings.goods.text_places import package_texts, read_texts, texts_in_uv, texts_json
from facings.labels.surface_texts import SurfaceText
from facings.process.durable import exclusive
from facings.process.jobs import run_jobs
from facings.process.progress import Progress, silent

_Read = TypeVar("_Read")

LOADED_SKUS = 48
"""Bodies that stay loaded after the frames that used them; a frame that needs more loads more for its own time."""


class Products:
    """The bodies and prints of one catalogue; builds what is missing when it is first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._shapes: dict[str, ProductShape] = {}
        self._bodies: OrderedDict[str, Body] = OrderedDict()
        self._printed_px_per_mm: dict[str, float] = {}
        self._model_files: dict[str, ModelFiles] = {}
        self._texts: dict[str, dict[int, tuple[SurfaceText, ...]]] = {}

    def model_files(self, skus: Iterable[str], progress: Progress = silent) -> Mapping[str, ModelFiles]:
        """Return the files of those SKUs that are models; models that were not imported yet are, in parallel.

        The answer stays the same for the life of this object. Raises InputError where one cannot be read.
        """
        models = [s for s in sorted(set(skus)) if self.catalogue.product(s).model is not None]
        new = [s for s in models if s not in self._model_files]
        self._make("bodies", [self._body_job(s) for s in new], progress)
        return {s: self._files_of(s) for s in models}

    def shapes(self, skus: Iterable[str], progress: Progress = silent) -> Mapping[str, ProductShape]:
        """Return the shape of each SKU; bodies that the cache lacks are built in parallel.

        Raises InputError where a package cannot be built or a model file cannot be read.
        """
        wanted = sorted(set(skus))
        new = [s for s in wanted if s not in self._shapes]
        self._make("bodies", [self._body_job(s) for s in new], progress)
        for sku in new:
            self._shapes[sku] = self._read(sku, lambda folder, sku=sku: read_shape(folder, sku), progress)
        return {s: self._shapes[s] for s in wanted}

    def bodies(self, skus: Iterable[str], progress: Progress = silent,
               px_per_mm: Mapping[str, float] | None = None) -> Mapping[str, Body]:
        """Return the body of each SKU, its print with it; what the cache lacks is made in parallel.

        Prints are as fine as `px_per_mm` asks, by SKU (one that is not named: as coarse as there are), or in full where it
        is None. Raises InputError as `shapes` does, and where a type face is neither cached nor within reach.
        """
        wanted = sorted(set(skus))
        new = [s for s in wanted if s not in self._bodies]
        self._make("bodies", [self._body_job(s) for s in new], progress)
        self.make_prints(new, progress)
        for sku in wanted:
            if sku not in self._bodies:
                self._bodies[sku] = self._read(sku, lambda folder, sku=sku: self._body(sku, folder), progress)
            self._bodies.move_to_end(sku)
        found = {sku: self._bodies[sku] for sku in wanted}
        while len(self._bodies) > LOADED_SKUS:
            gone, _ = self._bodies.popitem(last=False)
            self._texts.pop(gone, None)
        return found if px_per_mm is None else self._reduced(found, px_per_mm, progress)

    def _reduced(self, bodies: Mapping[str, Body], px_per_mm: Mapping[str, float], progress: Progress) -> Mapping[str, Body]:
        """The bodies with prints no finer than they are needed."""
        result, jobs = dict(bodies), []
        for sku, body in bodies.items():
            if isinstance(body, PackageBody):
                levels = {o: level_for(self._net_px_per_mm(o), px_per_mm.get(sku, 0.0)) for o in body.prints}
                jobs += [_ReductionJob(path, levels[owner], reduced_path(path, levels[owner]))
                         for owner, path in body.prints.items() if levels[owner]]
                prints = {owner: reduced_path(path, levels[owner]) for owner, path in body.prints.items()}
                result[sku] = replace(body, prints=prints, levels=levels)
        self._make("smaller prints", jobs, progress)
        return result

    def _net_px_per_mm(self, sku: str) -> float:
        if sku not in self._printed_px_per_mm:
            self._printed_px_per_mm[sku] = read_net(self.body_folder(sku)).px_per_mm
        return self._printed_px_per_mm[sku]

    def texts(self, body: Body, variant: int) -> tuple[SurfaceText, ...]:
        """Return the text on a body that `bodies` returned; none on a user's model."""
        if isinstance(body, ModelBody):
            return ()
        known = self._texts.setdefault(body.sku, {})
        if variant not in known:
            known[variant] = package_texts(body, variant, {owner: self._read_texts(owner) for owner in self._printed(body.sku)})
        return known[variant]

    def _read_texts(self, sku: str) -> tuple[PrintedText, ...]:
        """The text on a SKU's print; where the file is damaged it is made anew."""
        try:
            return read_texts(self.texts_path(sku))
        except DAMAGED:
            self.texts_path(sku).unlink(missing_ok=True)
            self.make_prints([sku])
            return read_texts(self.texts_path(sku))

    def make_prints(self, skus: Iterable[str], progress: Progress = silent) -> None:
        """Draw the artwork that the cache lacks, in parallel; a multipack's includes that of what it holds."""
        generated = sorted({s for sku in skus for s in self._printed(sku)})
        self._make("bodies", [self._body_job(s) for s in generated], progress)
        self._make("prints", [self._print_job(s) for s in generated], progress)

    def body_folder(self, sku: str) -> Path:
        """The cache folder of a SKU's body: `package.json` and `mesh.npz`, or `model.blend` and `model.json`."""
        product = self.catalogue.product(sku)
        key = body_key(self.catalogue, sku) if product.model is None else model_key(product, self._files_of(sku))
        return _folder(sku, key)

    def print_path(self, sku: str) -> Path:
        """The cached PNG of a generated SKU's artwork."""
        return cache_dir() / "prints" / f"{sku}-{print_key(self.catalogue, sku)}.png"

    def texts_path(self, sku: str) -> Path:
        """The cached file beside it that says what text stands where."""
        return self.print_path(sku).with_suffix(".json")

    def _printed(self, sku: str) -> list[str]:
        """The SKUs whose artwork a product carries; none where it is a model."""
        product = self.catalogue.product(sku)
        return [] if product.model is not None else [s for s in (sku, product.content.inner) if s is not None]

    def _files_of(self, sku: str) -> ModelFiles:
        if sku not in self._model_files:
            model = self.catalogue.product(sku).model
            found = known_files(model) if model is not None else None
            if found is None:
                raise _changed(sku, model)
            self._model_files[sku] = found
        return self._model_files[sku]

    def _read(self, sku: str, read: Callable[[Path], _Read], progress: Progress) -> _Read:
        """What `read` makes of a SKU's body folder; one that is damaged is made anew."""
        try:
            return read(self.body_folder(sku))
        except DAMAGED:
            shutil.rmtree(self.body_folder(sku), ignore_errors=True)
            self._make("bodies", [self._body_job(sku)], progress)
            if not self.body_folder(sku).exists():
                raise _changed(sku, self.catalogue.product(sku).model) from None
            return read(self.body_folder(sku))

    def _body(self, sku: str, folder: Path) -> Body:
        if self.catalogue.product(sku).model is not None:
            return read_model(folder, sku)
        prints = {owner: self.print_path(owner) for owner in self._printed(sku)}
        return PackageBody(sku, load_package(folder), prints, self.catalogue.product(sku).content.inner)

    def _body_job(self, sku: str) -> "_BodyJob | _ModelJob":
        product = self.catalogue.product(sku)
        if product.model is not None:
            return _ModelJob(product, product.model)
        inner = self.catalogue.product(product.content.inner) if product.content.inner else None
        return _BodyJob(product, inner, self.body_folder(sku))

    def _print_job(self, sku: str) -> "_PrintJob":
        product = self.catalogue.product(sku)
        return _PrintJob(product, self.catalogue.brand(product.brand), self.body_folder(sku), self.print_path(sku),
                         self.texts_path(sku))

    def _make(self, what: str, jobs: "Sequence[_BodyJob | _ModelJob | _PrintJob | _ReductionJob]", progress: Progress) -> None:
        missing = [job for job in jobs if not job.is_done()]
        if not missing:
            return
        # Another worker may be at the same things; then there is nothing left to do.
        with exclusive(cache_dir() / f"{what}.lock"):
            missing = [job for job in missing if not job.is_done()]
            if missing:
                progress(what, 0, len(missing))
                run_jobs(missing, lambda done: progress(what, done, len(missing)))


def _changed(sku: str, model: Path | None) -> InputError:
    return InputError(f"Product {sku!r}: its model {model} changed while it was read. Start again when it is whole.")


def _folder(sku: str, key: str) -> Path:
    return cache_dir() / "bodies" / f"{sku}-{key}"


@contextmanager
def _building() -> Iterator[Path]:
    """A folder beside the bodies, gone at the end unless it was renamed."""
    bodies = cache_dir() / "bodies"
    bodies.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=bodies))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _appear(work: Path, target: Path) -> None:
    try:
        work.rename(target)
    except OSError:
        # Another process was faster; its result is equal.
        if not target.is_dir():
            raise


@contextmanager
def _appearing(target: Path) -> Iterator[BinaryIO]:
    """A file that appears whole at the end, or not at all."""
    handle, drawing = tempfile.mkstemp(prefix=".drawing-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.replace(drawing, target)
    except BaseException:
        Path(drawing).unlink(missing_ok=True)
        raise


@dataclass(frozen=True)
class _BodyJob:
    """Everything that a process needs to build one body; what it writes appears whole or not at all."""

    product: Product
    inner: Product | None
    target: Path

    def is_done(self) -> bool:
        return self.target.exists()

    def run(self) -> None:
        from facings.goods import packages

        with _building() as work:
            inner = packages.build(self.inner) if self.inner else None
            write_package(work, packages.build(self.product, inner))
            _appear(work, self.target)


@dataclass(frozen=True)
class _ModelJob:
    """Converts one model; where the body lies depends on the files that this reads."""

    product: Product
    model: Path

    def is_done(self) -> bool:
        files = known_files(self.model)
        return files is not None and self._target(files).exists()

    def run(self) -> None:
        product = self.product
        assert product.height_mm is not None, "the catalogue was checked"
        with _building() as work:
            before = files_of(self.model, ())
            converted = model_process.convert_model(
                self.model, work / "model.blend", owner=f"Product {product.sku!r}", height_m=product.height_mm / 1000,
                turns_deg=product.turns_deg, up=product.up)
            files = files_of(self.model, converted.files)
            if files.digests[self.model.name] != before.digests[self.model.name]:
                raise _changed(product.sku, self.model)
            write_model(work, converted)
            _appear(work, self._target(files))
            keep_files(files)

    def _target(self, files: ModelFiles) -> Path:
        return _folder(self.product.sku, model_key(self.product, files))


@dataclass(frozen=True)
class _PrintJob:
    """Everything that a process needs to draw one print."""

    product: Product
    brand: Brand
    body: Path
    target: Path
    texts: Path

    def is_done(self) -> bool:
        return self.target.exists() and self.texts.exists()

    def run(self) -> None:
        from facings.goods.artwork.sheet import printed

        self.target.parent.mkdir(parents=True, exist_ok=True)
        canvas = printed(self.product, self.brand, load_package(self.body).net)
        with _appearing(self.texts) as file:
            file.write(texts_json(texts_in_uv(canvas)).encode())
        with _appearing(self.target) as file:
            # A low compression: the cache is local, and Blender decodes the file in every worker.
            canvas.image.save(file, "PNG", compress_level=3)


@dataclass(frozen=True)
class _ReductionJob:
    """Halves one print `level` times."""

    source: Path
    level: int
    target: Path

    def is_done(self) -> bool:
        return self.target.exists()

    def run(self) -> None:
        write_reduced(self.source, self.level, self.target)
