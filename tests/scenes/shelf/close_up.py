"""Close views of what is printed on a shelf: where a carton's bar code is, and cameras just before a point."""

import dataclasses
import math

import numpy as np

from facings.goods.artwork.barcode import MODULES, SYMBOL_MODULES
from facings.goods.artwork.sheet import printed
from facings.goods.packages.package import ArtNet, MeshData
from facings.goods.products import Products, load_package
from facings.goods.stance import about_z
from facings.labels.camera import looking_at, rigid, rotation_from_quaternion
from facings.scenes.shelf.spec import PlacedProduct, ShelfSpec


@dataclasses.dataclass(frozen=True)
class PrintedCode:
    """Where a bar code lies, and how wide its bars are without the quiet zones."""

    centre_m: np.ndarray
    normal: np.ndarray
    bars_m: float


def code_on(products: Products, sku: str, variant: int) -> PrintedCode:
    """Return the bar code of a box in the product's own frame, through the print's net and the mesh's UVs."""
    product = products.catalogue.product(sku)
    products.make_prints([sku])
    package = load_package(products.body_folder(sku))
    net, mesh = package.net, package.variants[variant]
    placed = printed(product, products.catalogue.brand(product.brand), net).placed
    corners_mm = np.array(next(box for role, box in placed if role == "barcode")).reshape(2, 2) / net.px_per_mm
    centre_mm, size_mm = corners_mm.mean(0), np.diff(corners_mm, axis=0)[0]
    body_from_net = _body_from_net(net, mesh, centre_mm)
    # Net y runs down, so that right x up is outwards.
    normal = np.cross(body_from_net[0], -body_from_net[1])
    across_mm = size_mm * [size_mm[0] > size_mm[1], size_mm[0] <= size_mm[1]]
    width_m = float(np.linalg.norm(across_mm @ body_from_net[:2]))
    return PrintedCode(np.array([*centre_mm, 1]) @ body_from_net, normal / np.linalg.norm(normal),
                       width_m * MODULES / SYMBOL_MODULES)


def _body_from_net(net: ArtNet, mesh: MeshData, place_mm: np.ndarray) -> np.ndarray:
    """Return (3, 3): (x_mm, y_mm, 1) @ it is a point in metres; a fit to the nearly flat panel that holds `place_mm`."""
    panel = next(p for p in net.panels if 0 < place_mm[0] - p.x_mm < p.width_mm and 0 < place_mm[1] - p.y_mm < p.height_mm)
    net_mm = np.column_stack([mesh.loop_uv[:, 0], 1 - mesh.loop_uv[:, 1]]) * [net.width_mm, net.height_mm]
    low, rim_mm = np.array([panel.x_mm, panel.y_mm]), 3.0
    inside = ((net_mm > low + rim_mm) & (net_mm < low + [panel.width_mm, panel.height_mm] - rim_mm)).all(1)
    terms = np.column_stack([net_mm[inside], np.ones(inside.sum())])
    return np.linalg.lstsq(terms, mesh.vertices_m[mesh.loop_vertices[inside]].astype(float), rcond=None)[0]


def alone(spec: ShelfSpec, products: Products, sku: str, variant: int) -> tuple[ShelfSpec, PrintedCode]:
    """Return `spec` with nothing but one box, its bar code towards the aisle, and that code in the world."""
    code = code_on(products, sku, variant)
    rotation = about_z(-math.pi / 2 - math.atan2(code.normal[1], code.normal[0]))
    turn = rotation_from_quaternion(rotation)
    hull = products.shapes([sku])[sku].hull_m @ turn.T
    bay = spec.bays[0]
    board = [b for b in bay.boards if b.clear_height_m > hull[:, 2].max() + 0.02][-1]
    position = (bay.x_m + bay.width_m / 2, board.front_y_m + 0.005 - float(hull[:, 1].min()), board.z_m)
    item = PlacedProduct(
        sku=sku, variant=variant, position_m=position, rotation_wxyz=rotation, scale=(1.0, 1.0, 1.0),
        tint=(1.0, 1.0, 1.0), bay=bay.index, board=board.index, run=0, facing=0, depth=0, level=0, misplaced=False,
        lying=False, turned=True,
    )
    world_from_box = rigid(turn, np.array(position))
    centre = world_from_box[:3, :3] @ code.centre_m + world_from_box[:3, 3]
    return dataclasses.replace(spec, products=(item,), price_tags=(), gaps=()), PrintedCode(
        centre, turn @ code.normal, code.bars_m)


def seen_close(spec: ShelfSpec, target_m: np.ndarray, px_per_m: float, size_wh_px: tuple[int, int], *,
               yaw_rad: float = 0.0, pitch_rad: float = 0.0, samples: int = 12) -> ShelfSpec:
    """Return `spec` with a small sharp picture of a point on the shelf's front, `px_per_m` pixels a metre there.

    The camera stands 45 cm away, to the right by `yaw_rad` and above by `pitch_rad`; its exposure and white balance
    are those of `spec`.
    """
    away = np.array([math.sin(yaw_rad) * math.cos(pitch_rad), -math.cos(yaw_rad) * math.cos(pitch_rad), math.sin(pitch_rad)])
    distance_m = 0.45
    eye = tuple(float(v) for v in np.asarray(target_m) + distance_m * away)
    focal_px = px_per_m * distance_m
    camera = dataclasses.replace(
        spec.camera, fx_px=focal_px, fy_px=focal_px, cx_px=size_wh_px[0] / 2, cy_px=size_wh_px[1] / 2,
        world_from_camera=looking_at(eye, tuple(float(v) for v in target_m), 0.0, 0.0), focus_distance_m=None,
    )
    picture = dataclasses.replace(spec.picture, width_px=size_wh_px[0], height_px=size_wh_px[1], samples=samples,
                                  denoise=True, passes=())
    return dataclasses.replace(spec, camera=camera, picture=picture)
