"""Types of a frame's record: the common part, which each scene kind extends. `facings schema` prints their JSON schema."""

from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from facings.labels.instance_record import InstanceRecord, Matrix, described


@described
class CameraRecord(TypedDict):
    """How the picture was taken."""

    width_px: int
    height_px: int
    K: Matrix
    """[[fx, 0, cx], [0, fy, cy], [0, 0, 1]] in pixels; (0, 0) is the picture's top-left corner."""
    distortion_model: Literal["opencv", "opencv_fisheye"]
    distortion: list[float]
    """OpenCV's k1, k2, p1, p2, k3, or its fisheye model's k1, k2, k3, k4."""
    world_from_camera: Matrix
    """(4, 4), rigid, metres: the camera (X right, Y down, Z forward) in the world (Z up)."""


@described
class FrameCommon(TypedDict):
    """What every frame's record holds beside its instances."""

    schema: int
    frame: int
    seed: int
    scene: str
    """The scene kind."""
    spec: dict[str, Any]
    """What was rendered; its own schema is that of the scene kind's specs."""
    camera: CameraRecord
    bytes: NotRequired[dict[str, int]]
    """Sizes of the data files, by path relative to the dataset; records of the first versions have none."""
    files: dict[str, str]
    """SHA-256 (hex) of the data files, by path relative to the dataset."""


@described
class FrameRecord(FrameCommon):
    """A frame of any scene kind."""

    instances: list[InstanceRecord]
    """Wholly hidden ones too; the k-th has the id k."""
