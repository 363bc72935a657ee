"""Folded, filled and wrapped packages: size, print, sheets that do not cross, budgets, the same bytes every time."""

import dataclasses
import hashlib

import numpy as np
import pytest

from facings.goods import packages
from facings.goods.entries import Product
from facings.goods.packages import MeshData, Package

SAMPLES: tuple[tuple[str, tuple[float, float, float]], ...] = (
    ("carton", (195, 60, 290)), ("carton", (130, 68, 78)), ("carton", (195, 40, 50)), ("carton", (270, 30, 270)),
    ("gable_top", (70, 70, 238)), ("gable_top", (57, 57, 115)),
    ("brick", (75, 60, 198)), ("brick", (48, 38, 122)), ("brick", (95, 63, 165)),
    ("pillow_bag", (190, 80, 285)), ("pouch", (130, 75, 210)), ("pouch", (95, 24, 138)),
    ("flow_wrap", (165, 14, 78)), ("flow_wrap", (60, 60, 220)), ("flow_wrap", (150, 28, 170)),
    ("egg_carton", (255, 108, 70)), ("egg_carton", (155, 108, 70)),
    ("paper_bag", (110, 70, 175)), ("paper_bag", (185, 95, 295)),
    ("roll_pack", (218, 109, 200)),
    ("multipack", (199, 133, 116)), ("multipack", (195, 130, 230)), ("tray", (171, 150, 82)), ("tray", (156, 232, 112)),
)
INNER = {
    ("multipack", 116): ("drinks_can", (66, 66, 115)), ("multipack", 230): ("pet_bottle", (65, 65, 230)),
    ("tray", 82): ("carton", (165, 14, 78)), ("tray", 112): ("food_tin", (75, 75, 110)),
}
MOST_TRIANGLES = {"carton": 3_100, "gable_top": 8_000, "brick": 8_000, "egg_carton": 13_000, "multipack": 46_000,
                  "tray": 85_000}
"""Bags and wraps keep to 12,000; a tray has what stands in it."""
FILM = ("pillow_bag", "pouch")
NAMES = [f"{kind}-{size[0]}x{size[2]}" for kind, size in SAMPLES]


def product(kind: str, size: tuple[float, float, float]) -> Product:
    return Product(id=900, sku=f"{kind}-{size[0]}-{size[2]}".replace("_", "-"), name="Sample", brand="b",
                   department="d", package=kind, size_mm=size)


def made(index: int) -> Package:
    kind, size = SAMPLES[index]
    inner = INNER.get((kind, size[2]))
    return packages.build(product(kind, size), packages.build(product(*inner)) if inner else None)


@pytest.fixture(scope="module", params=range(len(SAMPLES)), ids=NAMES)
def built(request: pytest.FixtureRequest) -> tuple[int, Package]:
    return request.param, made(request.param)


def triangles(mesh: MeshData, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (T, 3, 3) positions and (T, 3, 2) texture coordinates of the fans of the chosen faces."""
    first = np.concatenate([[0], np.cumsum(mesh.face_sizes)[:-1]])
    index = np.concatenate([np.stack([f := first[chosen & (mesh.face_sizes > k + 1)], f + k, f + k + 1], -1)
                            for k in range(1, int(mesh.face_sizes.max()) - 1)])
    return mesh.vertices_m.astype(float)[mesh.loop_vertices[index]], mesh.loop_uv.astype(float)[index]


def own_print(package: Package, mesh: MeshData) -> np.ndarray:
    """Return (F,) which faces carry the product's own artwork, not that of a product inside."""
    return np.array([s.printed and not s.name.startswith("inner:") for s in package.surfaces])[mesh.face_material]


def panel_triangles(package: Package, panel_index: int) -> tuple[np.ndarray, np.ndarray]:
    """Return positions and texture coordinates of the printed triangles that lie on one panel, off its margins."""
    mesh, panel, net = package.variants[0], package.net.panels[panel_index], package.net
    corners, uv = triangles(mesh, own_print(package, mesh))
    x, y = uv[..., 0] * net.width_mm - panel.x_mm, (1 - uv[..., 1]) * net.height_mm - panel.y_mm
    left, top, right, bottom = panel.safe_mm
    inside = ((x > left) & (x < panel.width_mm - right) & (y > top) & (y < panel.height_mm - bottom)).all(1)
    return corners[inside], uv[inside]


def test_arrays_fit_together(built: tuple[int, Package]) -> None:
    _, package = built
    assert len(package.variants) >= 2
    for mesh in package.variants:
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
        np.testing.assert_allclose((high + low)[:2] / 2, 0, atol=0.1)


def test_variants_differ(built: tuple[int, Package]) -> None:
    _, package = built
    assert len({m.vertices_m.tobytes() for m in package.variants}) == len(package.variants)


def test_front_reads_upright_and_unmirrored(built: tuple[int, Package]) -> None:
    """The front panel faces the aisle (eggs: lies on top), and each of its triangles is printed the right way round."""
    index, package = built
    corners, uv = panel_triangles(package, 0)
    assert len(corners) > 8
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]).sum(0)
    e1, e2 = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]
    assert (e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]).min() >= -1e-12
    up = 1 if SAMPLES[index][0] == "egg_carton" else 2
    facing = normal[2] if up == 1 else -normal[1]
    assert facing > 0.9 * np.linalg.norm(normal)
    place, texture = corners.mean(1), uv.mean(1)
    assert np.corrcoef(place[:, 0], texture[:, 0])[0, 1] > 0.97
    assert np.corrcoef(place[:, up], texture[:, 1])[0, 1] > 0.97


