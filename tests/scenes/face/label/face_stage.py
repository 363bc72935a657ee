"""A head with two eyeballs, a fringe and a cape of strands, an opaque and a clear card, a collar, and a wall behind them."""

from dataclasses import dataclass, replace
from pathlib import Path

import bpy
import heads_for_tests
import numpy as np

from facings.blender.camera import realise_camera
from facings.frames.frame_labels import FrameLabels
from facings.frames.passes import FramePasses
from facings.frames.spec import CameraSpec, LensSpec, PictureSpec
from facings.labels.camera import Pinhole
from facings.scenes.face.eyes.landmarks import iris_ring, pupil_centres
from facings.scenes.face.geometry import Mesh, Strands
from facings.scenes.face.head_pose import HeadAngles, rotation_from_angles
from facings.scenes.face.heads.model import SIDES
from facings.scenes.face.heads.shape import HeadShape
from facings.scenes.face.heads.spec import HeadSpec
from facings.scenes.face.label.face import FaceLabeller
from facings.scenes.face.label.scene import FaceScene, PointsOnFace
from facings.scenes.face.realise.figure import Figure
from facings.scenes.face.realise.label_scene import FigureLabels, collect
from facings.scenes.face.realise.region_material import RegionMaterial

FRONTAL = HeadAngles(0, 0, 0)
WORN = ("card", "lens", "collar", "fringe", "beard", "brow")


@dataclass(frozen=True)
class Spec:
    """What labelling reads of a FaceSpec."""

    frame: int
    seed: int
    scene: str
    camera: CameraSpec
    picture: PictureSpec
    head: HeadSpec


@dataclass
class Frame:
    spec: Spec
    camera: Pinhole
    shape: HeadShape
    scene: FaceScene
    passes: FramePasses
    labels: FrameLabels

    @property
    def person(self) -> dict:
        return self.labels.instances[0]


def camera_before(angles: HeadAngles, size: tuple[int, int], *, distance_m=0.75, across_m=(0.0, 0.02), focal=1.9,
                  shift_px=1.5, lens: LensSpec | None = None) -> CameraSpec:
    """A camera that sees an upright head at the origin under these angles; `across_m`: where the head lies in its frame."""
    world_from_head = np.eye(4)
    world_from_head[:3, :3] = [[1, 0, 0], [0, 0, 1], [0, -1, 0]]
    camera_from_head = np.eye(4)
    camera_from_head[:3, :3] = rotation_from_angles(angles)
    camera_from_head[:3, 3] = *across_m, distance_m
    width, height = size
    return CameraSpec(
        fx_px=focal * height, fy_px=focal * height, cx_px=width / 2 + shift_px, cy_px=height / 2 - 2.25,
        world_from_camera=tuple(map(tuple, (world_from_head @ np.linalg.inv(camera_from_head)).tolist())),
        focus_distance_m=None, f_number=4.0, focal_length_m=0.05, exposure_ev=0.0, white_balance_k=None,
        white_balance_tint=10.0, lens=lens)


