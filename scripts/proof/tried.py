"""What trained models find in pictures, and how good that is, on rendered tests and on real photographs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from proof.detector import MULTIPLE, boxes_of
from proof.face_crops import box_around, crop, moved_back, square_around
from proof.face_data import Face, network_input
from proof.landmark_net import SIZE
from proof.points import FIXED, Variant, as_variant
from proof.real import RealFace, read_picture
from proof.scores import ap50, apart, point_errors
from proof.shelf_data import Shelf, resized
from proof.training import device, outputs

LONGEST_PX = {"tag": 640, "row": 320, "gap": 640}
"""The larger side of a picture in which each class is looked for."""


def points_in(network: nn.Module, pictures: Sequence[np.ndarray], boxes: Sequence[np.ndarray]) -> np.ndarray:
    """Return (N, 95, 2) points in pixels, of (H, W, 3) uint8 pictures and the boxes of a face in each."""
    squares, matrices = zip(*(crop(picture, square_around(box), SIZE) for picture, box in zip(pictures, boxes, strict=True)),
                            strict=True)
    found = outputs(network, network_input(list(squares))) * SIZE
    return np.stack([moved_back(points, matrix) for points, matrix in zip(found, matrices, strict=True)])


def on_rendered_faces(network: nn.Module, faces: Sequence[Face]) -> dict[str, Any]:
    """Return the errors by face beside its yaw and head model, plain."""
    found = points_in(network, [face.picture for face in faces], [box_around(face.points[:FIXED]) for face in faces])
    truth = np.stack([face.points[:FIXED] for face in faces])
    errors = point_errors(as_variant(found, "fixed"), truth)
    return {name: values.tolist() for name, values in errors.items()} | {
        "yaw_deg": [face.yaw_deg for face in faces], "head_model": [face.head_model for face in faces]}


def on_real_faces(network: nn.Module, faces: Sequence[RealFace], variant: Variant) -> dict[str, Any]:
    """Return the errors by face, and the points that were found, plain."""
    pictures = {file: read_picture(file) for file in {face.file for face in faces}}
    found = as_variant(points_in(network, [pictures[face.file] for face in faces], [face.box_xywh for face in faces]), variant)
    errors = point_errors(found, np.stack([face.points for face in faces]))
    return {name: values.tolist() for name, values in errors.items()} | {
        "yaw_deg": [face.yaw_deg for face in faces], "points": found.round(2).tolist()}


@dataclass(frozen=True)
class Found:
    """Average precision at IoU 0.5 and the boxes by picture."""

    ap50: float
    boxes: list[np.ndarray]


def boxes_in(network: nn.Module, picture: np.ndarray, name: str) -> np.ndarray:
    """Return (N, 5) boxes x, y, width, height, score of a class in an (H, W, 3) uint8 picture, in its pixels."""
    scale = LONGEST_PX[name] / max(picture.shape[:2])
    small = resized(picture, scale)
    height, width = (-(-side // MULTIPLE) * MULTIPLE for side in small.shape[:2])
    padded = np.full((height, width, 3), 127, np.uint8)
    padded[:small.shape[0], :small.shape[1]] = small
    with torch.inference_mode():
        output = network(torch.from_numpy(network_input([padded])).to(device())).cpu()
    found = np.array(boxes_of(output)[0][name], float).reshape(-1, 5)
    found[:, :4] /= scale
    # What begins or ends in the margin that was added ends at the picture.
    low = np.maximum(found[:, :2], 0)
    high = np.minimum(found[:, :2] + found[:, 2:4], picture.shape[1::-1])
    found[:, :2], found[:, 2:4] = low, high - low
    return apart(found[(found[:, 2] > 0) & (found[:, 3] > 0)])


def on_rendered_shelves(network: nn.Module, shelves: Sequence[Shelf], name: str) -> Found:
    """Return how a class's boxes are found; those that count for nothing in training count for nothing here."""
    found = [boxes_in(network, shelf.picture, name) for shelf in shelves]
    counts = [shelf.boxes[name][:, 4] > 0 for shelf in shelves]
    return Found(ap50([shelf.boxes[name][kept, :4] for shelf, kept in zip(shelves, counts, strict=True)], found,
                      [shelf.boxes[name][~kept, :4] for shelf, kept in zip(shelves, counts, strict=True)]), found)


def on_real_shelves(network: nn.Module, truth: dict[Path, np.ndarray], name: str) -> Found:
    """Return how a class's boxes are found in photographs."""
    found = [boxes_in(network, read_picture(file), name) for file in truth]
    return Found(ap50(list(truth.values()), found), found)
