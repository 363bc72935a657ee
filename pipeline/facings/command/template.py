"""`facings template`: what artists ask of a template in the terminal; the extension has the same checker."""

import json
import shutil
from pathlib import Path
from typing import Annotated, Any

import typer

from facings.command.say import say
from facings.errors import CheckFailed, InputError

template_commands = typer.Typer(no_args_is_help=True, help="Blender files that frames are made from.")

_COUNTS = {"one": "exactly one", "some": "one or more", "any": "any number"}
_Json = Annotated[bool, typer.Option("--json", help="For machines: one JSON object.")]


@template_commands.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE.blend", help="A template.")],
    kind: Annotated[str, typer.Option(metavar="KIND", help="Kind of scene, where the file does not say it.")] = "",
    as_json: _Json = False,
) -> None:
    """Tell everything in which a template breaks its contract; exit 1 where it does."""
    from facings.blender.template_review import reviewed

    found = reviewed(file, kind)
    broken = found["violations"]
    if as_json:
        say(json.dumps({"file": str(file), **found}))
    else:
        for violation in broken:
            say(f"{violation['object']}: {violation['sentence']}")
        for line in found["set_aside"]:
            say(f"note: {line}.")
    if broken:
        easy = sum(bool(violation["fix"]) for violation in broken)
        way = f" The extension's Fix mends {easy} of them." if easy else ""
        raise CheckFailed(f"{file}: {len(broken)} thing{'s' if len(broken) > 1 else ''} to mend.{way}")
    if not as_json:
        say(f"{file}: a sound template of the kind {found['kind']}.")


@template_commands.command("describe")
def describe(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="The kind of scene.")], as_json: _Json = False,
) -> None:
    """Print the roles of a kind's templates, their properties and what these mean."""
    from facings.blender.template_review import described

    found = described(kind)
    if as_json:
        say(json.dumps(found))
        return
    for line in _lines(found):
        say(line)


@template_commands.command("new")
def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="The kind of scene.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.blend", help="The file to write; one that is there is kept.")],
) -> None:
    """Write a template to begin with: the one that the kind's own recipe uses."""
    from facings.frames.loading import load_recipe
    from facings.frames.scene_kind import scene_kind

    scene_kind(kind)
    if out.suffix != ".blend":
        raise InputError(f"{out}: a file that ends in .blend is expected.")
    loaded = load_recipe(kind)
    try:
        with loaded.template.open("rb") as source, out.open("xb") as target:
            shutil.copyfileobj(source, target)
    except FileExistsError:
        raise InputError(f"{out} is there already. Name another file, or remove that one first.") from None
    except OSError as error:
        raise InputError(f"{out} cannot be written ({error.strerror or error}). Name a folder where you may write.") from error
    say(f"{out}: a copy of {loaded.template.stem}. Open it in Blender; `facings template describe {kind}` tells what its parts"
        " are.")


def _lines(found: dict[str, Any]) -> list[str]:
    lines = [f"Templates of the kind {found['kind']}", "", "The scene's custom properties:"]
    lines += [f"  {name}: {meaning}" for name, meaning in found["scene_properties"].items()]
    lines += ["", "facings_role of each object that is rendered or steers:"]
    for name, role in found["roles"].items():
        lines.append(f"  {name} ({_COUNTS[role['count']]}; {', '.join(role['types'])}): {role['meaning']}")
        lines += [f"      {prop}: {found['properties'][prop]}" for prop in role["properties"]]
        if not role["rendered"]:
            lines.append("      not rendered")
    lines += ["", f"facings_semantic, the class of what is rendered: {', '.join(found['classes'])}"]
    for prop, values in found["choices"].items():
        lines += ["", f"{prop}, where it is wanted:", *(f"  {name}: {meaning}" for name, meaning in values.items())]
    lines += ["", "facings_energy_range_w of a lamp, where it is wanted: 'min max', the watts that recipes scale it between"]
    return lines