class Stage:
    def __init__(self, scratch: Path, **wanted: bool) -> None:
        """`wanted`: the labels beside the usual ones, as `FaceLabeller` names them; by default dense vertices and masks."""
        bpy.ops.wm.read_factory_settings(use_empty=True)
        self.scene = scene = bpy.context.scene
        scene.render.engine = "CYCLES"
        scene.cycles.device = "CPU"
        scene.render.use_persistent_data = False
        scene.world = bpy.data.worlds.new("world")
        scene.camera = bpy.data.objects.new("camera", bpy.data.cameras.new("camera"))
        scene.collection.objects.link(scene.camera)
        self._scratch = scratch
        self.figure = Figure(scene.collection)
        self.labels = FigureLabels(scene)
        tree = RegionMaterial("with regions")
        self._skin = tree.surface(tree.principled())
        self._plain = bpy.data.materials.new("without")
        wall = bpy.data.meshes.new("wall")
        wall.from_pydata([(-3, 1, -3), (3, 1, -3), (3, 1, 3), (-3, 1, 3)], [], [(0, 1, 2, 3)])
        scene.collection.objects.link(bpy.data.objects.new("wall", wall))
        self.labeller = FaceLabeller(**wanted or {"dense_vertices": True, "class_masks": True})

    def frame(self, angles=FRONTAL, size=(96, 128), worn=WORN, wanted=("normal",), expression=None,
              neck_deg=(0, 0, 0), eyes_deg=(0, 0), number=0, **camera) -> Frame:
        shape = heads_for_tests.head("ict", expression=expression or {}, neck_deg=neck_deg, eyes_deg=eyes_deg)
        look = camera_before(angles, size, **camera)
        realise_camera(self.scene, self.scene.camera, look, *size)
        self.figure.begin(np.eye(4))
        head = self._head(shape)
        self._wear(shape, worn)
        objects = self.figure.finish()
        self.labels.number(objects)
        bpy.context.view_layer.update()
        pinhole = Pinhole.of(look, *size)
        passes = self.labels.passes(objects, pinhole, wanted, self._scratch)
        points = PointsOnFace(None, pupil_centres(shape), iris_ring(shape))
        scene = collect(objects, self.figure.root, head, shape, points, {"hair_style": "fringe"})
        picture = PictureSpec(*size, samples=1, denoise=False, max_bounces=None, format="png", jpeg_quality=90,
                              passes=(*wanted, "matte"))
        head_spec = heads_for_tests.spec("ict", expression=expression, neck_deg=neck_deg, eyes_deg=eyes_deg)
        spec = Spec(number, 7, "face", look, picture, head_spec)
        return Frame(spec, pinhole, shape, scene, passes, self.labeller.label(spec, passes, scene))

    def _head(self, shape: HeadShape) -> bpy.types.Object:
        model = shape.model
        surface = Mesh(shape.posed_m, model.corners, model.starts, model.uv, region=model.region)
        head = self.figure.put_mesh("head", surface, [self._skin], "skin", subdivision=model.subdivision)
        for k, side in enumerate(SIDES):
            ball = sphere(shape.eye_centres_m[k], shape.eye_radius_m[k])
            self.figure.put_mesh(f"eye.{side}", ball, [self._plain], f"{side}_eye",
                                 body_from_mesh=shape.posed_from_unposed)
        return head

    def _wear(self, shape: HeadShape, worn: tuple[str, ...]) -> None:
        """`card` is opaque before the left eye, `lens` clear before the right one."""
        rides = {"body_from_mesh": shape.posed_from_unposed}
        for name, k, clear in (("card", 1, False), ("lens", 0, True)):
            if name in worn:
                card = plate(shape.eye_centres_m[k] + [0, -0.03, 0], 0.022, 0.016)
                self.figure.put_mesh(name, card, [self._plain], "glasses", see_through=clear, **rides)
        if "collar" in worn:
            self.figure.put_mesh("collar", plate([0, -0.17, -0.21], 0.12, 0.06), [self._plain], "clothing")
        strands = {
            "fringe": ("hair", (-0.07, 0.035), (0.085, 0.02), 0.0009),
            "beard": ("beard", (-0.035, 0.035), (-0.07, -0.11), 0.0012),
            "brow": ("right_brow", (-0.05, -0.018), (0.030, 0.022), 0.0006),
            "comb": ("hair", (-0.06, 0.06), (0.03, -0.03), 0.0004),
        }
        for name, (semantic, (x0, x1), (z0, z1), radius_m) in strands.items():
            if name in worn:
                self.figure.put_strands(name, fan(x0, x1, z0, z1, radius_m), self._plain, semantic, shape.posed_from_unposed)


def plate(middle, half_w, half_h) -> Mesh:
    x, z = np.array([-half_w, half_w, half_w, -half_w]), np.array([-half_h, -half_h, half_h, half_h])
    vertices = np.asarray(middle, np.float32) + np.stack([x, 0 * x, z], -1)
    return Mesh(vertices.astype(np.float32), np.arange(4, dtype=np.int32), np.zeros(1, np.int32))


def sphere(centre, radius, around=48, along=24) -> Mesh:
    u, v = np.meshgrid(np.linspace(0, 2 * np.pi, around + 1), np.linspace(0, np.pi, along + 1))
    points = np.stack([np.cos(u) * np.sin(v), np.sin(u) * np.sin(v), np.cos(v)], -1).reshape(-1, 3) * radius + centre
    a = (np.arange(along)[:, None] * (around + 1) + np.arange(around)).ravel()
    corners = np.stack([a, a + around + 1, a + around + 2, a + 1], 1).ravel().astype(np.int32)
    return Mesh(points.astype(np.float32), corners, np.arange(0, len(corners), 4, dtype=np.int32))


def fan(x0, x1, z0, z1, radius_m, count=60) -> Strands:
    """Upright strands side by side, just before the whole face."""
    points = np.zeros((count, 4, 3), np.float32)
    points[..., 0] = np.linspace(x0, x1, count)[:, None]
    points[..., 1] = -0.125
    points[..., 2] = np.linspace(z0, z1, 4)
    return Strands(points, np.full((count, 4), radius_m, np.float32))


def mirrored(angles: HeadAngles) -> HeadAngles:
    return replace(angles, yaw_rad=-angles.yaw_rad, roll_rad=-angles.roll_rad)
