"""One opened template with a person in it: pours what was prepared for a FaceSpec into the scene that is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import bpy
import numpy as np

from facings.blender.camera import Exposure, realise_camera
from facings.blender.cycles_facts import rebuild_each_render
from facings.blender.template import open_template
from facings.blender.template_contract import objects_of, placement
from facings.frames.frame_labels import FrameLabels
from facings.frames.passes import FramePasses
from facings.labels.camera import Pinhole
from facings.scenes.face.label.attributes import attributes_of
from facings.scenes.face.label.face import FaceLabeller
from facings.scenes.face.label.scene import FaceScene
from facings.scenes.face.prepare import FacePrepared
from facings.scenes.face.realise.accessories import Accessories
from facings.scenes.face.realise.eyes import Eyes
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.garments import Garments
from facings.scenes.face.realise.hair import Hair
from facings.scenes.face.realise.label_scene import FigureLabels, collect
from facings.scenes.face.realise.skin import SkinMaterials
from facings.scenes.face.realise.surroundings import Surroundings
from facings.scenes.face.spec import FaceSpec
from facings.scenes.face.template_info import FACE_TEMPLATES

HEAD = "head"


@dataclass(frozen=True, eq=False)
class Realised:
    """One person as they stand in the scene."""

    objects: list[bpy.types.Object]
    """All that is shown of the person, in the order of their names."""
    face: FaceScene
    """What labelling must know of them."""


class FaceStage:
    """Realises one spec after the other; reuses what the last one left and leaks nothing."""

    def __init__(self, template: Path, files: Mapping[str, Path]) -> None:
        open_template(template, FACE_TEMPLATES)
        self.scene = bpy.context.scene
        rebuild_each_render(self.scene)
        self._camera = self.scene.camera
        self._exposure = Exposure(self.scene)
        self._world_from_body = np.array(placement(objects_of(self.scene, "head_anchor")[0]), float)
        self._surroundings = Surroundings(self.scene, files)
        collection = bpy.data.collections.new("facings")
        self.scene.collection.children.link(collection)
        self._figure = Figure(collection)
        self._skin = SkinMaterials()
        self._eyes = Eyes()
        self._hair = Hair()
        self._accessories = Accessories()
        self._garments = Garments()
        self._labels = FigureLabels(self.scene)

    def realise(self, spec: FaceSpec, prepared: FacePrepared) -> Realised:
        """Build the scene of `spec` from what was prepared for it. Raises InputError where the spec names a file that the
        stage was not given."""
        realise_camera(self.scene, self._camera, spec.camera, spec.picture.width_px, spec.picture.height_px)
        self._exposure.realise(self.scene, spec.camera)
        self._surroundings.realise(spec.surroundings, spec.camera)
        figure, shape = self._figure, prepared.shape
        figure.begin(self._world_from_body)
        materials = self._skin.realise(spec.skin, prepared.skin, prepared.hair_shade)
        head = figure.put_mesh(HEAD, prepared.head, materials, "skin", subdivision=shape.model.subdivision)
        self._eyes.realise(prepared.eyes, spec.eyes.wetness, shape.posed_from_unposed, figure)
        self._accessories.realise(prepared.accessories, shape.posed_from_unposed, figure)
        self._garments.realise(spec.garment, prepared.dressed, figure, materials[0])
        self._hair.realise(prepared.hair, figure)
        objects = figure.finish()
        bpy.context.view_layer.update()
        self._labels.number(objects)
        return Realised(objects, collect(objects, figure.root, head, shape, prepared.points, attributes_of(spec)))

    def label_passes(self, spec: FaceSpec, realised: Realised, scratch: Path) -> FramePasses:
        """Return the label render and the coverage of strands."""
        camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
        return self._labels.passes(realised.objects, camera, spec.picture.passes, scratch)

    def label(self, spec: FaceSpec, passes: FramePasses, realised: Realised) -> FrameLabels:
        """Return the labels of one frame."""
        labeller = FaceLabeller(dense_vertices=spec.dense_vertices, class_masks=spec.class_masks,
                                face_mesh=bool(spec.face_mesh), eye_contours=bool(spec.eye_contours))
        return labeller.label(spec, passes, realised.face)
