"""How a face dataset's head poses are spread, beside those of a set of photographs from the web."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from facings.frames.kind_reading import Record

FRONTAL_STD_DEG = (math.degrees(0.3), math.degrees(0.155), 5.0)
"""Yaw and pitch of CelebA's faces as normal distributions (the settings that pi-GAN was released with: Chan et al., CVPR 2021);
roll is small because such sets are aligned."""

_CELL_DEG = 15
_REACH_DEG = {"yaw": 90, "pitch": 45, "roll": 45}
_OURS, _THEIRS, _INK, _FAINT, _GRID = "#2f6fb0", "#c65b3b", "#22252b", "#6b7078", "#d9dce1"


def head_poses(records: Iterable[Record]) -> np.ndarray:
    """Return (N, 3) yaw, pitch and roll in degrees of all instances that have a head pose."""
    rows = [[i["head_pose"][f"{name}_deg"] for name in _REACH_DEG] for record in records for i in record["instances"]]
    return np.array(rows, float).reshape(-1, 3)


def pose_plot(poses_deg: np.ndarray, title: str) -> Image.Image:
    """Return the picture: the yaw-pitch map of (N, 3) poses, that of as many frontal photographs, and the three histograms."""
    count = len(poses_deg)
    frontal = np.random.default_rng(0).normal(0.0, FRONTAL_STD_DEG, (count, 3))
    figure = Figure(figsize=(13.2, 8.4), dpi=110, facecolor="#f6f7f9", layout="constrained")
    canvas = FigureCanvasAgg(figure)
    grid = figure.add_gridspec(2, 6, height_ratios=(3, 2))
    figure.suptitle(title, x=0.012, ha="left", fontsize=16, fontweight="bold", color=_INK)
    _map(figure.add_subplot(grid[0, :3]), poses_deg, "This dataset", _OURS)
    _map(figure.add_subplot(grid[0, 3:]), frontal, "As many photographs from the web (model of CelebA)", _THEIRS)
    for column, (name, reach) in enumerate(_REACH_DEG.items()):
        axes = figure.add_subplot(grid[1, 2 * column:2 * column + 2])
        _histogram(axes, poses_deg[:, column], frontal[:, column], name, max(reach, _rounded_reach(poses_deg[:, column])))
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy())


def covered_share(poses_deg: np.ndarray) -> float:
    """Return the share of the cells of 15 by 15 degrees, within +-90 yaw and +-45 pitch, that hold a pose."""
    yaw, pitch = poses_deg[:, 0], poses_deg[:, 1]
    cells, _, _ = np.histogram2d(yaw, pitch, bins=(_edges("yaw"), _edges("pitch")))
    return float((cells > 0).mean())


def _edges(name: str) -> np.ndarray:
    return np.arange(-_REACH_DEG[name], _REACH_DEG[name] + 1, _CELL_DEG)


def _rounded_reach(values: np.ndarray) -> float:
    return 15 * math.ceil(float(np.abs(values).max(initial=0.0)) / 15)


def _map(axes: Any, poses_deg: np.ndarray, title: str, colour: str) -> None:
    yaw, pitch = poses_deg[:, 0], poses_deg[:, 1]
    cells, x, y = np.histogram2d(yaw, pitch, bins=(_edges("yaw"), _edges("pitch")))
    axes.pcolormesh(x, y, cells.T, cmap="Blues" if colour == _OURS else "Oranges", vmin=0, alpha=0.75,
                    vmax=max(1.0, float(cells.max()) * 1.4))
    size = float(np.clip(1600 / max(len(poses_deg), 1), 2, 26))
    axes.scatter(yaw, pitch, s=size, color=colour, edgecolors="white", linewidths=0.4, zorder=3)
    axes.set(xlim=(-95, 95), ylim=(-50, 50), xlabel="yaw: the face turns to the picture's left (-) or right (+)",
             ylabel="pitch: down (-), up (+)")
    axes.set_title(f"{title}: {covered_share(poses_deg):.0%} of the map", loc="left", fontsize=11.5, color=_INK)
    _quiet(axes)
    axes.set_xticks(range(-90, 91, 30))
    axes.set_yticks(range(-45, 46, 15))
    axes.set_aspect("equal")


def _histogram(axes: Any, ours: np.ndarray, theirs: np.ndarray, name: str, reach: float) -> None:
    edges = np.linspace(-reach, reach, 25)
    axes.hist(ours, edges, color=_OURS, alpha=0.8, label="this dataset")
    axes.hist(theirs, edges, histtype="step", color=_THEIRS, linewidth=1.6, label="frontal photographs")
    axes.set(xlim=(-reach, reach), xlabel=f"{name} in degrees")
    axes.set_title(f"{name}: mean {ours.mean():+.0f}, deviation {ours.std():.0f}", loc="left", fontsize=11, color=_INK)
    if name == "yaw":
        axes.set_ylabel("faces")
        axes.legend(frameon=False, fontsize=9)
    _quiet(axes)


def _quiet(axes: Any) -> None:
    axes.grid(color=_GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_FAINT, labelsize=9)
    for spine in axes.spines.values():
        spine.set_color(_GRID)
