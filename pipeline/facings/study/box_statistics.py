"""How a picture's boxes are arranged, and where boxes of photographs are read from: COCO files, or folders of YOLO's."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from facings.errors import InputError

STATISTICS: Mapping[str, str] = {
    "boxes": "how many there are, log2 of 1 more",
    "box size": "median root of a box's share of the picture, log2",
    "box size spread": "interquartile range of the same",
    "box aspect": "median width by height, log2",
    "box height": "median height of a box's middle, 0 above to 1 below",
    "crowding": "median distance of a box to the nearest other one, in its own sizes, log2",
    "covered share": "share of the picture that boxes cover, each counted",
    "rows": "how many rows boxes stand in, log2 of 1 more",
    "boxes a row": "log2 of 1 more",
}
"""Name -> what it is and its unit."""


def arrangement(boxes: np.ndarray, width_px: int, height_px: int) -> dict[str, float]:
    """Return the statistics of one picture's (N, 4) float64 boxes [x, y, width, height]; without boxes only their number is."""
    boxes = boxes[(boxes[:, 2] > 0) & (boxes[:, 3] > 0)]
    if not len(boxes):
        return {"boxes": 0.0}
    area = boxes[:, 2] * boxes[:, 3] / (width_px * height_px)
    size = np.log2(np.sqrt(area))
    middle = boxes[:, :2] + boxes[:, 2:] / 2
    rows = _rows(boxes)
    values = {
        "boxes": np.log2(1 + len(boxes)), "box size": np.median(size),
        "box size spread": np.subtract(*np.quantile(size, [0.75, 0.25])),
        "box aspect": np.median(np.log2(boxes[:, 2] / boxes[:, 3])), "box height": np.median(middle[:, 1]) / height_px,
        "covered share": area.sum(), "rows": np.log2(1 + rows), "boxes a row": np.log2(1 + len(boxes) / rows),
    }
    if len(boxes) > 1:
        values["crowding"] = np.median(np.log2(_nearest(middle) / np.sqrt(boxes[:, 2] * boxes[:, 3]) + 1e-3))
    return {name: float(value) for name, value in values.items()}


def _nearest(points: np.ndarray) -> np.ndarray:
    distances = np.linalg.norm(points[:, None] - points, axis=2)
    np.fill_diagonal(distances, np.inf)
    return distances.min(axis=1)


def _rows(boxes: np.ndarray) -> int:
    """Boxes whose lower edges are less than half a median height apart stand in one row."""
    bottoms = np.sort(boxes[:, 1] + boxes[:, 3])
    return 1 + int((np.diff(bottoms) > 0.5 * np.median(boxes[:, 3])).sum())


def photo_boxes(labels: Path, pictures: Sequence[Path], sizes: Mapping[Path, tuple[int, int]],
                categories: Sequence[str] = ()) -> dict[Path, np.ndarray]:
    """Return picture -> (N, 4) float64 boxes in pixels, of a COCO file or a folder of YOLO's text files.

    `sizes` gives each picture's (width, height). A picture without an entry has no boxes known and is left out. `categories`
    restricts COCO's to those of these names, where it has any of them. Raises
    InputError where the labels are neither, or name none of the pictures.
    """
    found = _yolo(labels, pictures, sizes) if labels.is_dir() else _coco(labels, pictures, categories)
    if not found:
        raise InputError(f"{labels} has labels of none of the {len(pictures)} photographs: files are matched by name.")
    return found


def _coco(path: Path, pictures: Sequence[Path], categories: Sequence[str]) -> dict[Path, np.ndarray]:
    try:
        told = json.loads(path.read_text("utf-8"))
        names = {image["id"]: Path(str(image["file_name"])).name for image in told["images"]}
        ids = {c["id"] for c in told["categories"]}
        wanted = {c["id"] for c in told["categories"] if {c["name"], c.get("supercategory")} & set(categories)} or ids
        boxes: dict[str, list] = {name: [] for name in names.values()}
        for entry in told["annotations"]:
            if entry["category_id"] in wanted:
                boxes[names[entry["image_id"]]].append([float(value) for value in entry["bbox"]])
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no COCO file ({type(error).__name__}: {error}); one, or a folder of YOLO's text files, is"
                         " expected.") from None
    return {picture: np.array(boxes[picture.name], float).reshape(-1, 4) for picture in pictures if picture.name in boxes}


def _yolo(folder: Path, pictures: Sequence[Path], sizes: Mapping[Path, tuple[int, int]]) -> dict[Path, np.ndarray]:
    found = {}
    for picture in pictures:
        file = folder / f"{picture.stem}.txt"
        if not file.is_file():
            continue
        try:
            rows = [[float(word) for word in line.split()[:5]] for line in file.read_text("utf-8").splitlines() if line.strip()]
            values = np.array(rows, float).reshape(-1, 5)
        except ValueError as error:
            raise InputError(f"{file} is no label file of YOLO ({error}): lines of class, x, y, width, height are"
                             " expected.") from None
        scale = np.array([*sizes[picture], *sizes[picture]], float)
        boxes = values[:, 1:] * scale
        boxes[:, :2] -= boxes[:, 2:] / 2
        found[picture] = boxes
    return found
