"""A small network that finds points in a face's square: heat maps whose centres of mass are the points.

It is trained from scratch, in minutes on two cores. Means of heat maps instead of a fully connected layer keep what it knows of
places from being learned once for every place (Nibali et al. 2018, "Numerical coordinate regression", has the reasons).
"""

import torch
from torch import Tensor, nn

SIZE = 96
"""Pixels of the square that it sees."""
_REACH = 1.3
"""How far beyond the square's middle points may lie, in halves of its side."""


def block(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    """Return a convolution of 3 x 3 with its norm."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """Two convolutions beside what they are given."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._one, self._two = block(width, width), nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self._norm = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self._norm(self._two(self._one(x))))


class LandmarkNet(nn.Module):
    """(B, 3, 96, 96) float32 around 0 -> (B, N, 2) points in the square's sides, (0, 0) its top-left corner."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._down = nn.ModuleList([
            nn.Sequential(block(3, 16, 2), block(16, 32, 2), Residual(32)),  # 24 x 24
            nn.Sequential(block(32, 80, 2), Residual(80), Residual(80)),  # 12
            nn.Sequential(block(80, 144, 2), Residual(144), Residual(144)),  # 6
        ])
        self._everywhere = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(144, 144, 1), nn.ReLU(inplace=True))
        self._up = nn.ModuleList([block(144, 80), block(80, 48)])
        self._beside = nn.ModuleList([nn.Conv2d(80, 80, 1), nn.Conv2d(32, 48, 1)])
        self._last = nn.Sequential(Residual(48), nn.Conv2d(48, count, 1))

    def forward(self, x: Tensor) -> Tensor:
        wide = self._down[0](x)
        middle = self._down[1](wide)
        deep = self._down[2](middle)
        x = deep + self._everywhere(deep)
        for up, beside, other in zip(self._up, self._beside, (middle, wide), strict=True):
            x = nn.functional.interpolate(up(x), scale_factor=2, mode="bilinear", align_corners=False) + beside(other)
        heat = self._last(x)
        return centres(heat)


def centres(heat: Tensor) -> Tensor:
    """Return the heat's centres of mass, stretched so that points may lie somewhat outside of the square."""
    batch, count, height, width = heat.shape
    share = heat.flatten(2).softmax(-1).view(batch, count, height, width)
    x = (torch.arange(width, device=heat.device) + 0.5) / width
    y = (torch.arange(height, device=heat.device) + 0.5) / height
    inner = torch.stack([(share.sum(2) * x).sum(-1), (share.sum(3) * y).sum(-1)], -1)
    return 0.5 + (inner - 0.5) * _REACH


def landmark_loss(found: Tensor, truth: Tensor) -> Tensor:
    """Return the mean distance of (B, N, 2) points in per cent of the square's side, damped far off; NaN ones do not count."""
    known = truth.isfinite().all(-1)
    off = 100 * (found - truth.nan_to_num()).abs().sum(-1)
    # Linear near the truth, logarithmic far off: a few hopeless faces do not rule a batch.
    lost = torch.where(off < 8, off, 8 * (1 + (off.clamp(min=8) / 8).log()))
    return lost[known].mean()
