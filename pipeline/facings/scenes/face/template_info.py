"""What sampling must know of a face template.

Read once from the `.blend` and cached as JSON (`facings.blender.template`), so that sampling needs no Blender.
"""

from dataclasses import dataclass

from facings.blender.template import TemplateReading
from facings.frames.lights import LightInfo
from facings.frames.spec import Matrix4


@dataclass(frozen=True)
class FaceTemplateInfo:
    """Where the person is, and what surrounds them."""

    name: str
    sha256: str
    world_from_body: Matrix4
    """Rigid: the head's anchor. The body frame's origin lies between the eyes of an upright mean head that looks along -Y."""
    lights: tuple[LightInfo, ...]
    backdrops: tuple[str, ...]
    """Names of the backdrops, in alphabetical order; 'picture' is the one that shows pictures of the user's."""


_REALISE = "facings.scenes.face.realise"
FACE_TEMPLATES = TemplateReading(f"{_REALISE}.template_reading", FaceTemplateInfo, f"{_REALISE}.template_contract")
