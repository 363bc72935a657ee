"""What a template breaks of its contract, and what a contract asks for, told as plain data by a process that has Blender.

The command asks for it; the artist's extension has the contract beside it.
"""

import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facings.blender import answering
from facings.blender.template import open_file
from facings.errors import InputError, nearest
from facings.frames.scene_kind import scene_kind, scene_kinds, templates_of

if TYPE_CHECKING:
    import bpy

    from facings.blender.template_contract import Contract, Violation


def contract_modules() -> dict[str, str]:
    """Return the modules that hold the contracts of the installed kinds' templates, by kind."""
    found = {}
    for name in scene_kinds():
        reading = templates_of(scene_kind(name))
        if reading is not None:
            found[name] = reading.contract or reading.module
    return found


def contract_of(kind: str) -> "Contract":
    """Return what a kind asks of its templates (imports bpy); raises InputError where it is unknown or asks for nothing."""
    known = contract_modules()
    if kind not in known:
        scene_kind(kind)
        raise InputError(f"The scene kind {kind!r} does not say what its templates are; these do: {', '.join(known)}.")
    return import_module(known[kind]).CONTRACT


def reviewed(path: Path, kind: str = "") -> dict[str, Any]:
    """Return what another process's Blender finds in a template.

    {'kind', 'violations': [{'object', 'property', 'sentence', 'fix'}, ...], 'set_aside': [line, ...]}: `fix` names the step
    of `template_fixes` that mends it, 'set_aside' are settings that are not followed. `kind` is for files that do not say it.
    Raises InputError where the file is no .blend, or cannot be opened, or is of no kind that is known.
    """
    return answering.asked("facings.blender.template_review", "check", str(path.absolute()), kind, about=str(path))


def described(kind: str) -> dict[str, Any]:
    """Return what a kind asks of its templates, the contract's fields as plain data; raises InputError."""
    return answering.asked("facings.blender.template_review", "describe", "", kind, about="The contract")


def plain(violation: "Violation") -> dict[str, str]:
    """Return a violation as `reviewed` tells it."""
    return {"object": violation.object, "property": violation.property, "sentence": f"{violation.found} {violation.mend}",
            "fix": violation.fix}


def kind_in(scene: "bpy.types.Scene", kind: str = "") -> str:
    """Return the kind of scene that an open file says it is, `kind` where it says nothing; raises InputError."""
    import bpy

    known = contract_modules()
    others = sorted(bpy.data.scenes, key=lambda other: other.name)
    said = [str(s["facings_scene"]) for s in (scene, *others) if "facings_scene" in s]
    if kind:
        scene_kind(kind)
        return kind
    if not said:
        raise InputError(f"The file does not say what kind of scene it is: none of its scenes has the property facings_scene"
                         f" ({', '.join(known)}). Add it (Scene > Custom Properties), or name the kind.")
    found = next((word for word in said if word in known), None)
    if found is None:
        hint = nearest(said[0], list(known))
        raise InputError(f"The file says that it is a scene of the kind {said[0]!r}, which is not known.{hint} Known:"
                         f" {', '.join(known)}.")
    return found


def review(scene: "bpy.types.Scene", kind: str = "") -> dict[str, Any]:
    """Return what `reviewed` does of a file that is open in this process's Blender; what is not followed is set aside in it."""
    from facings.blender.template_check import violations
    from facings.blender.template_settings import neutralise

    kind = kind_in(scene, kind)
    said = neutralise(scene)
    found = violations(scene, contract_of(kind))
    return {"kind": kind, "violations": [plain(violation) for violation in found], "set_aside": list(said)}


def _check(path: str, kind: str) -> dict[str, Any]:
    scene = open_file(Path(path))
    try:
        return review(scene, kind)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _describe(path: str, kind: str) -> dict[str, Any]:
    contract = contract_of(kind)
    return {
        "kind": contract.scene_kind, "roles": {name: asdict(role) for name, role in contract.roles.items()},
        "classes": list(contract.semantics), "properties": contract.property_meaning,
        "scene_properties": contract.scene_properties, "choices": contract.choices,
    }


if __name__ == "__main__":
    _reply, _what, _path, _kind = sys.argv[1:5]
    answering.answer(_reply, lambda: {"check": _check, "describe": _describe}[_what](_path, _kind))