def test_front_is_not_stretched(built: tuple[int, Package]) -> None:
    """A millimetre of the net is a millimetre of the front: film keeps its lengths, board all the more."""
    index, package = built
    corners, uv = panel_triangles(package, 0)
    flat = (uv[:, [1, 2]] - uv[:, [0]]) * [package.net.width_mm * 1e-3, package.net.height_mm * 1e-3]
    usable = np.abs(np.linalg.det(flat)) > 1e-10
    stretch = np.linalg.svd(np.linalg.solve(flat[usable], (corners[:, [1, 2]] - corners[:, [0]])[usable]),
                            compute_uv=False)
    assert np.median(stretch) == pytest.approx(1.0, abs=0.06)
    assert 0.78 < np.quantile(stretch, 0.03) and np.quantile(stretch, 0.97) < 1.2


def test_budget(built: tuple[int, Package]) -> None:
    index, package = built
    most = MOST_TRIANGLES.get(SAMPLES[index][0], 12_000)
    assert max((m.face_sizes - 2).sum() for m in package.variants) <= most


def test_net_is_the_package_s_own(built: tuple[int, Package]) -> None:
    index, package = built
    kind, size = SAMPLES[index]
    inner = INNER.get((kind, size[2]))
    assert packages.net(product(kind, size), packages.build(product(*inner)) if inner else None) == package.net
    for panel in package.net.panels:
        assert panel.x_mm >= 0 and panel.x_mm + panel.width_mm <= package.net.width_mm + 1e-6
        assert panel.y_mm >= 0 and panel.y_mm + panel.height_mm <= package.net.height_mm + 1e-6
        left, top, right, bottom = panel.safe_mm
        assert left + right < panel.width_mm and top + bottom < panel.height_mm


@pytest.mark.parametrize("index", [i for i, (kind, _) in enumerate(SAMPLES) if kind in FILM],
                         ids=[n for n, (kind, _) in zip(NAMES, SAMPLES, strict=True) if kind in FILM])
def test_front_and_back_film_do_not_cross(index: int, request: pytest.FixtureRequest) -> None:
    """Along every ray from the aisle, all film of the front is met before any of the back."""
    package = made(index)
    rng = np.random.default_rng(3)
    width, _, height = np.asarray(SAMPLES[index][1]) * 1e-3
    for mesh in package.variants:
        corners, uv = triangles(mesh, own_print(package, mesh))
        front = uv[..., 0].max(1) <= 0.5 + 1e-6
        # the fins' two sheets lie on one another; the gusset's print is below the panels'
        body = (corners[..., 2].min(1) > 0.12 * height) & (corners[..., 2].max(1) < 0.90 * height)
        crossed = 0
        for x, z in np.column_stack([rng.uniform(-0.4, 0.4, 60) * width, rng.uniform(0.2, 0.85, 60) * height]):
            at = hits(corners[body], np.array([x, -1.0, z]), np.array([0, 1.0, 0]))
            in_front, behind = at[front[body]], at[~front[body]]
            if np.isfinite(in_front).any() and np.isfinite(behind).any():
                crossed += in_front[np.isfinite(in_front)].max() > behind[np.isfinite(behind)].min()
        assert crossed == 0


def hits(corners: np.ndarray, origin: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """Return (T,) the distance along a ray at which it meets each triangle, NaN where not (Moeller, Trumbore 1997)."""
    a, e1, e2 = corners[:, 0], corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    p = np.cross(direction, e2)
    s = origin - a
    q = np.cross(s, e1)
    det = (e1 * p).sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        u, v, t = (s * p).sum(1) / det, (q @ direction) / det, (q * e2).sum(1) / det
    return np.where((np.abs(det) > 1e-18) & (u >= 0) & (v >= 0) & (u + v <= 1), t, np.nan)


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in SAMPLES}))
def test_same_product_same_bytes(kind: str) -> None:
    index = next(i for i, (name, _) in enumerate(SAMPLES) if name == kind)
    assert digest(made(index)) == digest(made(index))


def digest(package: Package) -> str:
    value = hashlib.sha256(package.hull_m.tobytes())
    for mesh in package.variants:
        for field in dataclasses.fields(mesh):
            value.update(getattr(mesh, field.name).tobytes())
    return value.hexdigest()


def test_inner_surfaces_carry_the_inner_name() -> None:
    package = made(NAMES.index("tray-156x112"))
    inner = packages.build(product(*INNER["tray", 112]))
    own = len(package.surfaces) - len(inner.surfaces)
    assert [s.name for s in package.surfaces[own:]] == [f"inner:{s.name}" for s in inner.surfaces]
    printed = [own + k for k, s in enumerate(inner.surfaces) if s.printed]
    for mesh in package.variants:
        assert np.isin(printed, mesh.face_material).all()
