"""Where on a body's surface the text of its print lies: from the sheet, through the mesh's texture coordinates, to metres."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from facings.goods.artwork.canvas import Canvas, PrintedText
from facings.goods.body_files import PackageBody
from facings.goods.packages.contents import INNER
from facings.goods.packages.package import MeshData
from facings.labels.surface_texts import SurfaceText

_COLUMNS, _ROWS = 8, 3
"""Points that are looked for in each line of text."""
_MIDDLE = (_ROWS // 2) * _COLUMNS + _COLUMNS // 2
_ROUNDING = 1e-4
_SAME_M = 1e-4
"""Two triangles whose common edge a point lies on give it twice, so far apart at most."""


def texts_in_uv(canvas: Canvas) -> tuple[PrintedText, ...]:
    """Return what a sheet says, its corners in texture coordinates (v upwards)."""
    width, height = canvas.image.size
    return tuple(text.moved(lambda point: (point[0] / width, 1 - point[1] / height)) for text in canvas.texts)


def texts_json(texts: Iterable[PrintedText]) -> str:
    """Return texts as `read_texts` reads them."""
    return json.dumps([asdict(text) for text in texts], ensure_ascii=False)


def read_texts(path: Path) -> tuple[PrintedText, ...]:
    """Return the texts that were kept in a file; raises ValueError, KeyError or TypeError where it is damaged."""
    found = []
    for entry in json.loads(path.read_text("utf-8")):
        a, b, c, d = ((float(x), float(y)) for x, y in entry["quad"])
        found.append(PrintedText(entry["role"], entry["text"], (a, b, c, d)))
    return tuple(found)


def package_texts(body: PackageBody, variant: int, texts: dict[str, Sequence[PrintedText]]) -> tuple[SurfaceText, ...]:
    """Return the text on a package; `texts` are those of each print that it carries, by SKU, in texture coordinates."""
    mesh = body.package.variants[variant % len(body.package.variants)]
    found: list[SurfaceText] = []
    for owner, printed in texts.items():
        slots = [k for k, surface in enumerate(body.package.surfaces) if surface.printed
                 and owner == (body.inner if body.inner and surface.name.startswith(INNER) else body.sku)]
        found += surface_texts(mesh, slots, printed)
    return tuple(found)


def surface_texts(mesh: MeshData, slots: Sequence[int], texts: Iterable[PrintedText]) -> list[SurfaceText]:
    """Return each text wherever the faces with one of the material `slots` show it: as often as they do.

    A text of which a corner lies on none of them (it is cut, or bends into a seam) is left out.
    """
    triangles = _triangles(mesh, slots)
    uv, points = mesh.loop_uv[triangles].astype(float), mesh.vertices_m[mesh.loop_vertices[triangles]].astype(float)
    edges = uv[:, 1:] - uv[:, :1]
    area = edges[:, 0, 0] * edges[:, 1, 1] - edges[:, 0, 1] * edges[:, 1, 0]
    usable = np.abs(area) > 1e-14
    uv, points, edges, area = uv[usable], points[usable], edges[usable], area[usable]
    normals = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-30)
    low, high = uv.min(1), uv.max(1)
    result = []
    for text in texts:
        quad = np.array(text.quad)
        wanted = np.concatenate([_spread(quad), quad])
        near = np.flatnonzero(((high >= quad.min(0)) & (low <= quad.max(0))).all(1))
        # Barycentric weights of each point in each triangle that could hold it: (P, K).
        to = wanted[:, None] - uv[near, 0]
        second = (to[..., 0] * edges[near, 1, 1] - to[..., 1] * edges[near, 1, 0]) / area[near]
        third = (to[..., 1] * edges[near, 0, 0] - to[..., 0] * edges[near, 0, 1]) / area[near]
        holds = (second >= -_ROUNDING) & (third >= -_ROUNDING) & (second + third <= 1 + _ROUNDING)
        weights = np.stack([1 - second - third, second, third], -1)
        place = (weights[..., None] * points[near]).sum(2)
        for middle in _distinct(place[_MIDDLE, holds[_MIDDLE]]):
            # Of several places that show the same print, a line's points are those nearest to its middle.
            apart = np.where(holds, np.linalg.norm(place - middle, axis=-1), np.inf)
            if np.isfinite(apart.min(1)).all():
                which = apart.argmin(1)
                there = place[np.arange(len(wanted)), which]
                result.append(SurfaceText(text.role, text.text, there[-4:], there[:-4], normals[near[which[:-4]]]))
    return result


def _triangles(mesh: MeshData, slots: Sequence[int]) -> np.ndarray:
    """(T, 3) int: the loops of the triangles that faces with these materials fan out into."""
    starts = np.cumsum(mesh.face_sizes) - mesh.face_sizes
    chosen = np.isin(mesh.face_material, slots)
    starts, sizes = starts[chosen], mesh.face_sizes[chosen]
    fans = [np.stack([starts[sizes > k + 1], starts[sizes > k + 1] + k, starts[sizes > k + 1] + k + 1], 1)
            for k in range(1, int(sizes.max(initial=2)) - 1)]
    return np.concatenate(fans) if fans else np.zeros((0, 3), int)


def _spread(quad: np.ndarray) -> np.ndarray:
    """(S, 2): the middles of equal parts of a quad, row by row."""
    across, down = (np.arange(_COLUMNS) + 0.5) / _COLUMNS, (np.arange(_ROWS) + 0.5) / _ROWS
    upper, lower = (a + (b - a) * across[:, None] for a, b in ((quad[0], quad[1]), (quad[3], quad[2])))
    return (upper + (lower - upper) * down[:, None, None]).reshape(-1, 2)


def _distinct(points: np.ndarray) -> list[np.ndarray]:
    found: list[np.ndarray] = []
    for point in points:
        if all(np.linalg.norm(point - other) > _SAME_M for other in found):
            found.append(point)
    return found
