"""Independent casts against the evaluated meshes of a figure: from a point back to the camera, and through pixel centres."""

import bpy
import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from facings.labels.camera import NEAR_M, Pinhole
from facings.scenes.face.semantics import SEMANTIC_CLASSES

ACCESSORIES = ("clothing", "glasses", "headwear", "facewear")
TIE_PX = 0.01


class FaceOracle:
    """All meshes that are rendered and not looked through."""

    def __init__(self, scene: bpy.types.Scene) -> None:
        graph = bpy.context.evaluated_depsgraph_get()
        corners, classes = [], []
        for item in scene.objects:
            if item.type != "MESH" or item.hide_render or item.get("facings_see_through"):
                continue
            mesh = item.evaluated_get(graph).data
            mesh.calc_loop_triangles()
            world = np.array(item.evaluated_get(graph).matrix_world, float)
            points = read(mesh.vertices, "co", np.float32, 3).astype(float) @ world[:3, :3].T + world[:3, 3]
            triangles = read(mesh.loop_triangles, "vertices", np.int32, 3)
            corners.append(points[triangles])
            region = mesh.attributes.get("facings_region")
            own = np.full(len(triangles), SEMANTIC_CLASSES[item.get("facings_semantic", "background")])
            if region is not None:
                own = read(region.data, "value", np.float32).round().astype(int)[
                    read(mesh.loop_triangles, "polygon_index", np.int32)]
            classes.append(own)
        self.corners, self.classes = np.concatenate(corners), np.concatenate(classes)
        self._everything = np.ones(len(self.classes), bool)
        self._scenes = {}

    def _cast(self, chosen: np.ndarray, starts: np.ndarray, directions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        key = chosen.tobytes()
        if key not in self._scenes:
            self._scenes[key] = EmbreeScene(robust=True)
            TriangleMesh(self._scenes[key], self.corners[chosen].astype(np.float32))
        hit = self._scenes[key].run(starts.astype(np.float32), directions.astype(np.float32), output=1)
        return hit["primID"], np.where(hit["primID"] >= 0, hit["tfar"], np.inf)

    def occluded(self, points_in_world: np.ndarray, camera: Pinhole, accessories: bool) -> np.ndarray:
        """(N,) bool: from 1 mm off each point back to the camera something is in the way."""
        worn = np.isin(self.classes, [SEMANTIC_CLASSES[name] for name in ACCESSORIES])
        background = self.classes == 0
        back = camera.world_from_camera[:3, 3] - points_in_world
        distance = np.linalg.norm(back, axis=1, keepdims=True)
        way = back / distance
        found, along = self._cast((worn == accessories) & ~background, points_in_world + 0.001 * way, way)
        return (found >= 0) & (along < distance[:, 0] - 0.001 - NEAR_M)

    def parsing(self, camera: Pinhole, du: float = 0.0, dv: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
        """(H, W) classes and depth of what each pixel's centre shows."""
        rays = camera.rays(0, 0, camera.width_px, camera.height_px) + [du / camera.K[0, 0], dv / camera.K[1, 1], 0]
        shape = rays.shape[:2]
        directions = (rays @ camera.world_from_camera[:3, :3].T).reshape(-1, 3)
        starts = camera.world_from_camera[:3, 3] + directions * NEAR_M
        found, along = self._cast(self._everything, starts, directions)
        return np.where(found >= 0, self.classes[found], 0).reshape(shape), (along + NEAR_M).reshape(shape)

    def ties(self, camera: Pinhole, classes: np.ndarray) -> np.ndarray:
        """(H, W) bool: a ray within TIE_PX of the pixel's centre shows this class."""
        result = np.zeros(classes.shape, bool)
        for du in (-TIE_PX, 0, TIE_PX):
            for dv in (-TIE_PX, 0, TIE_PX):
                result |= self.parsing(camera, du, dv)[0] == classes
        return result


def read(items, name: str, kind: type, width: int = 1) -> np.ndarray:
    values = np.empty(len(items) * width, kind)
    items.foreach_get(name, values)
    return values.reshape(-1, width) if width > 1 else values
