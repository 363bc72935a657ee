"""One face frame from the recipe's distributions: each part from a random stream of its own."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from facings.frames.pictures import sample_picture
from facings.frames.spec import CameraSpec
from facings.recipes.distributions import sample
from facings.scenes.face.accessories.sample import sample_accessories
from facings.scenes.face.eyes.sample import sample_eyes
from facings.scenes.face.facial_hair.sample import sample_facial_hair
from facings.scenes.face.garments.sample import sample_garment
from facings.scenes.face.hair.sample import sample_hair
from facings.scenes.face.heads.expressions import sample_expression
from facings.scenes.face.heads.gaze import sample_gaze
from facings.scenes.face.heads.model import HeadModel
from facings.scenes.face.heads.sample import sample_identity
from facings.scenes.face.heads.shape import shape_head
from facings.scenes.face.heads.spec import EyeTurn, HeadSpec, NamedWeight
from facings.scenes.face.identities import Streams, on_body
from facings.scenes.face.recipe import FaceRecipe
from facings.scenes.face.sample.camera import sample_camera
from facings.scenes.face.sample.head_pose import sample_head_pose, sample_neck
from facings.scenes.face.sample.person import choose_model, sample_person
from facings.scenes.face.skin.sample import sample_skin
from facings.scenes.face.spec import SCHEMA, FaceSpec
from facings.scenes.face.surroundings.sample import sample_surroundings
from facings.scenes.face.template_info import FaceTemplateInfo


def sample_face(recipe: FaceRecipe, info: FaceTemplateInfo, files: Mapping[str, Path], models: tuple[str, ...],
                head_model: Callable[[str], HeadModel], seed: int, frame: int) -> FaceSpec:
    """Return the spec of one frame; the same for the same arguments.

    `models` are the head models that are there, `head_model` loads one; `files` are those that the recipe names.
    Raises InputError where the recipe asks for what the template or the assets cannot give.
    """
    streams = Streams(recipe.identities, seed, frame)
    rng, own = streams.of_frame, streams.of_person
    picture = sample_picture(recipe, seed, frame)
    person = sample_person(recipe.person, own("person"))
    model = head_model(choose_model(recipe.person, person, models, own("head_model")))
    pose = sample_head_pose(recipe.head_pose, seed, frame)
    neck = sample_neck(recipe.head_pose, pose, rng("neck"))
    expression_name, expression = sample_expression(recipe.expression, rng("expression"), model.missing_expressions)
    head = HeadSpec(
        model=model.name, identity=sample_identity(model, person, own("identity")),
        expression_name=expression_name, expression=expression, neck_yaw_rad=neck.yaw_rad,
        neck_pitch_rad=neck.pitch_rad, neck_roll_rad=neck.roll_rad, eye_turns=(EyeTurn(0.0, 0.0), EyeTurn(0.0, 0.0)),
        pupil_radius_m=sample(recipe.eyes.pupil_m, rng("pupil")) / 2,
    )
    world_from_body = np.array(info.world_from_body)
    # Where the head is does not depend on where it looks.
    world_from_head = world_from_body @ shape_head(model, head, person).body_from_head
    camera = sample_camera(recipe.camera, pose, world_from_head, picture.width_px, picture.height_px, rng("camera"))
    eye_turns, following = sample_gaze(recipe.gaze, _camera_seen_from_head(camera, world_from_head), rng("gaze"))
    head = replace(head, eye_turns=eye_turns, expression=_joined(expression, following))
    hair = sample_hair(recipe.hair, person, streams.of("hairdo")("hair"), own("hair"))
    skin = sample_skin(recipe.skin, person, own("skin"))
    make_up = sample_skin(recipe.skin, person, streams.of("make_up")("skin")).make_up
    body = sample_garment(recipe.garment, person, own("garment"))
    garment = on_body(sample_garment(recipe.garment, person, streams.of("garment")("garment")), body)
    return FaceSpec(
        schema=SCHEMA, scene="face", frame=frame, seed=seed, template=info.name, template_sha256=info.sha256,
        head_model_sha256=model.sha256, picture=picture, camera=camera, person=person, head=head,
        skin=replace(skin, make_up=make_up), eyes=sample_eyes(recipe.eyes, person, own("eyes")), hair=hair,
        facial_hair=sample_facial_hair(recipe.facial_hair, person, hair.colour, own("facial_hair")),
        accessories=sample_accessories(recipe.accessories, person, streams.of("accessories")("accessories")), garment=garment,
        surroundings=sample_surroundings(recipe.surroundings, recipe.world, recipe.lights, info, files,
                                         _azimuth_rad(camera.world_from_camera, world_from_body), rng("light")),
        dense_vertices=recipe.labels.dense_vertices, class_masks=recipe.labels.class_masks,
        identity=streams.identity, face_mesh=recipe.labels.face_mesh or None,
        wflw=recipe.labels.wflw or None, eye_contours=recipe.labels.eye_contours or None,
    )


def _azimuth_rad(world_from_camera: tuple, world_from_body: np.ndarray) -> float:
    """How far the camera has gone around the anchor from its front (-Y), towards the subject's left (+X)."""
    eye = (np.linalg.inv(world_from_body) @ np.array(world_from_camera)[:, 3])[:3]
    return math.atan2(eye[0], -eye[1])


def _camera_seen_from_head(camera: CameraSpec, world_from_head: np.ndarray) -> tuple[float, float, float]:
    """The camera's place from midway between the eyes: X to the subject's left, -Y ahead, Z up."""
    x, y, z = (np.linalg.inv(world_from_head) @ np.array(camera.world_from_camera)[:, 3])[:3]
    return float(x), float(z), float(-y)


def _joined(expression: tuple[NamedWeight, ...], following: tuple[NamedWeight, ...]) -> tuple[NamedWeight, ...]:
    """The expression's coefficients, with those by which the lids follow the gaze in the place of its own."""
    gaze = {weight.name: weight for weight in following}
    kept = [weight for weight in expression if not weight.name.startswith("eyeLook")]
    return (*kept, *gaze.values())
