"""Types of a face frame's record. Right and left are the subject's own."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from facings.dataset.records import FrameCommon
from facings.labels.instance_record import InstanceRecord, Matrix, RunLengths, described


@described
class PointsRecord(TypedDict):
    """Points of the face, in one order."""

    points_px: list[list[float] | None]
    """Null where the point is not in front of the camera, and where the lens does not see it."""
    points_in_camera_m: list[list[float]]
    states: list[Literal["visible", "self_occluded", "hidden_by_hair", "hidden_by_accessory", "outside"]]


@described
class ContourRecord(PointsRecord):
    """Jaw and brows where annotators draw them, the first 27 landmarks."""

    on_outline: list[bool]
    """The point has left its landmark for the outline that the camera sees."""


@described
class IrisesRecord(TypedDict):
    """Eight points around each iris."""

    right: PointsRecord
    left: PointsRecord


@described
class EllipseRecord(TypedDict):
    """An iris' edge in the picture."""

    centre_px: list[float]
    semi_axes_px: list[float]
    """The larger one, then the smaller one."""
    angle_deg: float
    """Of the larger one, clockwise from the picture's right, -90 to 90."""


@described
class EyeContourRecord(TypedDict):
    """One eye."""

    upper_lid: PointsRecord
    """17 points along the margin, evenly from the outer corner to the inner one."""
    lower_lid: PointsRecord
    iris_ellipse: EllipseRecord | None
    """Null where the camera does not see all of the circle; what lids hide of it is not asked."""


@described
class EyesRecord(TypedDict):
    """Both eyes."""

    right: EyeContourRecord
    left: EyeContourRecord


@described
class HeadPoseRecord(TypedDict):
    """The head frame: X to the subject's left, Y down, Z from the face to the back of the head."""

    camera_from_head: Matrix
    """(4, 4), rigid, metres."""
    yaw_deg: float
    """Positive where the face turns to the picture's right."""
    pitch_deg: float
    """Positive upwards."""
    roll_deg: float


@described
class GazeRay(TypedDict):
    """Where an eye looks."""

    origin_in_camera_m: list[float]
    direction_in_camera: list[float]
    """A unit vector."""
    yaw_deg: float
    """Against the camera's frame: 0 looks at the picture's plane, positive to the picture's right."""
    pitch_deg: float
    """Positive upwards."""
    yaw_in_head_deg: float
    """Against the head, positive towards the subject's left."""
    pitch_in_head_deg: float


@described
class GazeRecord(TypedDict):
    """Each eye's gaze, and that of both together."""

    right: GazeRay
    left: GazeRay
    combined: GazeRay
    """The mean of the two directions, from midway between the eyeballs."""


@described
class OpennessRecord(TypedDict):
    """The gap between the lids over the eye's width: about 0 is shut, 0.3 to 0.4 relaxed."""

    right: float
    left: float


@described
class ExpressionRecord(TypedDict):
    """The expression and its coefficients."""

    name: str
    arkit: dict[str, float]
    """All 52 of ARKit's blend shapes, 0 where not in play."""
    not_in_model: list[str]
    """Those that the head model lacks."""


@described
class BoxRecord(TypedDict):
    """A part's boxes; null where there is nothing."""

    geometric_xywh_px: list[int] | None
    """Around the projected surface, hidden or not; may leave the picture."""
    visible_xywh_px: list[int] | None
    """Tight to the pixels that show it, strands looked through."""


@described
class BoxesRecord(TypedDict):
    """Boxes of parts of the face."""

    head: BoxRecord
    """Without neck, hair and what is worn."""
    face: BoxRecord
    right_eye: BoxRecord
    left_eye: BoxRecord
    mouth: BoxRecord


@described
class EthnicityRecord(TypedDict):
    """Shares that sum to 1."""

    african: float
    asian: float
    caucasian: float


@described
class EyeColourRecord(TypedDict):
    """Names of colours."""

    right: str
    left: str


@described
class MakeUpRecord(TypedDict):
    """Amounts from 0 to 1."""

    foundation: float
    blush: float
    eyeshadow: float
    eyeliner: float
    lipstick: float


@described
class AttributesRecord(TypedDict):
    """The person and the picture in words and numbers; styles go by the names that recipes know, null is none at all."""

    identity: NotRequired[int]
    """The person's number, in sets that show one person in many frames."""
    age_years: float
    gender: float
    """0 feminine to 1 masculine."""
    ethnicity: EthnicityRecord
    skin_tone_monk: float
    """Monk Skin Tone scale, 1 to 10."""
    body_weight: float
    """0 thin to 1 heavy."""
    hair_style: str
    hair_colour: str
    brow_style: str
    brow_colour: str
    beard_style: str | None
    beard_colour: str | None
    eye_colour: EyeColourRecord
    make_up: MakeUpRecord
    glasses: str | None
    lens_tint: float | None
    """Of the glasses: 0 clear to 1 opaque."""
    headwear: str | None
    mask: str | None
    mask_worn: str | None
    earrings: str | None
    nose_stud: bool
    garment: str
    expression: str
    light_rig: str
    hdri: str | None
    background: str


@described
class PersonInstance(InstanceRecord):
    """The person, a face frame's one instance; its own frame is the head frame, its box holds the whole person."""

    landmarks: PointsRecord
    """iBUG's 68, points of the skin."""
    contour_landmarks: ContourRecord
    pupils: PointsRecord
    """Right, left."""
    irises: IrisesRecord
    head_pose: HeadPoseRecord
    gaze: GazeRecord
    eye_openness: OpennessRecord
    expression: ExpressionRecord
    boxes: BoxesRecord
    head_model: str
    attributes: AttributesRecord
    face_mesh: NotRequired[PointsRecord]
    """MediaPipe's 468 points of the skin, then five of the right iris and five of the left, where the recipe asks for them."""
    wflw_landmarks: NotRequired[PointsRecord]
    """WFLW's 98, jaw and brows where annotators draw them, where the recipe asks for them."""
    eye_contours: NotRequired[EyesRecord]
    """Where the recipe asks for them."""
    masks: NotRequired[dict[str, RunLengths]]
    """Of person, head and each class, where the recipe asks for them."""


@described
class FaceRecord(FrameCommon):
    """A frame of a face."""

    instances: list[PersonInstance]
