"""ShelfSpec + FramePasses + evaluated geometry -> the labels of a frame, in numpy alone."""

from typing import Any

import numpy as np

from facings.frames.frame_labels import FrameLabels
from facings.frames.passes import FramePasses
from facings.frames.spec import CameraSpec, to_json
from facings.goods.artwork.tags import printed_texts
from facings.goods.catalogue import Catalogue
from facings.labels.camera import Pinhole, box_corners
from facings.labels.flow import optical_flow
from facings.labels.instance_record import InstanceRecord
from facings.labels.instances import InstanceLabeller, InstanceName, LabelledObject, instance_maps
from facings.labels.placement import windows_px
from facings.labels.polygons import visible_polygon
from facings.labels.surface_texts import seen_texts
from facings.scenes.shelf.semantics import PRICE_TAG_CATEGORY, SEMANTIC_CLASSES
from facings.scenes.shelf.spec import Gap, PlacedProduct, PlacedTag, ShelfSpec


class ShelfLabeller:
    """Labels frames one after the other."""

    def __init__(self, catalogue: Catalogue, *, amodal: bool = False) -> None:
        """With `amodal`, instances have amodal masks, oriented boxes and occluders too."""
        self._catalogue = catalogue
        self._instances = InstanceLabeller(amodal=amodal)

    def label(self, spec: ShelfSpec, passes: FramePasses, objects: tuple[LabelledObject, ...]) -> FrameLabels:
        """Return the labels of one frame; `objects` are its instances, products first, then tags."""
        camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
        placed = (*spec.products, *spec.price_tags)
        names = [self._name(item) for item in placed]
        instance, semantic = instance_maps(passes, [SEMANTIC_CLASSES[name.kind] for name in names])
        records = self._instances.records(objects, names, instance, camera)
        further = {
            "gaps": [_gap(gap, camera, passes.depth_m) for gap in spec.gaps],
            "shelf_rows": _shelf_rows(spec, camera),
        } | ({} if spec.pair is None else {"pair": to_json(spec.pair)}) | _sequence(spec)
        instances = [record | _attributes(item) | _texts(shown, record, instance, passes.depth_m, camera)
                     for record, item, shown in zip(records, placed, objects, strict=True)]
        optional = passes.optional | _flows(spec, passes, camera)
        return FrameLabels(instance, semantic, passes.depth_m, optional, instances, further)

    def _name(self, placed: PlacedProduct | PlacedTag) -> InstanceName:
        if isinstance(placed, PlacedTag):
            return InstanceName(PRICE_TAG_CATEGORY["name"], PRICE_TAG_CATEGORY["supercategory"], "price_tag")
        product = self._catalogue.product(placed.sku)
        return InstanceName(product.sku, self._catalogue.department(product.department).name, "product")


def flow_cameras(spec: ShelfSpec) -> dict[str, CameraSpec | None]:
    """Return the cameras to which a spec's pictures of flow go; None where the sequence begins or ends."""
    if spec.sequence is None:
        return {}
    cameras = {"flow_forward": spec.sequence.camera_after, "flow_backward": spec.sequence.camera_before}
    return {name: camera for name, camera in cameras.items() if name in spec.picture.passes}


def _flows(spec: ShelfSpec, passes: FramePasses, camera: Pinhole) -> dict[str, np.ndarray]:
    flows = {}
    for name, other in flow_cameras(spec).items():
        if other is None:
            flows[name] = np.zeros((*passes.depth_m.shape, 3), np.float32)
            continue
        there = passes.elsewhere[name]
        flows[name] = optical_flow(passes.depth_m, passes.index, camera, Pinhole.of(other, camera.width_px, camera.height_px),
                                   there.depth_m, there.index)
    return flows


def _sequence(spec: ShelfSpec) -> dict[str, Any]:
    """All that the spec says of a sequence but the cameras, which other frames' records have."""
    if spec.sequence is None:
        return {}
    return {"sequence": {key: value for key, value in to_json(spec.sequence).items() if not key.startswith("camera_")}}


def _attributes(placed: PlacedProduct | PlacedTag) -> dict[str, Any]:
    where = {"sku": placed.sku, "bay": placed.bay, "board": placed.board, "run": placed.run}
    if isinstance(placed, PlacedTag):
        name, detail = printed_texts(placed)
        return where | {"text": name, "detail": detail, "price": placed.price, "currency": placed.currency,
                        "unit_price": placed.unit_price, "ean": placed.ean, "promotion": placed.promotion,
                        "style": placed.style}
    return where | {"facing": placed.facing, "depth": placed.depth, "level": placed.level, "misplaced": placed.misplaced,
                    "lying": placed.lying, "turned": placed.turned}


def _texts(item: LabelledObject, record: InstanceRecord, instance: np.ndarray, depth_m: np.ndarray,
           camera: Pinhole) -> dict[str, Any]:
    """What is written on an instance, where the recipe asks for that."""
    if item.texts is None:
        return {}
    if not record["visible_px"]:
        return {"texts": []}
    return {"texts": seen_texts(item.texts, item.world_from_object, item.scale, record["id"], instance, depth_m, camera)}


def _gap(gap: Gap, camera: Pinhole, depth_m: np.ndarray) -> dict[str, Any]:
    corners = box_corners(gap.box_min_m, gap.box_max_m)
    in_camera = corners @ camera.camera_from_world[:3, :3].T + camera.camera_from_world[:3, 3]
    pixels = camera.project(in_camera)
    return {
        "sku": gap.sku, "bay": gap.bay, "board": gap.board, "run": gap.run, "facing": gap.facing,
        "box_min_m": list(gap.box_min_m), "box_max_m": list(gap.box_max_m),
        "corners_px": [p.tolist() if np.isfinite(p).all() else None for p in pixels],
        "polygon_px": visible_polygon(in_camera, camera),
        "visible_px": _visible_px(gap, in_camera, camera, depth_m),
    }


def _visible_px(gap: Gap, corners_in_camera_m: np.ndarray, camera: Pinhole, depth_m: np.ndarray) -> int:
    """Count the pixel centres whose ray enters the empty box before it meets anything."""
    wanted, _ = windows_px(corners_in_camera_m[None], camera)
    size = np.array([camera.width_px, camera.height_px])
    low, high = np.clip(wanted[0].reshape(2, 2), 0, size).astype(int)
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
