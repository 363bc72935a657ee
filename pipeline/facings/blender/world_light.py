"""The world light of a frame: one of Blender's own studio worlds, a file of the user's, or the template's own world."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import bpy
from bpy.utils import system_resource  # type: ignore[attr-defined]

from facings.blender.pictures import loaded
from facings.blender.shader_graph import ShaderGraph
from facings.errors import InputError, nearest
from facings.frames.spec import WorldSpec

_OWN = "bpy:"
_FINEST_MAP_PX = 4096
"""Width of the map by which the directions of an environment picture are sampled; a smaller picture has a smaller one."""


class WorldLight:
    """One world with an environment texture beside the artist's; images are loaded once."""

    def __init__(self, scene: bpy.types.Scene, files: Mapping[str, Path]) -> None:
        self._scene = scene
        self._artist = scene.world
        self._files = files
        self._lit: _LitWorld | None = None

    def realise(self, spec: WorldSpec) -> None:
        """Set the scene's world. Raises InputError where the HDRI is not known."""
        if spec.hdri is None:
            self._scene.world = self._artist
            return
        if self._lit is None:
            self._lit = _LitWorld(self._artist)
        self._lit.show(self._path(spec.hdri), spec.rotation_rad, spec.strength)
        self._scene.world = self._lit.world

    def _path(self, hdri: str) -> Path:
        if not hdri.startswith(_OWN):
            if hdri not in self._files:
                raise InputError(f"The world light {hdri!r} is not among this run's files. Name the HDRI in the recipe again.")
            return self._files[hdri]
        folder = Path(system_resource("DATAFILES", path="studiolights/world"))
        name = hdri.removeprefix(_OWN)
        known = sorted(p.name for p in folder.glob("*.exr"))
        if name not in known:
            raise InputError(f"Blender has no studio world {name!r}; it has {', '.join(known)}.{nearest(name, known)}")
        return folder / name


class _LitWorld:
    """A world whose light is a picture of all directions."""

    def __init__(self, artist: Any) -> None:
        self.world: Any = bpy.data.worlds.new("facings world")
        if artist is not None:
            # Which rays the world lights is the artist's affair: in a closed room it must not shine in reflections.
            for ray in ("camera", "diffuse", "glossy", "transmission", "scatter"):
                setattr(self.world.cycles_visibility, ray, getattr(artist.cycles_visibility, ray))
        graph = self._graph = ShaderGraph(self.world.node_tree)
        towards = graph.node("Mapping", {"Vector": graph.node("TexCoord").outputs["Generated"],
                                         "Rotation": graph.combine_xyz(0.0, 0.0, graph.number("rotation"))})
        self._texture: Any = graph.node("TexEnvironment", {"Vector": towards.outputs["Vector"]})
        light = graph.node("Background", {"Color": self._texture.outputs["Color"], "Strength": graph.number("strength")})
        graph.node("OutputWorld", {"Surface": light.outputs["Background"]})

    def show(self, path: Path, rotation_rad: float, strength: float) -> None:
        """Give it an environment picture, turned about Z and so many times as bright."""
        if self._texture.image is None or self._texture.image.filepath != str(path):
            image: Any = loaded(path)
            self._texture.image = image
            # Left to itself, Cycles samples a map many times as fine as most pictures: seconds and 250 MB a render.
            self.world.cycles.sampling_method = "MANUAL"
            self.world.cycles.sample_map_resolution = max(min(image.size[0], _FINEST_MAP_PX), 64)
        self._graph.put("rotation", rotation_rad)
        self._graph.put("strength", strength)
