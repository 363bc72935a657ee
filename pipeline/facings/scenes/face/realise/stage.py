"""One opened template with a person in it: turns a FaceSpec into the scene that is rendered."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import bpy
import numpy as np

from facings.blender.camera import Exposure, realise_camera
from facings.blender.template import open_template
from facings.blender.template_contract import objects_of, placement
from facings.frames.frame_labels import FrameLabels
from facings.frames.passes import FramePasses
from facings.labels.camera import Pinhole
from facings.scenes.face.accessories.build import head_cover
from facings.scenes.face.eyes.landmarks import iris_ring, pupil_centres
from facings.scenes.face.facial_hair.brow_edge import brow_contour
from facings.scenes.face.geometry import Mesh
from facings.scenes.face.hair_shade import hair_shade
from facings.scenes.face.heads.library import head_model
from facings.scenes.face.heads.shape import HeadShape, shape_head
from facings.scenes.face.label.attributes import attributes_of
from facings.scenes.face.label.face import FaceLabeller
from facings.scenes.face.realise.accessories import Accessories
from facings.scenes.face.realise.eyes import Eyes
from facings.scenes.face.realise.facial_hair import FacialHair
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.garments import Garments
from facings.scenes.face.realise.hair import Hair
from facings.scenes.face.realise.label_scene import LabelScene, PointsOnFace, collect
from facings.scenes.face.realise.skin import SkinMaterials
from facings.scenes.face.realise.surroundings import Surroundings
from facings.scenes.face.skin.points import skin_points
from facings.scenes.face.spec import FaceSpec
from facings.scenes.face.template_info import FACE_TEMPLATES

HEAD = "head"


@dataclass(frozen=True, eq=False)
class Realised:
    """One person as they stand in the scene."""

    shape: HeadShape
    objects: list[bpy.types.Object]
    """All that is shown of the person, in the order of their names."""
    head: bpy.types.Object
    """The one that carries the head model's mesh."""
    root: bpy.types.Object


class FaceStage:
    """Realises one spec after the other; reuses what the last one left and leaks nothing."""

    def __init__(self, template: Path, files: Mapping[str, Path]) -> None:
        open_template(template, FACE_TEMPLATES)
        self.scene = bpy.context.scene
        # See facings.scenes.shelf.realise.stage: Cycles 5.2 and the label render's pixel filter.
        self.scene.render.use_persistent_data = False
        self._camera = self.scene.camera
        self._exposure = Exposure(self.scene)
        self._world_from_body = np.array(placement(objects_of(self.scene, "head_anchor")[0]), float)
        self._surroundings = Surroundings(self.scene, files)
        collection = bpy.data.collections.new("facings")
        self.scene.collection.children.link(collection)
        self._figure = Figure(collection)
        self._skin = SkinMaterials()
        self._eyes = Eyes()
        self._facial_hair = FacialHair()
        self._hair = Hair()
        self._accessories = Accessories()
        self._garments = Garments()
        self._labels = LabelScene(self.scene)
        self._beside = ThreadPoolExecutor(max_workers=1)
        """What needs no Blender is made there while this thread paints skin and eyes."""

    def realise(self, spec: FaceSpec, prepared: None = None) -> Realised:
        """Build the scene of `spec`. Raises InputError where the spec names what the head model or the files lack."""
        realise_camera(self.scene, self._camera, spec.camera, spec.picture.width_px, spec.picture.height_px)
        self._exposure.realise(self.scene, spec.camera)
        self._surroundings.realise(spec.surroundings, spec.camera)
        model = head_model(spec.head.model)
        self._hair.start(spec.hair, model, self._beside)
        shape = shape_head(model, spec.head, spec.person)
        self._garments.start(spec.garment, shape, self._beside)
        figure = self._figure
        figure.begin(self._world_from_body)
        skin = self._skin.realise(spec.skin, shape, hair_shade(spec.hair, spec.facial_hair))
        head = figure.put_mesh(HEAD, Mesh(shape.posed_m, model.corners, model.starts, model.uv,
                                             model.part.astype(np.int32), model.region, points=skin_points(model)),
                               skin, "skin", subdivision=model.subdivision)
        self._eyes.realise(spec.eyes, shape, figure, spec.head.pupil_radius_m)
        self._facial_hair.realise(spec.facial_hair, shape, figure)
        self._accessories.realise(spec.accessories, shape, figure)
        cloth = self._garments.realise(spec.garment, shape, figure, skin[0])
        self._hair.realise(spec.hair, shape, figure, head_cover(spec.accessories, shape), cloth)
        objects = figure.finish()
        bpy.context.view_layer.update()
        self._labels.number(objects)
        return Realised(shape, objects, head, figure.root)

    def label_passes(self, spec: FaceSpec, realised: Realised, scratch: Path) -> FramePasses:
        """Return the label render and the coverage of strands."""
        camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
        return self._labels.passes(realised.objects, camera, spec.picture.passes, scratch)

    def label(self, spec: FaceSpec, passes: FramePasses, realised: Realised) -> FrameLabels:
        """Return the labels of one frame."""
        shape = realised.shape
        points = PointsOnFace(brow_contour(shape, spec.facial_hair), pupil_centres(shape), iris_ring(shape))
        face = collect(realised.objects, realised.root, realised.head, shape, points, attributes_of(spec))
        return FaceLabeller(dense_vertices=spec.dense_vertices, class_masks=spec.class_masks).label(spec, passes, face)
