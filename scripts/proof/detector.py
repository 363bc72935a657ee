"""A small one-stage detector of a shelf's parts: price tags, rows (openings between boards) and gaps (empty facings).

Each class has a heat map of its boxes' middles, a cell of which tells how far the box's edges are (Liu et al. 2020,
"Training-time-friendly network for real-time object detection"). One network finds all three: rows are looked for in a small
picture, where it sees them whole, the others in a larger one.
"""

import torch
from torch import Tensor, nn

from proof.landmark_net import Residual, block

Box = tuple[float, float, float, float, float]
"""x, y, width, height, score."""

CLASSES = ("tag", "row", "gap")
STRIDE = 8
"""Pixels of a cell; pictures' sides are multiples of `MULTIPLE`."""
MULTIPLE = 32


class Detector(nn.Module):
    """(B, 3, H, W) float32 around 0 -> (B, 3 + 12, H / 8, W / 8): each class's heat before its sigmoid, and logarithms of the
    distances from a cell's middle to left, top, right and bottom of the box there, in cells."""

    def __init__(self) -> None:
        super().__init__()
        self._down = nn.ModuleList([
            nn.Sequential(block(3, 12, 2), block(12, 24, 2), block(24, 56, 2), Residual(56)),
            nn.Sequential(block(56, 80, 2), Residual(80), Residual(80)),
            nn.Sequential(block(80, 112, 2), Residual(112), Residual(112)),
        ])
        self._everywhere = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(112, 112, 1), nn.ReLU(inplace=True))
        self._up = nn.ModuleList([block(112, 80), block(80, 56)])
        self._heat = nn.Sequential(block(56, 56), nn.Conv2d(56, len(CLASSES), 1))
        self._edges = nn.Sequential(block(56, 56), nn.Conv2d(56, 4 * len(CLASSES), 1))
        nn.init.constant_(self._heat[-1].bias, -4.0)  # few cells are the middle of anything

    def forward(self, x: Tensor) -> Tensor:
        near = self._down[0](x)
        middle = self._down[1](near)
        far = self._down[2](middle)
        x = far + self._everywhere(far)
        for up, beside in zip(self._up, (middle, near), strict=True):
            x = nn.functional.interpolate(up(x), scale_factor=2, mode="bilinear", align_corners=False) + beside
        return torch.cat([self._heat(x), self._edges(x)], 1)


def detector_loss(output: Tensor, heat: Tensor, edges: Tensor, weight: Tensor, ignored: Tensor) -> Tensor:
    """Return focal loss of the heat plus the boxes' GIoU loss.

    `heat` (B, 3, h, w) is 1 at boxes' middles and falls off around them; `edges` (B, 3, 4, h, w) are distances in cells where
    `weight` (B, 3, h, w) is above 0; what is true of `ignored` (B, 3, h, w) counts for nothing.
    """
    classes = len(CLASSES)
    logits, told = output[:, :classes].float(), output[:, classes:].float().unflatten(1, (classes, 4))
    chance = logits.sigmoid().clamp(1e-4, 1 - 1e-4)
    middles = heat >= 0.999
    lost = torch.where(middles, -((1 - chance) ** 2) * chance.log(), -(chance**2) * (1 - chance).log() * (1 - heat) ** 4)
    focal = lost[~ignored].sum() / middles.sum().clamp(min=1)
    share = weight / weight.sum().clamp(min=1e-6)
    boxes = ((1 - _giou(told.clamp(-4, 6).exp(), edges)) * share).sum()
    return focal + 5 * boxes


def _giou(one: Tensor, other: Tensor) -> Tensor:
    """Return the generalised IoU of boxes around one cell's middle, by their edges' distances along axis 2."""
    (l1, t1, r1, b1), (l2, t2, r2, b2) = one.unbind(2), other.unbind(2)
    both = (torch.minimum(l1, l2) + torch.minimum(r1, r2)) * (torch.minimum(t1, t2) + torch.minimum(b1, b2))
    either = (l1 + r1) * (t1 + b1) + (l2 + r2) * (t2 + b2) - both
    around = (torch.maximum(l1, l2) + torch.maximum(r1, r2)) * (torch.maximum(t1, t2) + torch.maximum(b1, b2))
    return both / either.clamp(min=1e-6) - (around - either) / around.clamp(min=1e-6)


def boxes_of(output: Tensor, least: float = 0.02, most: int = 300) -> list[dict[str, list[Box]]]:
    """Return by picture and class the boxes that an output holds, in the input's pixels."""
    classes = len(CLASSES)
    heat, edges = output[:, :classes].sigmoid(), output[:, classes:].unflatten(1, (classes, 4)).clamp(-4, 6).exp()
    peaks = heat * (nn.functional.max_pool2d(heat, 3, 1, 1) == heat)
    found = []
    for peak, edge in zip(peaks, edges, strict=True):
        of_picture = {}
        for k, name in enumerate(CLASSES):
            scores, places = peak[k].flatten().topk(min(most, peak[k].numel()))
            kept = scores > least
            scores, places = scores[kept], places[kept]
            row, column = places // peak.shape[-1] + 0.5, places % peak.shape[-1] + 0.5
            left, top, right, bottom = edge[k].flatten(1)[:, places]
            boxes = torch.stack([column - left, row - top, left + right, top + bottom], 1) * STRIDE
            of_picture[name] = [(*box, score) for box, score in zip(boxes.tolist(), scores.tolist(), strict=True)]
        found.append(of_picture)
    return found
