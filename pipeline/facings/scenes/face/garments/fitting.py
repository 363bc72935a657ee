"""A garment being made on one person: layers of cloth, and sheets that are posed, kept off the neck and given thickness."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_filter1d

from facings.scenes.face.garments.chart import Chart
from facings.scenes.face.garments.cloth import Layer, hang_m, samples_m
from facings.scenes.face.garments.folds import folds_m
from facings.scenes.face.garments.necklines import around, yaw_at
from facings.scenes.face.garments.panel import FAR_M, Panel, closed_hull
from facings.scenes.face.garments.rays import AZIMUTH_RAD, COLUMNS
from facings.scenes.face.garments.spec import GarmentSpec
from facings.scenes.face.garments.torso import Build
from facings.scenes.face.geometry import point_tree
from facings.scenes.face.heads.model import PARTS, HeadModel
from facings.scenes.face.heads.shape import HeadShape

_BESIDE_M = 0.012
"""A vertex of the skin speaks for points whose foot lies no farther from it."""

_LINED = np.arange(60, -1, -4)
"""Columns of an open front's lining, from its hidden end to the edge."""

_NEAR_M = 0.05
"""Skin farther from a point of cloth than this cannot pierce it."""


class Fitting:
    """Panels are collected in `panels`; everything is in the posed body frame once it is in a panel."""

    def __init__(self, spec: GarmentSpec, shape: HeadShape, chart: Chart, build: Build) -> None:
        self.spec, self.chart, self.build = spec, chart, build
        self.scale = chart.scale
        self.rng = np.random.default_rng([spec.seed, 1])
        self.panels: list[Panel] = []
        self.top: Layer | None = None
        self._shape = shape
        self._skin = _Skin(shape, chart)

    def layer(self, ease_m: float, folds: str, fold_depth: float = 1.0, looseness: float | None = None) -> Layer:
        """Lay cloth over what is worn already and return it; it is `top` from now on."""
        loose = self.spec.looseness if looseness is None else looseness
        down = samples_m(self.chart)[:, None] / self.scale
        fold = folds_m(folds, len(down), self.rng) * self.spec.folds * fold_depth * (0.6 + 0.8 * loose)
        # Bands and collars hold the cloth flat.
        fold *= np.clip((down + 0.01) / 0.07, 0.12, 1.0)
        height = self.scale * (ease_m + fold) + hang_m(self.chart, loose)
        floor = self.scale * ease_m * 0.6 if self.top is None else self.top.height_m + 0.0025 * self.scale
        height = np.maximum(height, floor)
        self.top = Layer(self.chart, self.build, height)
        return self.top

    def body(self, layer: Layer, neckline_m: np.ndarray, slot: str, rows: int = 92, drop_m: float = 0.0,
             columns_rad: np.ndarray | None = None, edge: bool = False) -> None:
        """Add the trunk and sleeves of a layer below a neckline (COLUMNS,), its upper edge turned in to the skin."""
        yaw = AZIMUTH_RAD if columns_rad is None else columns_rad
        start = around(neckline_m, yaw)
        q = np.linspace(0, 1, rows)[:, None] ** 1.25
        down = start[None] + q * (self.chart.end_at(yaw) - start)[None]
        yaw = np.broadcast_to(yaw[None], down.shape)
        lip = 0.0015 * self.scale
        points = layer.at(yaw, down)
        tuck = self.chart.at(yaw[0], start + lip, np.minimum(layer.height_at(yaw[0], start), 0.001 * self.scale))
        roll = layer.at(yaw[0], start - lip, -0.5 * layer.height_at(yaw[0], start - lip))
        points = np.concatenate([tuck[None], roll[None], points])
        yaw = np.concatenate([yaw[:2], yaw])
        down = np.concatenate([down[:1], down[:1], down])
        trunk, sleeve = layer.threads(yaw, down, drop_m)
        points = self.settle(points, self.chart.weights_at(yaw, down), 0.0010 * self.scale)
        edge_m = down - start[None] if edge else None
        self.panels.append(Panel(points, trunk, slot, closed=columns_rad is None, arm_m=sleeve, edge_m=edge_m))

    def open_body(self, layer: Layer, neckline_m: np.ndarray, front_x_m: Callable[[np.ndarray], np.ndarray], slot: str,
                  rows: int = 96, drop_m: float = 0.0) -> None:
        """Add the trunk and sleeves of a layer that is open in front.

        `front_x_m` gives how far each front's edge lies from the body's middle by the distance below the natural neckline,
        both in mean necks' metres.
        """
        q = np.linspace(0, 1, rows) ** 1.25
        top = float(neckline_m[0])
        edge_down = top + q * (float(self.chart.end_m[0]) - top)
        edge_yaw = yaw_at(self.chart, front_x_m(edge_down / self.scale) * self.scale, edge_down)
        share = np.linspace(0, 1, COLUMNS + 1)
        yaw = edge_yaw[:, None] + share[None] * (2 * np.pi - 2 * edge_yaw[:, None])
        start = around(neckline_m, yaw[0])
        down = start[None] + q[:, None] * (self.chart.end_at(yaw) - start[None])
        height = layer.height_at(yaw, down)
        points = self.chart.at(yaw, down, height)
        # Edges are turned in and lined: some columns more at both fronts, and a row down to the skin at the neck.
        turned = self.chart.at(yaw, down, np.maximum(height - 0.006 * self.scale, 0.3 * height))
        lining = turned[:, _LINED], turned[:, COLUMNS - _LINED[::-1]]
        points = np.concatenate([lining[0], points, lining[1]], 1)
        wide = np.concatenate([_LINED, np.arange(COLUMNS + 1), COLUMNS - _LINED[::-1]])
        yaw, down = (np.concatenate([grid[:1], grid])[:, wide] for grid in (yaw, down))
        points = np.concatenate([self.chart.at(yaw[:1], down[:1], 0.001 * self.scale), points])
        trunk, sleeve = layer.threads(yaw, down, drop_m)
        across = np.abs(trunk[..., 0] - trunk[:, :1, 0]) + 0.002
        edge_m = np.minimum(across, np.abs(trunk[:, -1:, 0] - trunk[..., 0]) + 0.002)
        points = self.settle(points, self.chart.weights_at(yaw, down), 0.0010 * self.scale)
        keep = np.ones((points.shape[0] - 1, points.shape[1] - 1), bool)
        keep[0, : len(_LINED)] = keep[0, -len(_LINED):] = False
        self.panels.append(Panel(points, trunk, slot, arm_m=sleeve, edge_m=edge_m, keep=keep))

    def padded(self, points_m: np.ndarray, weights: np.ndarray, thick_m: np.ndarray, slot: str) -> None:
        """Add a padded sheet (R, C, 3) whose thickness (R, 1) in mean necks' metres is filled evenly to both sides."""
        middle = self.settle(points_m, weights, (0.0015 + 0.5 * float(thick_m.max())) * self.scale)
        offset = 0.5 * thick_m[..., None] * self.scale * _normals(middle, False)
        hull = closed_hull(middle + offset, middle - offset)
        self.panels.append(Panel(hull, closed_hull_values(_flat_cloth(middle, False)), slot))
        for column in (0, -1):
            self._cap(hull[:, column], slot, column == 0)

    def band(self, layer: Layer, upper_m: np.ndarray, lower_m: np.ndarray, thick_m: float, slot: str, rows: int = 9,
             follow: float = 0.6, stand_m: float = 0.0) -> None:
        """Add a rounded band around the neck between two necklines, over a layer; `stand_m` leans its upper edge outwards."""
        q = np.linspace(0, 1, rows)[:, None]
        down = upper_m[None] + q * (lower_m - upper_m)[None]
        yaw = np.broadcast_to(AZIMUTH_RAD[None], down.shape)
        lift = (0.5 * thick_m + stand_m * (1 - q) ** 2) * self.scale
        on_neck = np.minimum(layer.height_at(yaw, down), layer.height_at(yaw[-1:], down[-1:]))
        points = self.chart.at(yaw, down, on_neck * np.clip(q * 1.2, 0.35, 1) + lift)
        self.sheet(points, self.chart.weights_at(yaw, down) * follow, thick_m, slot, closed=True, round_m=0.35 * thick_m)

    def sheet(self, points_m: np.ndarray, weights: np.ndarray, thick_m: float, slot: str, closed: bool = False,
              round_m: float = 0.0, edges: bool = False, clear_m: float = 0.0012) -> np.ndarray:
        """Add unposed points (R, C, 3) of a sheet as cloth of some thickness; return its posed middle.

        `round_m` makes its section lens-shaped by so much; `edges` marks distances from its outline, for stitches.
        """
        middle = self.settle(points_m, weights, (clear_m + 0.5 * thick_m) * self.scale)
        normal = _normals(middle, closed)
        half = 0.5 * thick_m * self.scale
        bulge = round_m * self.scale * np.sin(np.linspace(0, np.pi, len(middle)))[:, None, None]
        hull = closed_hull(middle + (half + bulge) * normal, middle - half * normal)
        flat = _flat_cloth(middle, closed)
        distance = np.full(middle.shape[:2], FAR_M)
        if edges:
            along = flat[..., 1]
            distance = np.minimum(along, along[-1:] - along)
            if not closed:
                across = np.abs(flat[..., 0] - flat[:, :1, 0])
                distance = np.minimum(distance, np.minimum(across, np.abs(flat[:, -1:, 0] - flat[..., 0])))
        cloth = closed_hull_values(flat)
        self.panels.append(Panel(hull, cloth, slot, closed, edge_m=closed_hull_values(distance[..., None])[..., 0]))
        if not closed:
            for column in (0, -1):
                self._cap(hull[:, column], slot, column == 0)
        return middle

    def drop_hidden(self, front_x_m: Callable[[np.ndarray], np.ndarray], collar_m: float = 0.02) -> None:
        """Remove from the panels so far what a garment over them will cover: all but the front near its opening, and the
        neck down to `collar_m` below the natural neckline."""
        place = self.chart.translation_m
        for k, panel in enumerate(self.panels):
            point = (panel.points_m - place) / self.scale
            down = -0.19 - point[..., 2]
            seen = (point[..., 1] < 0.09) & (np.abs(point[..., 0]) < front_x_m(np.maximum(down, 0.0)) + 0.035)
            seen |= down < collar_m - 0.03
            right = np.roll(seen, -1, 1) if panel.closed else seen[:, 1:]
            left = seen if panel.closed else seen[:, :-1]
            keep = left[:-1] | left[1:] | right[:-1] | right[1:]
            self.panels[k] = replace(panel, keep=keep if panel.keep is None else keep & panel.keep)

    def settle(self, points_m: np.ndarray, weights: np.ndarray, clear_m: float) -> np.ndarray:
        """Return unposed points (R, C, 3) as the neck's turn takes them, pushed out of the skin to a distance."""
        return self._skin.keep_off(self._shape.pose(points_m, weights), clear_m)

    def rigid(self, points_m: np.ndarray, slot: str, closed: bool = True) -> None:
        """Add a small hard thing (R, C, 3) that stays with the torso."""
        self.panels.append(Panel(points_m, np.zeros((*points_m.shape[:2], 2)), slot, closed))

    def _cap(self, rim_m: np.ndarray, slot: str, first: bool) -> None:
        rows = (len(rim_m) - 3) // 2
        outer, inner = rim_m[: rows + 2], rim_m[rows + 1:][::-1]
        pair = np.stack([inner, outer] if first else [outer, inner], 1)
        self.panels.append(Panel(pair, np.zeros((*pair.shape[:2], 2)), slot))


