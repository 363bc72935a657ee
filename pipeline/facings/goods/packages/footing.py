"""Sets a finished mesh on z = 0 with its footprint centred, and where asked to its exact size."""

from dataclasses import replace

import numpy as np

from facings.goods.packages.package import MeshData


def stood(mesh: MeshData) -> MeshData:
    """Return the mesh standing on z = 0, its bounding box centred on x = y = 0."""
    low, high = mesh.vertices_m.min(0), mesh.vertices_m.max(0)
    origin = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]], np.float32)
    return replace(mesh, vertices_m=mesh.vertices_m - origin)


def fitted(mesh: MeshData, size_mm: tuple[float, float, float]) -> MeshData:
    """Return the mesh standing as `stood` says, each axis scaled so that its bounding box is `size_mm`."""
    extent = np.ptp(mesh.vertices_m.astype(float), axis=0)
    scale = np.asarray(size_mm) * 1e-3 / extent
    return stood(replace(mesh, vertices_m=(mesh.vertices_m * scale).astype(np.float32)))
