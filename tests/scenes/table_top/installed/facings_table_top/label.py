"""Labels of a table top: the common records of its goods, whether each lies, and the table's outline."""

import numpy as np

from facings.frames.frame_labels import FrameLabels
from facings.labels.camera import Pinhole
from facings.labels.instances import InstanceLabeller, InstanceName, instance_maps
from facings_table_top.kind import SEMANTIC_CLASSES


class TableTopLabeller:
    """Labels frames one after the other."""

    def __init__(self, catalogue):
        self._catalogue, self._instances = catalogue, InstanceLabeller()

    def label(self, spec, passes, objects):
        """Return the labels of one frame; `objects` are its goods in the spec's order."""
        camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
        products = [self._catalogue.product(item.sku) for item in spec.items]
        names = [InstanceName(p.sku, self._catalogue.department(p.department).name, "item") for p in products]
        instance, semantic = instance_maps(passes, [SEMANTIC_CLASSES["goods"]] * len(names))
        records = self._instances.records(objects, names, instance, camera)
        corners = np.array(spec.table_corners_m) @ camera.camera_from_world[:3, :3].T + camera.camera_from_world[:3, 3]
        further = {"table": {"corners_in_camera_m": corners.tolist(), "corners_px": camera.project(corners).tolist()}}
        return FrameLabels(instance, semantic, passes.depth_m, passes.optional,
                           [record | {"lying": item.lying} for record, item in zip(records, spec.items, strict=True)], further)