class _Skin:
    """The posed neck, bust and jaw, for keeping cloth off them."""

    def __init__(self, shape: HeadShape, chart: Chart) -> None:
        model = shape.model
        skin = model.part == PARTS.index("skin")
        owner = np.repeat(np.arange(len(model.starts)), np.diff(np.append(model.starts, len(model.corners))))
        wanted = np.zeros(len(model.vertices_m), bool)
        wanted[model.corners[skin[owner]]] = True
        wanted &= (model.canonical_m[:, 2] < -0.045) & ~_on_edge(model)
        chosen = np.flatnonzero(wanted)
        self._points = shape.posed_m[chosen].astype(np.float64)
        self._normals = _vertex_normals(shape)[chosen]
        self._tree: Any = point_tree(self._points)
        self._low, self._high = self._points.min(0) - _NEAR_M, self._points.max(0) + _NEAR_M

    def keep_off(self, points_m: np.ndarray, clear_m: float) -> np.ndarray:
        result = np.array(points_m, np.float64)
        flat = result.reshape(-1, 3)
        near = np.flatnonzero(((flat > self._low) & (flat < self._high)).all(1))
        for attempt in range(2):
            _, index = self._tree.query(flat[near], distance_upper_bound=_NEAR_M)
            ok = index < len(self._points)
            at, skin = near[ok], index[ok]
            away = flat[at] - self._points[skin]
            height = (away * self._normals[skin]).sum(1)
            aside = np.linalg.norm(away - height[:, None] * self._normals[skin], axis=1)
            depth = np.where(aside < _BESIDE_M, clear_m - height, 0.0)
            push = np.maximum(depth, 0.0)[:, None] * self._normals[skin]
            field = np.zeros_like(flat)
            field[at] = push
            if attempt == 0:
                # Cloth gives way as a whole; on coarse heads single vertices would dent it.
                field = 1.3 * gaussian_filter(field.reshape(result.shape), (1.0, 3.0, 0.0), mode="nearest").reshape(-1, 3)
            flat += field
            near = at
            if len(near) == 0:
                break
        return flat.reshape(points_m.shape)


