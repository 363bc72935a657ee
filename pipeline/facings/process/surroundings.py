"""What a process of Facings takes from its surroundings: folders to import from, and variables of the environment.

Nothing but `os` and `sys` is imported here, which every Python has loaded before anybody's folder counts: the command looks
here before anything else.
"""

import os
import sys
from collections.abc import Mapping

IMPORTS = "FACINGS_IMPORTS"
"""The variable that names further folders to import from; they come after Python's own, so that they hide nothing there."""
PASS = "FACINGS_PASS"
"""The variable that names what else may pass, for drivers and scene kinds that nobody here knows: 'MY_KIND_*,XPU_VISIBLE'."""
_HERE = "FACINGS_ISOLATED"
"""The number of a process that was started isolated; another number is some ancestor's."""

PASSING = (
    # Programs and libraries: npm is found by PATH; a child must not load other libraries than its parent.
    "PATH", "LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_*",
    # Who works and where things are kept: the cache, compiled kernels, npm's settings, tickets for network disks.
    "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "KRB5CCNAME", "TZ",
    # The way to the internet, where a worker fetches a type face or a pack.
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
    "NODE_OPTIONS", "NPM_*",
    # Which GPUs there are for this job, and where their drivers keep things.
    "CUDA_*", "NVIDIA_*", "OPTIX_*", "HIP_*", "ROCR_*", "HSA_*", "GPU_*", "ONEAPI_*", "ZE_*", "SYCL_*", "METAL_*",
    # What the job may take of the machine.
    "SLURM_*", "OMP_*", "OPENBLAS_*", "MKL_*", "KMP_*", "GOMP_*", "MALLOC_*",
    # Windows starts no program without these.
    "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "PROGRAMDATA", "USERPROFILE", "APPDATA", "LOCALAPPDATA",
    "FACINGS_*",
)
"""What may pass to a child; `*` stands for any ending, and capitals do not count.

All else stays behind: PYTHON*, OCIO, OIIO_*, CYCLES_* and BLENDER_* would change frames or run somebody's code, the locale
how files are named and numbers read, DISPLAY whether a window is tried.
"""


def passing(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what of an environment may pass to a child, in the locale in which children work."""
    further = tuple(name.strip() for name in environment.get(PASS, "").split(","))
    return {key: value for key, value in environment.items() if _matches(key, PASSING + further)} | {"LC_ALL": "C.UTF-8"}


def _matches(key: str, patterns: tuple[str, ...]) -> bool:
    key = key.upper()
    return any(key.startswith(name[:-1].upper()) if name.endswith("*") else key == name.upper() for name in patterns if name)


def import_folders() -> list[str]:
    """Return the folders in which this process finds installed packages, those of FACINGS_IMPORTS first.

    A folder without any package's metadata in it was not meant for this Python, or is a program's own. The current folder
    counts only where PYTHONPATH names it in full: an empty entry there, which many a shell script leaves, means it too.
    """
    meant = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    told = [folder for folder in os.environ.get(IMPORTS, "").split(os.pathsep) if folder]
    found = [folder for folder in sys.path
             if os.path.isabs(folder) and (folder in meant or not _is_current(folder)) and _holds_packages(folder)]
    return list(dict.fromkeys(told + found))


def _is_current(folder: str) -> bool:
    try:
        return os.path.samefile(folder, os.curdir)
    except OSError:
        return False


def _holds_packages(folder: str) -> bool:
    try:
        return any(name.endswith((".dist-info", ".egg-info")) for name in os.listdir(folder))
    except OSError:
        return False


def python_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module as `python -m` would, in a Python that takes nothing from its surroundings.

    No folder but Python's own and those of FACINGS_IMPORTS count (`-P`, `-E`), and text is UTF-8 whatever the locale.
    """
    unsafe = ["-s"] if sys.flags.no_user_site else []  # PYTHONNOUSERSITE is not read under -E
    entry = os.path.join(os.path.dirname(os.path.abspath(__file__)), "entry.py")
    return [sys.executable, "-P", "-E", *unsafe, "-X", "utf8", entry, module, *arguments]


def restart() -> None:
    """Run the command that this process was started with anew, isolated; does nothing where it is so already.

    `python -m` has the current folder before all others, PYTHONPATH comes before Python's own modules, and the locale decides
    how the command line is read. The process keeps its number. On Windows, where it would not, it stays as it is.
    """
    if os.environ.get(_HERE) == str(os.getpid()) or os.name == "nt" or not sys.executable:
        return
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    kept |= {_HERE: str(os.getpid()), IMPORTS: os.pathsep.join(import_folders())}
    os.execve(sys.executable, python_command("facings", *sys.argv[1:]), kept)
