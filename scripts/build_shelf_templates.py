"""Builds the shipped shelf templates: `python scripts/build_shelf_templates.py [gondola] [cooler] [--out FOLDER]`.

Everything in them is modelled here and dedicated to the public domain (CC0). Once an artist has changed a `.blend`,
this script no longer describes it.
"""

import argparse
import os
import sys
from pathlib import Path

from facings.scenes.shelf.realise.template_check import CONTRACT
from shelf_templates import cooler, gondola
from shelf_templates.finish import SCENES, save_checked

BUILDERS = {"gondola": gondola.build, "cooler": cooler.build}


def main() -> None:
    """Build the named templates (all where none is named), check them and put them among the shipped scenes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(BUILDERS)}; all where none is named")
    parser.add_argument("--out", type=Path, default=SCENES, help="folder of the .blend files")
    asked = parser.parse_args()
    for name in asked.names or BUILDERS:
        if name not in BUILDERS:
            parser.error(f"{name!r} is no template; there are {', '.join(BUILDERS)}")
        save_checked(BUILDERS[name](), CONTRACT, asked.out / f"shelf_{name}.blend")


if __name__ == "__main__":
    main()
    # Blender's own teardown may crash after the work is done.
    sys.stdout.flush()
    os._exit(0)