def closed_hull_values(values: np.ndarray) -> np.ndarray:
    """Return (2R + 3, C, K): values (R, C, K) of a sheet at the points of its `closed_hull`."""
    return np.concatenate([values[:1], values, values[-1:], values[::-1], values[:1]])


def _on_edge(model: HeadModel) -> np.ndarray:
    """Return (V,) bool: the vertices of open edges; past them the skin's normals say nothing."""
    following = np.arange(1, len(model.corners) + 1)
    following[np.append(model.starts[1:], len(model.corners)) - 1] = model.starts
    a, b = model.corners.astype(np.int64), model.corners[following].astype(np.int64)
    count = len(model.vertices_m)
    edge, times = np.unique(np.minimum(a, b) * count + np.maximum(a, b), return_counts=True)
    result = np.zeros(count, bool)
    result[edge[times == 1] // count] = True
    result[edge[times == 1] % count] = True
    return result


def _normals(points: np.ndarray, closed: bool) -> np.ndarray:
    along = np.gradient(points, axis=0)
    across = np.roll(points, -1, 1) - np.roll(points, 1, 1) if closed else np.gradient(points, axis=1)
    normal = np.cross(along, across)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)
    normal = gaussian_filter1d(normal, 1.0, axis=1, mode="wrap" if closed else "nearest")
    return normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)


