"""What the core knows of a scene kind: one protocol for its whole life, found by the entry points `facings.scenes`.

A further kind is an installed package with such an entry point; no file of the core names it. A kind object is light: finding
it and reading its datasets needs neither Blender nor what sampling computes with. What rendering needs is imported by the
methods that render.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Protocol

from facings.errors import InputError, nearest
from facings.frames.frame_labels import FrameLabels
from facings.frames.kind_reading import KindReading
from facings.frames.passes import FramePasses
from facings.frames.spec import CameraSpec, PictureSpec
from facings.process.progress import Progress, silent
from facings.recipes.recipe import Recipe

GROUP = "facings.scenes"


class Spec(Protocol):
    """The sampled values of one frame: a frozen dataclass, nothing random, exact in JSON."""

    @property
    def schema(self) -> int:
        """Of the kind's spec; older ones are migrated by `facings.frames.stored_spec`."""
        ...

    @property
    def scene(self) -> str:
        """The kind's name."""
        ...

    @property
    def frame(self) -> int: ...

    @property
    def seed(self) -> int: ...

    @property
    def picture(self) -> PictureSpec: ...

    @property
    def camera(self) -> CameraSpec: ...


SpecMigration = Callable[[dict[str, Any]], dict[str, Any]]
"""Returns a spec's JSON data in the schema after the one that it is given in."""


class Stage(Protocol):
    """A kind's template, open in this process's Blender: realises one spec after the other and leaks nothing."""

    scene: Any
    """The `bpy.types.Scene` that is rendered."""

    def realise(self, spec: Any, prepared: Any) -> Any:
        """Pour what was prepared into Blender; return what `label` needs beside the passes. Nothing random, no heavy numpy."""
        ...

    def label_passes(self, spec: Any, realised: Any, scratch: Path) -> FramePasses:
        """Return the label render of what `realise` returned; temporary files go to `scratch`."""
        ...

    def label(self, spec: Any, passes: FramePasses, realised: Any) -> FrameLabels:
        """Return the frame's labels.

        It runs in another thread than Blender's, beside the render of the picture: it uses neither `bpy` nor anything of
        Blender's that `realise` may have returned, only numbers.
        """
        ...


class SceneKind(Protocol):
    """One kind of subject, from its recipe to the reading of its datasets.

    A kind whose specs have changed has `spec_migrations` too, a sequence of `SpecMigration`, oldest first. One whose templates
    artists make has `templates`, a `facings.blender.template.TemplateReading`. One in whose recipes keys that are right alone
    may be wrong together has `recipe_problems`, one some of whose classes only some recipes show has `recipe_classes`: see the
    functions of these names.
    """

    name: str
    """As the recipe's `scene` names it."""
    package: str
    """The installed distribution that brings the kind; its version is part of a dataset's identity."""
    semantic_classes: Sequence[Mapping[str, Any]]
    """({'id': 0, 'name': 'background'}, ...): the values of the semantic map."""
    reading: KindReading
    """Checks, drawings and formats of its datasets."""

    @property
    def recipe_model(self) -> type[Recipe]:
        """What its recipes look like."""
        ...

    @property
    def spec_type(self) -> type:
        """The frozen dataclass that `sample` returns; see `Spec`."""
        ...

    @property
    def record_type(self) -> type:
        """TypedDict of its frame records, an extension of `facings.dataset.records.FrameRecord`."""
        ...

    def code(self) -> Mapping[str, Sequence[str]]:
        """Return, for each of its own stages ('sample', 'prepare', 'realise', 'label'), the modules in which it begins.

        With all that they import, they decide a frame's bytes.
        """
        ...

    def categories(self, loaded: "LoadedRecipe") -> list[dict[str, Any]]:
        """Return [{'id', 'name', 'supercategory'}, ...]: all that may be an instance under this recipe."""
        ...

    def assets(self, loaded: "LoadedRecipe", progress: Progress = silent) -> list[dict[str, Any]]:
        """Return [{'name', 'version', 'licence', 'attribution', 'sha256'}, ...]: every file that decides a frame's bytes."""
        ...

    def input_files(self, loaded: "LoadedRecipe") -> Mapping[str, Path]:
        """Return the user's own files that the recipe leads to, beside `loaded.files`, by a name for people.

        They travel to machines that lack them, in folders that mirror their paths.
        """
        ...

    def sample(self, loaded: "LoadedRecipe", seed: int, frame: int, progress: Progress = silent) -> Any:
        """Return the `Spec` of one frame; the same for the same arguments, whatever was sampled before."""
        ...

    def prepare(self, loaded: "LoadedRecipe", spec: Any, progress: Progress = silent) -> Any:
        """Return everything heavy that the spec needs and that needs no Blender: meshes, strands, pictures, poses.

        It may run, like `sample`, in another thread than Blender's, beside the realising, labelling and rendering of the frame
        before: nothing that was returned for that one may change. All calls of `sample` and `prepare` of one process's frames
        come one after the other, from one thread.
        """
        ...

    def stage(self, loaded: "LoadedRecipe") -> Stage:
        """Open the recipe's template in this process's Blender (imports bpy)."""
        ...


