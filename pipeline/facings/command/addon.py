"""`facings addon`: the extension for the artist's Blender."""

from pathlib import Path
from typing import Annotated

import typer

from facings.command.say import say

addon_commands = typer.Typer(no_args_is_help=True, help="The extension for Blender that artists work with.")


@addon_commands.command("build")
def build(
    out: Annotated[Path | None, typer.Option(metavar="FILE.zip", help="Default: where `facings addon path` says.")] = None,
) -> None:
    """Write the extension's .zip; dropped into Blender's window, it is installed."""
    from facings.blender.extension import build_extension, usual_path

    path = build_extension(out or usual_path())
    say(f"{path}: {path.stat().st_size / 1024:.0f} KiB. Drop it into Blender's window, or install it from disk (Preferences >"
        " Add-ons).")


@addon_commands.command("path")
def path() -> None:
    """Print where the .zip is, built anew; equal sources give an equal file."""
    from facings.blender.extension import build_extension, usual_path

    say(build_extension(usual_path()))