def _flat_cloth(points: np.ndarray, closed: bool) -> np.ndarray:
    """Return (R, C, 2): lengths along the sheet's columns (of its middle row) and down its rows."""
    row = points[len(points) // 2]
    around_m = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(row, axis=0), axis=-1))])
    down_m = np.concatenate([np.zeros((1, points.shape[1])),
                             np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=-1), 0)])
    return np.stack([np.broadcast_to(around_m[None], down_m.shape), down_m], -1)


def _vertex_normals(shape: HeadShape) -> np.ndarray:
    model = shape.model
    points = shape.posed_m.astype(np.float64)
    sizes = np.diff(np.append(model.starts, len(model.corners)))
    a, b, c = (points[model.corners[model.starts + k]] for k in (0, 1, 2))
    last = points[model.corners[model.starts + sizes - 1]]
    # Of quads the diagonals' cross product; a triangle's last corner is its third.
    face = np.cross(c - a, last - b) if (sizes == 4).all() else np.where((sizes == 4)[:, None], np.cross(c - a, last - b),
                                                                       np.cross(b - a, c - a))
    owner = np.repeat(np.arange(len(sizes)), sizes)
    normal = np.stack([np.bincount(model.corners, face[owner, k], len(points)) for k in range(3)], -1)
    return normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
