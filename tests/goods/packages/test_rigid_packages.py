"""Turned and moulded packages: size, print, outward faces, budgets, and the same bytes every time."""

import dataclasses
import hashlib

import numpy as np
import pytest
from sample_products import NAMES, SAMPLES, product

from facings.errors import InputError
from facings.goods import packages
from facings.goods.packages import MeshData, Package

MOST_TRIANGLES = {"jug": 20_000, "jar": 22_000, "food_tin": 18_000}
"""Jars hold dozens of pieces; everything else keeps to 17,000."""


@pytest.fixture(scope="module", params=range(len(SAMPLES)), ids=NAMES)
def built(request: pytest.FixtureRequest) -> tuple[int, Package]:
    return request.param, packages.build(product(request.param))


def triangles(mesh: MeshData, chosen: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return vertex positions (T, 3, 3) and texture coordinates (T, 3, 2) of the fan triangles of the chosen faces."""
    starts = np.concatenate([[0], np.cumsum(mesh.face_sizes)[:-1]])
    corners = []
    for extra in range(int(mesh.face_sizes.max()) - 2):
        faces = mesh.face_sizes > 2 + extra
        if chosen is not None:
            faces = faces & chosen
        first = starts[faces]
        corners.append(np.stack([first, first + 1 + extra, first + 2 + extra], -1))
    index = np.concatenate(corners)
    return mesh.vertices_m.astype(float)[mesh.loop_vertices[index]], mesh.loop_uv.astype(float)[index]


def normals(corners: np.ndarray) -> np.ndarray:
    """Return the triangles' normals, as long as twice their area."""
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])


def front_print(package: Package, straight: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return corners, texture coordinates and normals of the first panel's triangles that look at the aisle."""
    mesh, panel = package.variants[0], package.net.panels[0]
    corners, uv = triangles(mesh, np.array([s.printed for s in package.surfaces])[mesh.face_material])
    normal = normals(corners)
    lowest = 1 - (panel.y_mm + panel.height_mm) / package.net.height_mm
    chosen = (normal[:, 1] < -straight * np.linalg.norm(normal, axis=1)) & (uv[..., 1].min(1) >= lowest - 1e-6)
    return corners[chosen], uv[chosen], normal[chosen]


def test_arrays_fit_together(built: tuple[int, Package]) -> None:
    _, package = built
    assert len(package.variants) >= 2
    for mesh in package.variants:
        assert mesh.vertices_m.dtype == np.float32 and mesh.loop_uv.dtype == np.float32
        assert np.isfinite(mesh.vertices_m).all() and np.isfinite(mesh.loop_uv).all()
        assert mesh.face_sizes.sum() == len(mesh.loop_vertices) == len(mesh.loop_uv)
        assert len(mesh.face_sizes) == len(mesh.face_material) == len(mesh.face_smooth)
        assert mesh.face_sizes.min() >= 3
        assert 0 <= mesh.loop_vertices.min() and mesh.loop_vertices.max() < len(mesh.vertices_m)
        assert 0 <= mesh.face_material.min() and mesh.face_material.max() < len(package.surfaces)
        assert mesh.loop_uv.min() >= -1e-6 and mesh.loop_uv.max() <= 1 + 1e-6


def test_stands_centred_in_its_size(built: tuple[int, Package]) -> None:
    index, package = built
    for mesh in package.variants:
        low, high = mesh.vertices_m.min(0) * 1e3, mesh.vertices_m.max(0) * 1e3
        assert low[2] == 0
        np.testing.assert_allclose(high - low, SAMPLES[index][1], atol=3.0)
        np.testing.assert_allclose((high + low)[:2] / 2, 0, atol=1.5)


def test_hull_holds_every_variant(built: tuple[int, Package]) -> None:
    from scipy.spatial import ConvexHull

    _, package = built
    assert 4 <= len(package.hull_m) <= 200
    planes = ConvexHull(package.hull_m.astype(float)).equations
    for mesh in package.variants:
        outside = mesh.vertices_m.astype(float) @ planes[:, :3].T + planes[:, 3]
        assert outside.max() < 1e-5
    everything = np.concatenate([m.vertices_m for m in package.variants])
    np.testing.assert_allclose(package.hull_m.min(0), everything.min(0), atol=1e-5)
    np.testing.assert_allclose(package.hull_m.max(0), everything.max(0), atol=1e-5)


def test_faces_look_outwards(built: tuple[int, Package]) -> None:
    """What a ray from far away meets first is a face's outer side, seen from all around (label backs excepted)."""
    _, package = built
    mesh = package.variants[0]
    backs = np.array([s.name == "label back" for s in package.surfaces])[mesh.face_material]
    corners, _ = triangles(mesh, ~backs)
    normal = normals(corners)
    area = np.linalg.norm(normal, axis=1)
    corners, normal = corners[area > 1e-12], normal[area > 1e-12]
    height = mesh.vertices_m[:, 2].max()
    rng = np.random.default_rng(5)
    for direction in ((0, 1, 0), (0, -1, 0), (1, 0, 0), (-1, 0, 0), (0, 0, -1)):
        axis = np.array(direction, float)
        targets = np.column_stack([rng.uniform(-0.012, 0.012, (12, 2)), rng.uniform(0.25, 0.7, 12) * height])
        for origin in targets - axis:
            hit = first_hit(corners, origin, axis)
            if hit is not None:
                assert normal[hit] @ axis < 0, f"an inner side is seen along {direction}"


def first_hit(corners: np.ndarray, origin: np.ndarray, direction: np.ndarray) -> int | None:
    """Return the triangle that a ray meets first (Moeller and Trumbore 1997)."""
    a, e1, e2 = corners[:, 0], corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    p = np.cross(direction, e2)
    det = (e1 * p).sum(1)
    s = origin - a
    q = np.cross(s, e1)
    with np.errstate(divide="ignore", invalid="ignore"):
        u, v, t = (s * p).sum(1) / det, (q @ direction) / det, (q * e2).sum(1) / det
        ok = (np.abs(det) > 1e-18) & (u >= 0) & (v >= 0) & (u + v <= 1) & (t > 0)
    return None if not ok.any() else int(np.flatnonzero(ok)[np.argmin(t[ok])])


def test_print_reads_upright_and_unmirrored(built: tuple[int, Package]) -> None:
    """On printed faces that look at the aisle, u runs to +X and v upwards; texture triangles keep their orientation."""
    _, package = built
    corners, uv, _ = front_print(package, 0.8)
    assert len(corners) > 20
    e1, e2 = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    assert (e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]).min() >= -1e-12
    place, texture = corners.mean(1), uv.mean(1)
    assert np.corrcoef(place[:, 0], texture[:, 0])[0, 1] > 0.95
    assert np.corrcoef(place[:, 2], texture[:, 1])[0, 1] > 0.95


