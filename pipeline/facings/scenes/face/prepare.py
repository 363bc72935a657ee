"""FaceSpec -> everything of the person that is poured into Blender: meshes, hairs and pictures, in numpy."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from facings.scenes.face.accessories.build import build_accessories, head_cover
from facings.scenes.face.accessories.pieces import Piece
from facings.scenes.face.eyes.build import Eye, build_eyes
from facings.scenes.face.eyes.landmarks import iris_ring, pupil_centres
from facings.scenes.face.facial_hair.brow_edge import brow_contour, brow_edges
from facings.scenes.face.facial_hair.build import build_facial_hair
from facings.scenes.face.garments.build import Dressed, tailor_for
from facings.scenes.face.geometry import CANONICAL, HairPart, Mesh
from facings.scenes.face.hair.colour import hair_look
from facings.scenes.face.hair.hairdo import build_hair, canonical_hair
from facings.scenes.face.hair.scalp import scalp_of
from facings.scenes.face.hair_shade import hair_shade
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.shape import HeadShape, shape_head
from facings.scenes.face.label.scene import PointsOnFace
from facings.scenes.face.skin.detail import detail_for
from facings.scenes.face.skin.folds import folds
from facings.scenes.face.skin.maps import SkinTextures, painter_for
from facings.scenes.face.skin.shade import HairShade
from facings.scenes.face.spec import FaceSpec


@dataclass(frozen=True, eq=False)
class FacePrepared:
    """One person. Meshes of eyes and rigid accessories are in the unposed body frame, all else in the posed one."""

    shape: HeadShape
    head: Mesh
    """The head model's mesh, posed; its slots are those of `heads.model.PARTS`."""
    skin: SkinTextures
    hair_shade: HairShade
    """What hair and beard do to the skin's colour."""
    eyes: tuple[Eye, Eye]
    """Right, left."""
    hair: tuple[HairPart, ...]
    """Brows, lashes, beard and scalp hair, as far as there are any."""
    accessories: tuple[Piece, ...]
    dressed: Dressed
    points: PointsOnFace


def prepare_face(spec: FaceSpec, model: HeadModel, world_from_body: np.ndarray) -> FacePrepared:
    """Return the person of a spec on its head model; the same for the same arguments, and nothing of it is shared with the next
    but what no frame changes. The matrix (4, 4) is the template's: where the body stands before the camera.

    Raises InputError where the spec names what the head model lacks.
    """
    # Hair and garment depend on nothing that is painted: they are grown and sewn in a thread beside it.
    with ThreadPoolExecutor(max_workers=1) as beside:
        grown = beside.submit(canonical_hair, spec.hair, scalp_of(model)) if spec.hair.strands else None
        shape = shape_head(model, spec.head, spec.person)
        sewn = beside.submit(tailor_for(model).dress, spec.garment, shape)
        shade = hair_shade(spec.hair, spec.facial_hair)
        detail = detail_for(spec.picture, spec.camera, (world_from_body @ shape.body_from_head)[:3, 3])
        skin = painter_for(model, detail).paint(spec.skin, folds(shape), shade)
        eyes = build_eyes(spec.eyes, shape, spec.head.pupil_radius_m)
        hair = build_facial_hair(spec.facial_hair, shape)
        accessories = tuple(piece.bent(shape) for piece in build_accessories(spec.accessories, shape))
        dressed = sewn.result()
        if grown is not None:
            strands = build_hair(spec.hair, shape, head_cover(spec.accessories, shape), dressed.cloth, grown.result())
            if strands is not None:
                hair.append(HairPart("hair", "hair", "hair", strands, hair_look(spec.hair)))
    edges = brow_edges(shape, spec.facial_hair) if spec.wflw else None
    points = PointsOnFace(brow_contour(shape, spec.facial_hair), pupil_centres(shape), iris_ring(shape), edges)
    return FacePrepared(shape, _head_mesh(shape), skin, shade, eyes, tuple(hair), accessories, dressed, points)


def _head_mesh(shape: HeadShape) -> Mesh:
    model = shape.model
    return Mesh(shape.posed_m, model.corners, model.starts, model.uv, model.part.astype(np.int32), model.region,
                points={CANONICAL: np.ascontiguousarray(model.canonical_m, np.float32)})
