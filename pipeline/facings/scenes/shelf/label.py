"""ShelfSpec + FramePasses + evaluated geometry -> the labels of a frame, in numpy alone."""

from typing import Any

import numpy as np

from facings.frames.frame_labels import FrameLabels
from facings.frames.passes import SEMANTIC_BASE, FramePasses
from facings.goods.catalogue import Catalogue
from facings.labels.amodal import AmodalCaster
from facings.labels.camera import Pinhole, box_corners
from facings.labels.objects import LabelledObject
from facings.labels.polygons import visible_polygon
from facings.labels.visible import visible_extents
from facings.scenes.shelf.semantics import PRICE_TAG_CATEGORY, SEMANTIC_CLASSES
from facings.scenes.shelf.spec import Gap, PlacedProduct, PlacedTag, ShelfSpec


class ShelfLabeller:
    """Labels frames one after the other; keeps the ray-cast structures of meshes it has seen."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._caster = AmodalCaster()

    def label(self, spec: ShelfSpec, passes: FramePasses, objects: tuple[LabelledObject, ...]) -> FrameLabels:
        """Return the labels of one frame; `objects` are its instances, products first, then tags."""
        camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
        is_instance = passes.index < SEMANTIC_BASE
        instance = np.where(is_instance, passes.index, 0).astype(np.uint16)
        classes = np.zeros(len(objects) + 1, np.uint8)
        classes[1:len(spec.products) + 1] = SEMANTIC_CLASSES["product"]
        classes[len(spec.products) + 1:] = SEMANTIC_CLASSES["price_tag"]
        semantic = np.where(is_instance, classes[instance], np.maximum(passes.index - SEMANTIC_BASE, 0)).astype(np.uint8)
        seen = visible_extents(instance, len(objects))
        records = []
        for number, (item, placed) in enumerate(zip(objects, (*spec.products, *spec.price_tags), strict=True), 1):
            record = {"id": number, **self._naming(placed)}
            box = tuple(seen.box[number].tolist()) if seen.pixels[number] else None
            mask = None if box is None else instance[box[1]:box[3], box[0]:box[2]] == number
            amodal = self._caster.cast(item.mesh, item.world_from_object, item.scale, camera, box, mask)
            record |= _geometry(item, camera)
            visible = int(seen.pixels[number])
            record |= {
                "bbox_visible_xywh_px": seen.bbox_xywh(number), "bbox_amodal_xywh_px": amodal.bbox_xywh_px,
                "visible_px": visible, "amodal_px": amodal.pixels,
                "visible_fraction": visible / amodal.pixels if amodal.pixels else 0.0,
                "amodal_clipped": amodal.clipped, "truncated": _truncated(amodal.bbox_xywh_px, camera),
                **_attributes(placed),
            }
            records.append(record)
        further = {
            "gaps": [_gap(gap, camera, passes.depth_m) for gap in spec.gaps],
            "shelf_rows": _shelf_rows(spec, camera),
        }
        return FrameLabels(instance, semantic, passes.depth_m, passes.optional, records, further)

    def _naming(self, placed: PlacedProduct | PlacedTag) -> dict[str, str]:
        if isinstance(placed, PlacedTag):
            return {"category": PRICE_TAG_CATEGORY["name"], "supercategory": PRICE_TAG_CATEGORY["supercategory"],
                    "kind": "price_tag"}
        product = self._catalogue.product(placed.sku)
        return {"category": product.sku, "supercategory": self._catalogue.department(product.department).name,
                "kind": "product"}


def _geometry(item: LabelledObject, camera: Pinhole) -> dict[str, Any]:
    low, high = item.mesh.bounds
    low, high = low * item.scale, high * item.scale
    camera_from_object = camera.camera_from_world @ item.world_from_object
    corners = box_corners(low, high) @ camera_from_object[:3, :3].T + camera_from_object[:3, 3]
    return {
        "camera_from_object": camera_from_object.tolist(), "box_min_m": low.tolist(), "box_max_m": high.tolist(),
        "box_corners_px": [p.tolist() if np.isfinite(p).all() else None for p in camera.project(corners)],
    }


def _attributes(placed: PlacedProduct | PlacedTag) -> dict[str, Any]:
    where = {"sku": placed.sku, "bay": placed.bay, "board": placed.board, "run": placed.run}
    if isinstance(placed, PlacedTag):
        return where | {"text": placed.name, "detail": placed.detail, "price": placed.price, "currency": placed.currency,
                        "unit_price": placed.unit_price, "ean": placed.ean, "promotion": placed.promotion,
                        "style": placed.style}
    return where | {"facing": placed.facing, "depth": placed.depth, "level": placed.level, "misplaced": placed.misplaced,
                    "lying": placed.lying, "turned": placed.turned}


def _truncated(bbox: list[int] | None, camera: Pinhole) -> bool:
    if bbox is None:
        return True
    x, y, w, h = bbox
    return x < 0 or y < 0 or x + w > camera.width_px or y + h > camera.height_px


def _gap(gap: Gap, camera: Pinhole, depth_m: np.ndarray) -> dict[str, Any]:
    corners = box_corners(gap.box_min_m, gap.box_max_m)
    in_camera = corners @ camera.camera_from_world[:3, :3].T + camera.camera_from_world[:3, 3]
    pixels = camera.project(in_camera)
    return {
        "sku": gap.sku, "bay": gap.bay, "board": gap.board, "run": gap.run, "facing": gap.facing,
        "box_min_m": list(gap.box_min_m), "box_max_m": list(gap.box_max_m),
        "corners_px": [p.tolist() if np.isfinite(p).all() else None for p in pixels],
        "polygon_px": visible_polygon(in_camera, camera),
        "visible_px": _visible_px(gap, pixels, camera, depth_m),
    }


def _visible_px(gap: Gap, corners_px: np.ndarray, camera: Pinhole, depth_m: np.ndarray) -> int:
    """Count the pixel centres whose ray enters the empty box before it meets anything."""
    size = np.array([camera.width_px, camera.height_px])
    if np.isfinite(corners_px).all():
        low = np.clip(np.floor(corners_px.min(0)), 0, size).astype(int)
        high = np.clip(np.ceil(corners_px.max(0)), 0, size).astype(int)
    else:
        low, high = np.zeros(2, int), size
    if (high <= low).any():
        return 0
    rays = camera.rays(low[0], low[1], high[0], high[1]) @ camera.world_from_camera[:3, :3].T
    origin = camera.world_from_camera[:3, 3]
    with np.errstate(divide="ignore", invalid="ignore"):
        a = (np.array(gap.box_min_m) - origin) / rays
        b = (np.array(gap.box_max_m) - origin) / rays
    enters = np.nanmax(np.minimum(a, b), -1)
    leaves = np.nanmin(np.maximum(a, b), -1)
    depth = depth_m[low[1]:high[1], low[0]:high[0]]
    return int(((leaves > np.maximum(enters, 0)) & (enters < depth)).sum())


def _shelf_rows(spec: ShelfSpec, camera: Pinhole) -> list[dict[str, Any]]:
    """The opening over each board: from its front edge up to what is above, across its bay."""
    rows = []
    for bay in spec.bays:
        for board in bay.boards:
            x0, x1 = bay.x_m, bay.x_m + bay.width_m
            z0, z1 = board.z_m, board.z_m + board.clear_height_m
            corners = np.array([[x, board.front_y_m, z] for x, z in ((x0, z0), (x1, z0), (x1, z1), (x0, z1))])
            in_camera = corners @ camera.camera_from_world[:3, :3].T + camera.camera_from_world[:3, 3]
            polygon = visible_polygon(in_camera, camera)
            if polygon is not None:
                rows.append({"bay": bay.index, "board": board.index, "polygon_px": polygon})
    return rows
