"""Where an isolated process begins: `python -P -E -X utf8 entry.py MODULE ARGUMENT...`; see `surroundings.python_command`.

It has the same Facings as whoever started it, and after Python's own folders those that FACINGS_IMPORTS names.
"""

import os
import sys


def main() -> None:
    """Run the module that the command line names."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    first = next((folder for folder in sys.path if os.path.isdir(os.path.join(folder, "facings"))), None)
    if first != root:
        sys.path.insert(0, root)
    further = os.environ.get("FACINGS_IMPORTS", "").split(os.pathsep)
    sys.path += [folder for folder in further if folder and folder not in sys.path]
    sys.argv = sys.argv[1:]

    import runpy

    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
