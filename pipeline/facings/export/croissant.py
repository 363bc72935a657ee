"""Croissant: what a dataset is and where its files lie, as JSON-LD beside `dataset.json`.

By the format's specification 1.0 (MLCommons, http://mlcommons.org/croissant/1.0): each folder of pictures or maps is a FileSet.
Those that its readers decode are RecordSets too: a picture with its frame's number, or a map's path (readers make maps RGB).
Categories and semantic classes are records of their own. `mlcroissant.Dataset("DIR/croissant.json").records("images")` reads
it. Nothing of the run is in it, and no date.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from facings.dataset.layout import FRAMES, HEADER, IMAGES
from facings.dataset.reader import Dataset
from facings.errors import InputError
from facings.frames.kind_reading import Finding, KindReading
from facings.process.durable import write_lines_durably
from facings.process.progress import Progress, silent

NAME = "croissant.json"

_CONTEXT = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty", "samplingRate": "cr:samplingRate",
    "dct": "http://purl.org/dc/terms/", "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
    "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet",
    "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath",
    "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The specification's own, word for word: readers look for these names."""

_ENCODINGS = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".exr": "image/x-exr",
              ".npy": "application/x-npy"}
_EXACT = ("distribution", "recordSet")
"""What readers go by; name, description, licence and citation may be edited."""
_PICTURES = (".png", ".jpg", ".webp")
"""What its readers decode."""


@dataclass(frozen=True)
class CroissantOptions:
    """There are none."""


class CroissantExporter:
    """The format `croissant`; see `facings.frames.kind_reading.Exporter`."""

    name = "croissant"
    summary = "Croissant metadata, which loaders and catalogues of datasets read"
    options = CroissantOptions
    kept = NAME

    def __init__(self, reading: KindReading | None) -> None:
        """`reading` is that of the dataset's scene kind, of which nothing is needed."""

    def defaults(self, recipe: Mapping[str, Any]) -> CroissantOptions:
        """Return the only options."""
        return CroissantOptions()

    def write(self, folder: Path, out: Path | None, options: CroissantOptions, progress: Progress = silent) -> str:
        """Write the file, by default `DIR/croissant.json`; elsewhere it must be put beside `dataset.json` to be of use."""
        dataset = Dataset(folder)
        target = out or folder / NAME
        try:
            write_lines_durably(target, [json.dumps(described(dataset), indent=1, ensure_ascii=False), "\n"])
        except OSError as error:
            raise InputError(f"{target} cannot be written ({error.strerror or error}). Give --out a file where you may write."
                             ) from error
        return f"{target}: {len(dataset)} frames"

    def findings(self, folder: Path) -> Iterator[tuple[Path, Finding]]:
        """Yield a finding where `croissant.json` names other files or categories than the dataset has; all else is free."""
        file = folder / NAME
        if not file.exists():
            return
        try:
            told = json.loads(file.read_text("utf-8"))
            agree = {key: told.get(key) for key in _EXACT}
        except (OSError, ValueError, AttributeError) as error:
            yield file, (f"it cannot be read ({error})", "JSON-LD as facings annotate writes it")
            return
        try:
            right = described(Dataset(folder))
        except InputError:  # a damaged record, which verify tells
            return
        differing = [key for key in _EXACT if agree[key] != right[key]]
        if differing:
            yield file, (f"its {' and '.join(differing)} is not what the dataset holds", "what facings annotate writes")


def described(dataset: Dataset) -> dict[str, Any]:
    """Return a dataset's description as JSON-LD; which files a frame has is the recipe's, and so the first one's."""
    header = dataset.header
    first = dataset[0].record["files"] if len(dataset) else ()
    kinds = {PurePosixPath(path).parent.name: PurePosixPath(path).suffix for path in first}
    sets = [_file_set(folder, suffix) for folder, suffix in kinds.items()] + [_file_set(FRAMES, ".json")]
    records = [_file_records(folder) for folder, suffix in kinds.items() if suffix in _PICTURES]
    tables = {"categories": ("id", "name", "supercategory"), "semantic_classes": ("id", "name")}
    records += [_table(name, keys, getattr(header, name)) for name, keys in tables.items()]
    title = f"facings-{header.scene}-{header.fingerprint[:12]}"
    return {
        "@context": _CONTEXT, "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", "name": title,
        "description": f"Rendered pictures of the scene '{header.scene}' with exact labels, seed {header.seed}, by Facings"
                       f" {header.versions.get('facings', '')}. Recipe, categories, versions and licences stand in {HEADER}.",
        "version": "1.0.0", "license": sorted({str(asset["licence"]) for asset in header.assets}),
        "creator": {"@type": "sc:Organization", "name": "Facings"},
        "citeAs": "\n".join(sorted({str(a["attribution"]) for a in header.assets if a.get("attribution")})),
        "distribution": sets, "recordSet": records,
    }


def _file_set(folder: str, suffix: str) -> dict[str, Any]:
    return {"@type": "cr:FileSet", "@id": f"{folder}-files", "name": f"{folder}-files",
            "encodingFormat": _ENCODINGS.get(suffix, "application/json"), "includes": f"{folder}/*{suffix}"}


def _file_records(folder: str) -> dict[str, Any]:
    """A record for each file of a folder: the frame's number, and the picture, or where the map lies."""
    picture = folder == IMAGES
    name = "content" if picture else "path"
    content = {"@type": "cr:Field", "@id": f"{folder}/{name}", "name": name,
               "dataType": "sc:ImageObject" if picture else "sc:Text",
               "source": {"fileSet": {"@id": f"{folder}-files"},
                          "extract": {"fileProperty": "content" if picture else "fullpath"}}}
    number = {"@type": "cr:Field", "@id": f"{folder}/frame", "name": "frame", "dataType": "sc:Integer",
              "source": {"fileSet": {"@id": f"{folder}-files"}, "extract": {"fileProperty": "filename"},
                         "transform": {"regex": r"^0*(\d+)\."}}}
    return {"@type": "cr:RecordSet", "@id": folder, "name": folder, "field": [number, content]}


def _table(name: str, keys: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    keys = tuple(keys)
    fields = [{"@type": "cr:Field", "@id": f"{name}/{key}", "name": key,
               "dataType": "sc:Integer" if key == "id" else "sc:Text"} for key in keys]
    return {"@type": "cr:RecordSet", "@id": name, "name": name, "key": {"@id": f"{name}/id"}, "field": fields,
            "data": [{f"{name}/{key}": row[key] for key in keys} for row in rows]}
