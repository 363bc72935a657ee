"""The recipe of a face: what the common recipe has, and the person, its parts, its pose, the camera and what is around."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator

from facings.recipes.distributions import Choice, Independent, LogUniform, Normal, Uniform, vary
from facings.recipes.numeric import Number
from facings.recipes.part import Part, later
from facings.recipes.recipe import LabelSettings, LensSettings, Recipe, Template
from facings.recipes.values import Flag, OneOf, Row, Share, Text, rising
from facings.recipes.variants import Overlay
from facings.scenes.face.accessories.recipe import AccessoriesRecipe
from facings.scenes.face.eyes.recipe import EyesRecipe
from facings.scenes.face.facial_hair.recipe import FacialHairRecipe
from facings.scenes.face.garments.recipe import GarmentRecipe
from facings.scenes.face.hair.recipe import HairRecipe
from facings.scenes.face.heads.expressions import ExpressionRecipe
from facings.scenes.face.heads.gaze import GazeRecipe
from facings.scenes.face.identities import IdentitiesRecipe
from facings.scenes.face.label.recipe import FacePictureSettings
from facings.scenes.face.skin.recipe import SkinRecipe
from facings.scenes.face.surroundings.recipe import SurroundingsRecipe


class PersonRecipe(Part):
    """Who is pictured."""

    age_years: Annotated[float, Number(ge=1, le=95, unit="years")] = vary(
        Choice((Normal(32.0, 11.0, 18.0, 60.0), Uniform(55.0, 88.0), Uniform(4.0, 17.0)), (6.0, 3.0, 1.5)))
    """Below 18 years the head is MakeHuman's."""
    gender: Share = vary(
        Choice((Normal(0.1, 0.1, 0.0, 0.4), Normal(0.9, 0.1, 0.6, 1.0), Uniform(0.3, 0.7)), (4.5, 4.5, 1.0)))
    """How masculine: 0 feminine to 1 masculine."""
    african: Share = 1.0
    asian: Share = 1.0
    caucasian: Share = 1.0
    """How often each ethnicity, as MakeHuman names them, is drawn; at least one is above 0."""
    mixed: Annotated[bool, Flag()] = vary(Choice((False, True), (2.0, 1.0)))
    """Whether a person is a mixture of them."""
    skin_tone: Annotated[float | None, Number(ge=1, le=10)] = None
    """Monk Skin Tone scale, 1 lightest to 10 darkest; null: as usual for the ethnicity."""
    body_weight: Share = vary(Normal(0.5, 0.17, 0.1, 1.0))
    """0 thin to 1 heavy."""
    head_model: Annotated[Literal["ict", "makehuman"], OneOf()] = vary(Choice(("ict", "makehuman"), (3.0, 1.0)))
    """Where the head comes from: scans of adults, or a modelled head of any age."""

    @field_validator("caucasian")
    @classmethod
    def _someone(cls, value: Any, info: Any) -> Any:
        if value == 0 and info.data.get("african") == 0 and info.data.get("asian") == 0:
            raise ValueError("is 0, and so are african and asian: nobody is left to draw")
        return value


class HeadPoseRecipe(Part):
    """The head's pose relative to the camera, spread evenly over frames by a low-discrepancy sequence."""

    yaw_rad: Annotated[float, Number(ge=-180, le=180, unit="deg")] = Field(default=vary(Uniform(-90.0, 90.0)), alias="yaw_deg")
    """Above 0 the face turns to the picture's right."""
    pitch_rad: Annotated[float, Number(ge=-89, le=89, unit="deg")] = Field(
        default=vary(Uniform(-45.0, 45.0)), alias="pitch_deg")
    """Above 0 it looks up."""
    roll_rad: Annotated[float, Number(ge=-180, le=180, unit="deg")] = Field(
        default=vary(Uniform(-30.0, 30.0)), alias="roll_deg")
    """Above 0 it tips clockwise."""
    neck_share: Annotated[tuple[float, float], Row(Number(ge=0, le=1), limit=rising)] = (0.15, 0.6)
    """How much of the pose the neck makes, at least and at most; the camera goes around for the rest."""
    neck_reach_rad: Annotated[tuple[float, float, float], Row(Number(ge=0, le=80, unit="deg"))] = Field(
        default=(50.0, 22.0, 20.0), alias="neck_reach_deg")
    """As far as the neck turns, nods and tips."""


