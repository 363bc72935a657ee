"""FaceSpec -> picture and labels, frame after frame."""

import shutil

import numpy as np

from facings.blender.render import render_picture
from facings.blender.session import apply_device, quiet, scratch_folder, select_device
from facings.frames.frame_labels import FrameLabels
from facings.frames.loading import LoadedRecipe
from facings.labels.camera import Pinhole
from facings.scenes.face.eyes.landmarks import iris_ring, pupil_centres
from facings.scenes.face.facial_hair.brow_edge import brow_contour
from facings.scenes.face.label.attributes import attributes_of
from facings.scenes.face.label.face import FaceLabeller
from facings.scenes.face.realise.label_scene import LabelScene, PointsOnFace, collect
from facings.scenes.face.realise.stage import FaceStage
from facings.scenes.face.spec import FaceSpec


class FaceRealiser:
    """Renders one spec after the other; the template stays open, meshes and materials stay loaded."""

    def __init__(self, loaded: LoadedRecipe, device: str) -> None:
        with quiet():
            self.stage = FaceStage(loaded.template, loaded.files)
            self.device = select_device(device)
        self._labels = LabelScene(self.stage.scene)

    def render(self, spec: FaceSpec) -> tuple[np.ndarray, FrameLabels]:
        """Return the picture, (H, W, 3) uint8 sRGB, and the labels."""
        scene = self.stage.scene
        apply_device(scene, self.device)
        person = self.stage.realise(spec)
        self._labels.number(person.objects)
        camera = Pinhole.of(spec.camera, spec.picture.width_px, spec.picture.height_px)
        scratch = scratch_folder()
        try:
            passes = self._labels.passes(person.objects, camera, spec.picture.passes, scratch)
            picture = render_picture(scene, spec.picture, scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        points = PointsOnFace(brow_contour(person.shape, spec.facial_hair), pupil_centres(person.shape),
                              iris_ring(person.shape))
        face = collect(person.objects, person.root, person.head, person.shape, points, attributes_of(spec))
        labeller = FaceLabeller(dense_vertices=spec.dense_vertices, class_masks=spec.class_masks)
        return picture, labeller.label(spec, passes, face)
