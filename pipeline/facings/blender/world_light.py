"""The world light of a frame: one of Blender's own studio worlds, a file of the user's, or the template's own world."""

from collections.abc import Mapping
from pathlib import Path

import bpy

from facings.errors import InputError, nearest
from facings.frames.spec import WorldSpec

_OWN = "bpy:"


class WorldLight:
    """One world with an environment texture beside the artist's; images are loaded once."""

    def __init__(self, scene: bpy.types.Scene, files: Mapping[str, Path]) -> None:
        self._scene = scene
        self._artist = scene.world
        self._files = files
        self._world: bpy.types.World | None = None

    def realise(self, spec: WorldSpec) -> None:
        """Set the scene's world. Raises InputError where the HDRI is not known."""
        if spec.hdri is None:
            self._scene.world = self._artist
            return
        if self._world is None:
            self._build()
        path = str(self._path(spec.hdri))
        if self._texture.image is None or self._texture.image.filepath != path:
            self._texture.image = bpy.data.images.load(path, check_existing=True)
        self._mapping.inputs["Rotation"].default_value = (0.0, 0.0, spec.rotation_rad)
        self._background.inputs["Strength"].default_value = spec.strength
        self._scene.world = self._world

    def _build(self) -> None:
        self._world = bpy.data.worlds.new("facings world")
        if self._artist is not None:
            # Which rays the world lights is the artist's affair: in a closed room it must not shine in reflections.
            for ray in ("camera", "diffuse", "glossy", "transmission", "scatter"):
                setattr(self._world.cycles_visibility, ray, getattr(self._artist.cycles_visibility, ray))
        tree = self._world.node_tree
        tree.nodes.clear()
        output = tree.nodes.new("ShaderNodeOutputWorld")
        self._background = tree.nodes.new("ShaderNodeBackground")
        self._texture = tree.nodes.new("ShaderNodeTexEnvironment")
        self._mapping = tree.nodes.new("ShaderNodeMapping")
        direction = tree.nodes.new("ShaderNodeTexCoord")
        tree.links.new(direction.outputs["Generated"], self._mapping.inputs["Vector"])
        tree.links.new(self._mapping.outputs["Vector"], self._texture.inputs["Vector"])
        tree.links.new(self._texture.outputs["Color"], self._background.inputs["Color"])
        tree.links.new(self._background.outputs["Background"], output.inputs["Surface"])

    def _path(self, hdri: str) -> Path:
        if not hdri.startswith(_OWN):
            if hdri not in self._files:
                raise InputError(f"The world light {hdri!r} is not among this run's files. Name the HDRI in the recipe again.")
            return self._files[hdri]
        folder = Path(bpy.utils.system_resource("DATAFILES", path="studiolights/world"))
        name = hdri.removeprefix(_OWN)
        known = sorted(p.name for p in folder.glob("*.exr"))
        if name not in known:
            raise InputError(f"Blender has no studio world {name!r}; it has {', '.join(known)}.{nearest(name, known)}")
        return folder / name