def test_front_of_the_print_is_at_the_front(built: tuple[int, Package]) -> None:
    _, package = built
    panel = package.net.panels[0]
    _, uv, normal = front_print(package, 0.85)
    middle = np.average(uv.mean(1)[:, 0], weights=np.linalg.norm(normal, axis=1)) * package.net.width_mm
    assert panel.kind in ("wrap", "front")
    assert middle == pytest.approx(panel.x_mm + panel.width_mm / 2, abs=0.06 * panel.width_mm)


def test_print_is_not_stretched(built: tuple[int, Package]) -> None:
    """A millimetre of the net is a millimetre of the front, both ways, within what cones and necks ask for."""
    _, package = built
    corners, uv, _ = front_print(package, 0.95)
    sheet = uv * [package.net.width_mm * 1e-3, package.net.height_mm * 1e-3]
    edges = corners[:, [1, 2]] - corners[:, [0]]
    # The linear map from the sheet to the surface has singular values 1, 1 where nothing is stretched.
    flat = sheet[:, [1, 2]] - sheet[:, [0]]
    usable = np.abs(np.linalg.det(flat)) > 1e-12
    stretch = np.linalg.svd(np.linalg.solve(flat[usable], edges[usable]), compute_uv=False)
    assert 0.75 < np.quantile(stretch, 0.02) and np.quantile(stretch, 0.98) < 1.20
    assert np.median(stretch) == pytest.approx(1.0, abs=0.07)


def test_triangle_budget(built: tuple[int, Package]) -> None:
    index, package = built
    most = MOST_TRIANGLES.get(SAMPLES[index][0], 17_000)
    assert all((m.face_sizes - 2).sum() <= most for m in package.variants)


def test_net_is_the_package_s_own(built: tuple[int, Package]) -> None:
    index, package = built
    assert packages.net(product(index)) == package.net
    for panel in package.net.panels:
        assert panel.x_mm >= 0 and panel.x_mm + panel.width_mm <= package.net.width_mm + 1e-6
        assert panel.y_mm >= 0 and panel.y_mm + panel.height_mm <= package.net.height_mm + 1e-6
        left, top, right, bottom = panel.safe_mm
        assert left + right < 0.7 * panel.width_mm and top + bottom < 0.7 * panel.height_mm


def digest(package: Package) -> str:
    value = hashlib.sha256(package.hull_m.tobytes())
    for mesh in package.variants:
        for field in dataclasses.fields(mesh):
            value.update(getattr(mesh, field.name).tobytes())
    return value.hexdigest()


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in SAMPLES}))
def test_same_product_same_bytes(kind: str) -> None:
    index = next(i for i, sample in enumerate(SAMPLES) if sample[0] == kind)
    assert digest(packages.build(product(index))) == digest(packages.build(product(index)))


def test_round_kinds_refuse_a_flat_footprint() -> None:
    with pytest.raises(InputError, match="as deep as they are wide"):
        packages.build(product(0, size_mm=(66.2, 50.0, 115.2)))


def test_missing_size_is_named() -> None:
    with pytest.raises(InputError, match="size_mm"):
        packages.net(product(0, size_mm=None))


def test_stacked_packages_touch_without_sinking_in(built: tuple[int, Package]) -> None:
    """At the stated pitch the upper foot is less than 0.3 mm in what lies below, and near it.

    Cans stand with their feet's flanks on the rim, some millimetres above the countersink.
    """
    _, package = built
    if package.stack_levels == 1:
        return
    for mesh in package.variants:
        corners, _ = triangles(mesh)
        feet = mesh.vertices_m[mesh.vertices_m[:, 2] < 5e-4].astype(float)
        clearances = []
        for x, y, z in feet[:: max(1, len(feet) // 40)]:
            hit = first_hit(corners, np.array([x + 1e-6, y + 2e-6, 1.0]), np.array([0.0, 0.0, -1.0]))
            if hit is not None:
                clearances.append(z + package.stack_pitch_m - corners[hit, :, 2].min())
        assert -3e-4 < min(clearances) < 6e-3
