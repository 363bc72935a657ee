"""What the core knows of a scene kind (`shelf`, ...): one small protocol, found by the entry points `facings.scenes`.

A further kind is an installed package with such an entry point; no file of the core names it. Finding and sampling
a kind does not import bpy: only `realiser` may.
"""

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from facings.errors import InputError, nearest

if TYPE_CHECKING:
    from facings.recipes.recipe import LoadedRecipe, Recipe

GROUP = "facings.scenes"


@runtime_checkable
class SceneKind(Protocol):
    """One kind of subject: what its recipe looks like, how a frame is sampled, realised and labelled."""

    name: str
    """As the recipe's `scene` names it."""
    recipe_model: "type[Recipe]"
    spec_type: type
    """Frozen dataclass that `sample` returns and `facings.frames.spec.from_json` reads back."""
    semantic_classes: tuple[dict[str, Any], ...]
    """({'id': 0, 'name': 'background'}, ...): the values of the semantic map."""

    progress: Callable[[str, int, int], None]
    """Called as (what, done, total) while `sample` or `realiser` makes what the cache lacks, and with total 0 for a remark; the
    command sets it."""

    def categories(self, loaded: "LoadedRecipe") -> list[dict[str, Any]]:
        """Return [{'id', 'name', 'supercategory'}, ...]: all that may be an instance under this recipe."""

    def assets(self, loaded: "LoadedRecipe") -> list[dict[str, Any]]:
        """Return [{'name', 'version', 'licence', 'attribution', 'sha256'}, ...]: every input file and the catalogue."""

    def sample(self, loaded: "LoadedRecipe", seed: int, frame: int) -> Any:
        """Return the spec of one frame; the same for the same arguments, whatever was sampled before."""

    def realiser(self, loaded: "LoadedRecipe", device: str) -> Any:
        """Return what turns specs into pictures and labels in this process's Blender (imports bpy)."""


def scene_kinds() -> dict[str, EntryPoint]:
    """Return the entry points of the kinds that are installed, by name in alphabetical order; nothing is imported."""
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    return {name: found[name] for name in sorted(found)}


def scene_kind(name: str, where: str = "") -> SceneKind:
    """Return the kind called `name`; raises InputError (starting with `where`) where none is."""
    known = scene_kinds()
    if not isinstance(name, str) or name not in known:
        hint = nearest(str(name), list(known))
        raise InputError(f"{where}scene {name!r} is unknown.{hint} Installed: {', '.join(known) or 'none'}.")
    kind = known[name].load()
    if not isinstance(kind, SceneKind):
        raise InputError(
            f"{where}scene {name!r} comes from {known[name].value}, which is no scene kind:"
            f" see facings.frames.scene_kind.SceneKind for what it needs."
        )
    return kind