class FaceCamera(LensSettings):
    """How the camera sees the head; where it stands follows from the head's pose."""

    focal_length_m: Annotated[float, Number(ge=1, le=2000, unit="mm")] = Field(default=50.0, alias="focal_length_mm")
    """Used where head_size is null."""
    head_size: Annotated[float | None, Number(gt=0.01, le=3)] = vary(Uniform(0.38, 0.72))
    """The head's height (chin to crown) as a share of the picture's; null: whatever the focal length gives."""
    distance_m: Annotated[float, Number(ge=0.2, le=50, unit="m")] = vary(LogUniform(0.45, 2.5))
    """From the head: near ones show the perspective of a phone at arm's length."""
    offset: Annotated[tuple[float, float], Row(Number(ge=-1, le=1))] = vary(
        Independent((Normal(0.0, 0.05, -0.2, 0.2), Normal(0.03, 0.04, -0.15, 0.2))))
    """How far right of and below the picture's middle the head is, in picture widths and heights."""
    f_number: Annotated[float, Number(ge=0.5, le=128)] = vary(LogUniform(1.8, 8.0))
    depth_of_field: Annotated[bool, Flag()] = vary(Choice((True, False), (2.0, 1.0)))
    exposure_ev: Annotated[float, Number(ge=-10, le=10, unit="ev")] = vary(Normal(0.0, 0.25, -0.7, 0.6))


class FaceLabels(LabelSettings):
    """Which labels are written."""

    dense_vertices: Annotated[bool, Flag(constant=True)] = False
    """Store every vertex of the head: see the README's list of files."""
    class_masks: Annotated[bool, Flag(constant=True)] = False
    """Write the RLE of the person and of every parsing class into the frame record."""
    face_mesh: Annotated[bool, Flag(constant=True)] = later(False)
    """Write the 478 points of MediaPipe's face mesh into the frame record: the same places of the skin on every head."""
    wflw: Annotated[bool, Flag(constant=True)] = later(False)
    """Write WFLW's 98 landmarks into the frame record."""
    eye_contours: Annotated[bool, Flag(constant=True)] = later(False)
    """Write the margins of the lids and the ellipses of the irises into the frame record."""


class LicenceRecipe(Part):
    """Which third-party assets may be used."""

    licences: tuple[Annotated[str, Text(constant=True)], ...] = ("CC0-1.0", "MIT", "OFL-1.1", "CC-BY-4.0", "CC-BY-3.0")
    """SPDX names; assets under others are left out."""


class FaceRecipe(Recipe):
    """All keys of a recipe with `scene: face`."""

    scene: Annotated[Literal["face"], OneOf(constant=True)] = "face"
    template: Template = "face_studio"
    picture: FacePictureSettings = FacePictureSettings()
    labels: FaceLabels = FaceLabels()
    identities: IdentitiesRecipe | None = later(None)
    """One person over many frames; null: every frame shows somebody else."""
    person: PersonRecipe = PersonRecipe()
    head_pose: HeadPoseRecipe = HeadPoseRecipe()
    expression: ExpressionRecipe = ExpressionRecipe()
    gaze: GazeRecipe = GazeRecipe()
    camera: FaceCamera = FaceCamera()
    skin: SkinRecipe = SkinRecipe()
    eyes: EyesRecipe = EyesRecipe()
    hair: HairRecipe = HairRecipe()
    facial_hair: FacialHairRecipe = FacialHairRecipe()
    accessories: AccessoriesRecipe = AccessoriesRecipe()
    garment: GarmentRecipe = GarmentRecipe()
    surroundings: SurroundingsRecipe = SurroundingsRecipe()
    assets: LicenceRecipe = LicenceRecipe()

    overlays: ClassVar = (
        Overlay(("surroundings", "rigs"), {("surroundings",): (), ("world",): ("world",), ("lights",): ("lights",)}),
    )
