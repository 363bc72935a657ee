"""The sampled values of one face frame: frozen, exact in JSON, nothing random."""

from dataclasses import dataclass

from facings.frames.spec import CameraSpec, PictureSpec, later
from facings.scenes.face.accessories.spec import AccessoriesSpec
from facings.scenes.face.eyes.spec import EyesSpec
from facings.scenes.face.facial_hair.spec import FacialHairSpec
from facings.scenes.face.garments.spec import GarmentSpec
from facings.scenes.face.hair.spec import HairSpec
from facings.scenes.face.heads.spec import HeadSpec
from facings.scenes.face.person import PersonSpec
from facings.scenes.face.skin.spec import SkinSpec
from facings.scenes.face.surroundings.spec import SurroundingsSpec

SCHEMA = 1


@dataclass(frozen=True)
class FaceSpec:
    """Everything `realise` needs for one frame."""

    schema: int
    scene: str
    frame: int
    seed: int
    template: str
    template_sha256: str
    head_model_sha256: str
    picture: PictureSpec
    camera: CameraSpec
    person: PersonSpec
    head: HeadSpec
    skin: SkinSpec
    eyes: EyesSpec
    hair: HairSpec
    facial_hair: FacialHairSpec
    accessories: AccessoriesSpec
    garment: GarmentSpec
    surroundings: SurroundingsSpec
    dense_vertices: bool
    """Whether every vertex of the head is stored with the labels."""
    class_masks: bool
    """Whether the record holds the run-length masks of the person and of every class."""
    identity: int | None = later()
    """The person's number in sets that show one person in many frames."""
    face_mesh: bool | None = later()
    """Whether the record holds the points of the face mesh."""
    wflw: bool | None = later()
    """Whether it holds WFLW's landmarks."""
    eye_contours: bool | None = later()
    """Whether it holds the lids' margins and the irises' ellipses."""
