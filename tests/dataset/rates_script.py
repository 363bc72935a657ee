"""`scripts/plausibility_rates.py` as a module: its spoilt pictures, and how often verify is wrong about them."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

_SCRIPT = Path(__file__).parents[2] / "scripts/plausibility_rates.py"


def rates_script() -> ModuleType:
    """Return the script, run once."""
    if _SCRIPT.stem not in sys.modules:
        spec = importlib.util.spec_from_file_location(_SCRIPT.stem, _SCRIPT)
        assert spec is not None and spec.loader is not None
        sys.modules[_SCRIPT.stem] = importlib.util.module_from_spec(spec)  # its dataclasses look there
        spec.loader.exec_module(sys.modules[_SCRIPT.stem])
    return sys.modules[_SCRIPT.stem]