@dataclass(frozen=True, eq=False)
class LoadedRecipe:
    """A recipe that has been read and checked, and the files that it names."""

    path: Path
    kind: SceneKind
    recipe: Recipe
    """The kind's own model; its leaves are constants and distributions."""
    resolved: dict[str, Any]
    """The recipe as JSON data, every default and override written out; the same on every machine."""
    files: dict[str, Path]
    """Where the files lie that the resolved recipe names: 'bpy:city.exr', 'sha256:...', a template's name -> path."""
    arguments: tuple[str, ...] = ()
    """What stands behind `facings render` to load the same: the recipe, then options."""

    @property
    def template(self) -> Path:
        """The template's .blend file."""
        return self.files[self.recipe.template]

    def sample(self, seed: int, frame: int, progress: Progress = silent) -> Any:
        """Return the spec of one frame: a frozen dataclass of the kind's, the same for the same arguments.

        Needs what `facings[render]` installs, and no Blender. Raises InputError where the recipe asks for what its template
        or its assets cannot give, ValueError where `seed` or `frame` is negative.
        """
        return self.kind.sample(self, seed, frame, progress)

    def __reduce__(self) -> tuple:
        # A kind is found by its name in whichever process reads the pickle.
        return _unpickled, (self.path, self.kind.name, self.recipe, self.resolved, self.files, self.arguments)


def _unpickled(path: Path, kind: str, *rest: Any) -> LoadedRecipe:
    return LoadedRecipe(path, scene_kind(kind), *rest)


def scene_kinds() -> dict[str, EntryPoint]:
    """Return the entry points of the kinds that are installed, by name in alphabetical order; nothing is imported."""
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    return {name: found[name] for name in sorted(found)}


def scene_kind(name: str, where: str = "") -> SceneKind:
    """Return the kind called `name`; raises InputError (starting with `where`) where none is, or it cannot be loaded."""
    known = scene_kinds()
    if not isinstance(name, str) or name not in known:
        hint = nearest(str(name), list(known))
        raise InputError(f"{where}scene {name!r} is unknown.{hint} Installed: {', '.join(known) or 'none'}.")
    try:
        kind = known[name].load()
    except (Exception, SystemExit) as error:
        raise InputError(f"{where}scene {name!r} comes from {known[name].value}, which cannot be imported"
                         f" ({type(error).__name__}: {error}). Mend or remove the package that brings it.") from error
    # Asking for a member may import what only rendering needs; whether there is one must not.
    there = {*vars(type(kind)).keys(), *getattr(kind, "__dict__", {})}.union(*map(vars, type(kind).__mro__))
    lacks = [member for member in _MEMBERS if member not in there]
    if lacks:
        raise InputError(f"{where}scene {name!r} comes from {known[name].value}, which is no scene kind: it lacks"
                         f" {', '.join(lacks)}. See facings.frames.scene_kind.SceneKind for what a kind has.")
    return kind


_MEMBERS = ("name", "package", "semantic_classes", "reading", "recipe_model", "spec_type", "record_type", "code", "categories",
            "assets", "input_files", "sample", "prepare", "stage")


def spec_migrations(kind: SceneKind) -> Sequence[SpecMigration]:
    """Return the steps from a kind's first spec schema to its newest; none where it never changed."""
    return getattr(kind, "spec_migrations", ())


def recipe_problems(kind: SceneKind, recipe: Recipe) -> Iterable[tuple[tuple[str, ...], str]]:
    """Yield what keys of a recipe, each right alone, are wrong together: the path of one of them, and a sentence of which that
    key is the subject ('is too strong: ...')."""
    return getattr(kind, "recipe_problems", lambda recipe: ())(recipe)


def recipe_classes(kind: SceneKind, recipe: Recipe) -> Iterable[Mapping[str, Any]]:
    """Return those of a kind's `semantic_classes` that datasets of a recipe list."""
    return getattr(kind, "recipe_classes", lambda recipe: kind.semantic_classes)(recipe)


def templates_of(kind: SceneKind) -> Any:
    """Return how a kind's templates are read (`facings.blender.template.TemplateReading`), None where it does not say."""
    return getattr(kind, "templates", None)


def reading_of(name: str) -> KindReading | None:
    """Return how datasets of the kind called `name` are read, None where the kind is not installed."""
    return scene_kind(name).reading if name in scene_kinds() else None
