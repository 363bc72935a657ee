"""The contracts of templates and their checker, which the build copies from Facings into `core`."""

import os
import time
from importlib import import_module
from typing import Any

import bpy

_PACKAGE = __package__


def core(module: str) -> Any:
    """Return a module of the copy: 'blender.template_check'."""
    return import_module(f"{_PACKAGE}.core.{module}")


def kinds() -> list[str]:
    """Return the kinds of scene whose templates are known."""
    return list(core("kinds").CONTRACTS)


def contract(kind: str) -> Any:
    """Return what a kind asks of its templates; None where it is not known."""
    known = core("kinds").CONTRACTS
    return core(known[kind]).CONTRACT if kind in known else None


def template_scene() -> Any:
    """Return the scene that is the template: the window's where it says so, else the first that does, else the window's."""
    window = bpy.context.window
    shown: Any = window.scene if window is not None else bpy.context.scene
    local = [scene for scene in bpy.data.scenes if scene.library is None]
    said = [scene for scene in local if "facings_scene" in scene]
    if shown in said or (not said and shown in local):
        return shown
    return (said or local or [shown])[0]


def kind_of(scene: Any) -> str:
    """Return what kind of scene a template says it is, '' where it says nothing that is known."""
    said = str(scene.get("facings_scene", ""))
    return said if said in kinds() else ""


class LiveCheck:
    """What is wrong with the template now; checked anew when it has been left in peace for a moment."""

    def __init__(self) -> None:
        self.violations: list[Any] = []
        self.kind = ""
        self.fault = ""
        self._due_s: float | None = 0.0

    def ask(self, wait_s: float = 0.4) -> None:
        """Have it checked in a moment."""
        self._due_s = time.monotonic() + wait_s

    @property
    def pending(self) -> bool:
        """Whether the template may have changed since it was checked."""
        return self._due_s is not None

    @property
    def due(self) -> bool:
        """Whether the moment has come."""
        return self._due_s is not None and time.monotonic() >= self._due_s

    def run(self) -> None:
        """Check now."""
        self._due_s = None
        scene = template_scene()
        self.kind = kind_of(scene)
        self.violations, self.fault = [], ""
        if not self.kind:
            return
        try:
            self.violations = core("blender.template_check").violations(scene, contract(self.kind))
        except Exception as error:  # the artist's Blender stays usable, whatever a file holds
            self.fault = f"The check failed ({type(error).__name__}: {error}). `facings template check` tells more."


def label_of(violation: Any) -> str:
    """Return what the button that mends a violation says, '' where only a person can."""
    fixes = core("blender.template_fixes").FIXES
    return fixes[violation.fix][0] if violation.fix in fixes else ""


def beside(name: str) -> str:
    """Return the path of a file that came with the extension."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
