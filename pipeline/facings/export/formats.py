"""Which formats a dataset can be exported to: those of every dataset, and those that its scene kind brings."""

from facings.errors import InputError, nearest
from facings.export.bop import BopExporter
from facings.export.bop_webdataset import BopWebDatasetExporter
from facings.export.coco import CocoExporter
from facings.export.croissant import CroissantExporter
from facings.export.hugging_face import HuggingFaceExporter
from facings.export.kitti import KittiExporter
from facings.export.nocs import NocsExporter
from facings.export.panoptic import PanopticExporter
from facings.export.parquet import ParquetExporter
from facings.export.voc import VocExporter
from facings.export.webdataset import WebDatasetExporter
from facings.export.yolo import yolo_exporters
from facings.frames.kind_reading import Exporter
from facings.frames.scene_kind import reading_of


def formats_of(scene: str) -> tuple[Exporter, ...]:
    """Return the formats for datasets of a scene kind, those of every dataset first; the kind need not be installed."""
    reading = reading_of(scene)
    return (CocoExporter(reading), PanopticExporter(reading), *yolo_exporters(reading), VocExporter(reading),
            KittiExporter(reading), WebDatasetExporter(reading), HuggingFaceExporter(reading), ParquetExporter(reading),
            BopExporter(reading), BopWebDatasetExporter(reading), NocsExporter(reading),
            CroissantExporter(reading),
            *(reading.exporters if reading is not None else ()))


def format_called(name: str, scene: str) -> Exporter:
    """Return a format by name; raises InputError where datasets of this scene kind have no such format."""
    formats = {format.name: format for format in formats_of(scene)}
    if name not in formats:
        missing = "" if reading_of(scene) is not None else f" The scene kind {scene!r} is not installed; it may bring more."
        listed = "; ".join(f"{known}: {format.summary}" for known, format in formats.items())
        raise InputError(f"No format for datasets of {scene!r} is called {name!r}.{nearest(name, list(formats))}"
                         f" There are {listed}.{missing}")
    return formats[name]
