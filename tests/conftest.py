"""Test modules may import the oracles that lie beside this file."""

import sys
from pathlib import Path

for folder in (".", "batch", "dataset", "goods", "scenes/shelf", "scenes/face"):
    sys.path.insert(0, str(Path(__file__).parent / folder))
