"""Builds each SKU's body and print once, keeps them in the cache folder, and hands them to sampling and preparing.

Nothing here imports Blender; a user's own model files go through `blender.model` in a process of its own.
"""

import os
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from facings.assets.folders import cache_dir
from facings.blender import model_process
from facings.goods.body_files import Body, PackageBody, load_package, read_model, read_net, read_shape, write_package
from facings.goods.cache_keys import body_key, print_key
from facings.goods.catalogue import Catalogue
from facings.goods.entries import Brand, Product
from facings.goods.print_levels import level_for, reduced_path, write_reduced
from facings.goods.shape import ProductShape
from facings.process.durable import exclusive
from facings.process.jobs import run_jobs
from facings.process.progress import Progress, silent

LOADED_SKUS = 48
"""Bodies that stay loaded after the frames that used them; a frame that needs more loads more for its own time."""


class Products:
    """The bodies and prints of one catalogue; builds what is missing when it is first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._shapes: dict[str, ProductShape] = {}
        self._bodies: OrderedDict[str, Body] = OrderedDict()
        self._printed_px_per_mm: dict[str, float] = {}

    def shapes(self, skus: Iterable[str], progress: Progress = silent) -> Mapping[str, ProductShape]:
        """Return the shape of each SKU; bodies that the cache lacks are built in parallel.

        Raises InputError where a package cannot be built or a model file cannot be read.
        """
        wanted = sorted(set(skus))
        new = [s for s in wanted if s not in self._shapes]
        self._make("bodies", [self._body_job(s) for s in new], progress)
        for sku in new:
            self._shapes[sku] = read_shape(self.body_folder(sku), sku)
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
                self._bodies[sku] = self._body(sku)
            self._bodies.move_to_end(sku)
        found = {sku: self._bodies[sku] for sku in wanted}
        while len(self._bodies) > LOADED_SKUS:
            self._bodies.popitem(last=False)
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

    def make_prints(self, skus: Iterable[str], progress: Progress = silent) -> None:
        """Draw the artwork that the cache lacks, in parallel; a multipack's includes that of what it holds."""
        generated = sorted({s for sku in skus for s in self._printed(sku)})
        self._make("bodies", [self._body_job(s) for s in generated], progress)
        self._make("prints", [self._print_job(s) for s in generated], progress)

    def body_folder(self, sku: str) -> Path:
        """The cache folder of a SKU's body: `package.json` and `mesh.npz`, or `model.blend` and `model.json`."""
        return cache_dir() / "bodies" / f"{sku}-{body_key(self.catalogue, sku)}"

    def print_path(self, sku: str) -> Path:
        """The cached PNG of a generated SKU's artwork."""
        return cache_dir() / "prints" / f"{sku}-{print_key(self.catalogue, sku)}.png"

    def _printed(self, sku: str) -> list[str]:
        """The SKUs whose artwork a product carries; none where it is a model."""
        product = self.catalogue.product(sku)
        return [] if product.model is not None else [s for s in (sku, product.content.inner) if s is not None]

    def _body(self, sku: str) -> Body:
        folder = self.body_folder(sku)
        if self.catalogue.product(sku).model is not None:
            return read_model(folder, sku)
        prints = {owner: self.print_path(owner) for owner in self._printed(sku)}
        return PackageBody(sku, load_package(folder), prints, self.catalogue.product(sku).content.inner)

    def _body_job(self, sku: str) -> "_BodyJob":
        product = self.catalogue.product(sku)
        inner = self.catalogue.product(product.content.inner) if product.content.inner else None
        return _BodyJob(product, inner, self.body_folder(sku))

    def _print_job(self, sku: str) -> "_PrintJob":
        product = self.catalogue.product(sku)
        return _PrintJob(product, self.catalogue.brand(product.brand), self.body_folder(sku), self.print_path(sku))

    def _make(self, what: str, jobs: "Sequence[_BodyJob | _PrintJob | _ReductionJob]", progress: Progress) -> None:
        missing = [job for job in jobs if not job.target.exists()]
        if not missing:
            return
        # Another worker may be at the same things; then there is nothing left to do.
        with exclusive(cache_dir() / f"{what}.lock"):
            missing = [job for job in missing if not job.target.exists()]
            if missing:
                progress(what, 0, len(missing))
                run_jobs(missing, lambda done: progress(what, done, len(missing)))


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
            if product.model is not None and product.height_mm is not None:
                model_process.convert_model(product.model, work / "model.blend", work / "model.json",
                                            owner=f"Product {product.sku!r}",
                                            height_m=product.height_mm / 1000, turn_deg=product.turn_deg)
            else:
                inner = packages.build(self.inner) if self.inner else None
                write_package(work, packages.build(product, inner))
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


@dataclass(frozen=True)
class _ReductionJob:
    """Halves one print `level` times."""

    source: Path
    level: int
    target: Path

    def run(self) -> None:
        write_reduced(self.source, self.level, self.target)
