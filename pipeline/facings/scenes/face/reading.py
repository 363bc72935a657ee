"""How face datasets are read: checks of landmarks, poses and masks, their drawing, and keypoints in COCO's format."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image

from facings.frames.kind_reading import Exporter, Finding, Instance, KindReading, LegendEntry, MapFinding, Pen, Record
from facings.labels.camera import Pinhole
from facings.scenes.face.checks import face_findings, face_map_findings
from facings.scenes.face.export_folders import face_folders
from facings.scenes.face.export_keypoints import KeypointExporter
from facings.scenes.face.factors import FACE_FACTORS
from facings.scenes.face.measures import LIMITS, MEASURES, groups, view_directions
from facings.scenes.face.overlay import draw_faces, face_legend
from facings.scenes.face.pose_plot import head_poses, pose_plot


def _identity(instance: Instance) -> int | None:
    return instance.get("attributes", {}).get("identity")


class FaceReading(KindReading):
    """See `facings.frames.kind_reading.KindReading`."""

    paints_classes = True
    factors = FACE_FACTORS
    category_words = ("sku", "department")
    """The words that COCO files of faces have had from the first."""
    measures = MEASURES
    limits = LIMITS

    def view_directions(self, record: Record) -> Sequence[tuple[float, float]]:
        """Return from where each head is seen."""
        return view_directions(record)

    def groups(self, record: Record) -> Sequence[tuple[tuple[str, str], ...]]:
        """Return each person's skin tone, age and gender, coarsely."""
        return groups(record)

    def annotation_keys(self, instance: Instance) -> Mapping[str, Any]:
        """Return the category once more, as COCO files of faces have had it from the first, and the person's number."""
        identity = _identity(instance)
        return {"sku": instance["category"]} | ({} if identity is None else {"identity": identity})

    def group(self, record: Record) -> str:
        """Return the person, in sets that show one in many frames, else the frame."""
        identity = next(map(_identity, record["instances"]), None)
        return super().group(record) if identity is None else f"identity {identity}"

    def record_findings(self, record: Record) -> Iterable[Finding]:
        """Yield where landmarks, poses, gaze, coefficients or boxes are not what they must be."""
        return face_findings(record)

    def map_findings(self, arrays: Mapping[str, np.ndarray], record: Record,
                     class_names: Mapping[int, str]) -> Iterable[MapFinding]:
        """Yield where depth, parsing classes, masks or vertices disagree with the landmarks."""
        return face_map_findings(arrays, record, class_names)

    def shows_box(self, instance: Instance) -> bool:
        """Return that no box is drawn: a person's is larger than the picture."""
        return False

    def draw(self, pen: Pen, record: Record) -> None:
        """Draw landmarks, outlines, irises, gaze and the head's axes."""
        draw_faces(pen, record["instances"], Pinhole.of_record(record["camera"]))

    def legend(self, record: Record) -> Sequence[LegendEntry]:
        """Return the landmarks' states and the lines."""
        return face_legend()

    def preview_pages(self, records: Iterable[Record]) -> Mapping[str, Image.Image]:
        """Return how the head poses of the whole dataset are spread."""
        poses = head_poses(records)
        return {"head_poses.jpg": pose_plot(poses, f"Head poses of {len(poses)} faces")} if len(poses) else {}

    @property
    def exporters(self) -> Sequence[Exporter]:
        """COCO keypoints, YOLO's, 300-W's points and WIDER FACE's boxes."""
        return KeypointExporter(), *face_folders(self)
