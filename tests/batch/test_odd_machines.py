"""Whatever surrounds a run, its frames are the same, byte for byte; toys of real Cycles, in real processes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from toy_runs import Run, content, environment

pytestmark = pytest.mark.blender

FRAMES = 2


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> dict[str, str]:
    """What a run makes where nothing is odd."""
    run = Run(tmp_path_factory.mktemp("plain") / "d", "--workers", 1, frames=FRAMES)
    assert run.wait() == 0, run.error
    return content(run.out)


@pytest.fixture(scope="module")
def other_colours(tmp_path_factory) -> Path:
    """A folder with Blender's colour management in which every view looks otherwise."""
    (own,) = Path(sys.prefix).glob("lib/python*/site-packages/bpy/*/datafiles/colormanagement")
    folder = tmp_path_factory.mktemp("colours") / "colormanagement"
    shutil.copytree(own, folder)
    config = folder / "config.ocio"
    text = config.read_text()
    config.write_text(text.replace("view_transform: AgX Base Rec.1886", "view_transform: AgX False Color Rec.709"))
    return folder


STRANGER = "open({mark!r}, 'a').write(__file__ + '\\n')\nraise SystemExit('a stranger ran')\n"


def test_no_colours_scripts_locale_or_folder_of_the_users_changes_a_frame(plain, other_colours, tmp_path, monkeypatch):
    mark, here, home = tmp_path / "ran", tmp_path / "hère", tmp_path / "hömé"
    here.mkdir()
    for name in ("random", "logging", "bpy", "numpy", "yaml"):
        (here / f"{name}.py").write_text(STRANGER.format(mark=str(mark)))
    for user in (home / ".config/blender/5.2", home / "Library/Application Support/Blender/5.2"):
        shutil.copytree(other_colours, user / "datafiles/colormanagement")
        (user / "scripts/startup").mkdir(parents=True)
        (user / "scripts/startup/strange.py").write_text(STRANGER.format(mark=str(mark)))
    monkeypatch.chdir(here)
    monkeypatch.setenv("FACINGS_CACHE", str(tmp_path / "cäche"))
    odd = tmp_path / "tëmp"
    odd.mkdir()
    env = environment(
        OCIO=str(other_colours / "config.ocio"), HOME=str(home), BLENDER_USER_SCRIPTS=str(home / ".config/blender/5.2/scripts"),
        BLENDER_SYSTEM_DATAFILES=str(other_colours.parent), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0",
        PYTHONIOENCODING="ascii", PYTHONWARNINGS="error", TMPDIR=str(odd))
    run = Run(tmp_path / "lö cal {x} #1", "--workers", 1, frames=FRAMES, env=env)
    assert run.wait() == 0, run.error
    assert content(run.out) == plain and not mark.exists()


def test_those_colours_would_change_a_frame(plain, other_colours, tmp_path):
    env = environment(OCIO=str(other_colours / "config.ocio"), FACINGS_PASS="TOY_*,OCIO")
    run = Run(tmp_path / "d", "--workers", 1, frames=FRAMES, env=env)
    assert run.wait() == 0 and content(run.out)["images/000000.png"] != plain["images/000000.png"]


def test_what_leads_nowhere_changes_nothing(plain, tmp_path):
    env = environment(OCIO="/nowhere/config.ocio", HOME="/nowhere", TMPDIR="/nowhere", LC_ALL="xx_YY.ISO-8859-15", LANG="tlh",
                      BLENDER_USER_RESOURCES="/nowhere", OPENIMAGEIO_OPTIONS="threads=1,log_times=1", PYTHONHASHSEED="7",
                      CYCLES_DEBUG="1", FACINGS_CACHE=str(tmp_path / "cache"))
    run = Run(tmp_path / "d", "--workers", 1, frames=FRAMES, env=env)
    assert run.wait() == 0, run.error
    assert content(run.out) == plain


def test_a_refused_run_does_not_block_the_mended_one(plain, tmp_path):
    refused = Run(tmp_path / "d", "--workers", 1, frames=FRAMES, env=environment(faults={"all": "bad_input"}))
    assert refused.wait() == 2 and not refused.out.exists(), refused.error
    mended = Run(tmp_path / "d", "--workers", 1, "--seed", 3, frames=FRAMES)
    assert mended.wait() == 0, mended.error


def test_nor_does_one_whose_frames_all_failed(plain, tmp_path):
    failed = Run(tmp_path / "d", "--workers", 1, "--retries", 0, "--seed", 3, frames=1,
                 env=environment(faults={"all": "raise"}))
    assert failed.wait() == 1 and len(list((failed.out / "failed").iterdir())) == 1
    mended = Run(tmp_path / "d", "--workers", 1, frames=FRAMES)
    assert mended.wait() == 0, mended.error
    assert content(mended.out) == plain


SHIM = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/stat.h>
int fsync(int fd) {
    int (*own)(int) = dlsym(RTLD_NEXT, "fsync");
    struct stat s;
    if (!fstat(fd, &s) && S_ISDIR(s.st_mode)) { errno = EINVAL; return -1; }
    return own(fd);
}
int flock(int fd, int operation) { errno = ENOLCK; return -1; }
"""


@pytest.mark.skipif(shutil.which("gcc") is None or sys.platform != "linux", reason="needs gcc and LD_PRELOAD")
def test_a_network_disk_without_folder_syncs_and_locks(plain, tmp_path):
    (tmp_path / "shim.c").write_text(SHIM)
    command = ["gcc", "-shared", "-fPIC", "-o", tmp_path / "shim.so", tmp_path / "shim.c", "-ldl"]
    subprocess.run(command, check=True)
    run = Run(tmp_path / "d", "--workers", 2, frames=FRAMES, env=environment(LD_PRELOAD=str(tmp_path / "shim.so")))
    assert run.wait() == 0, run.error
    remarks = " ".join(event["what"] for event in run.events("prepare"))
    assert "has no locks" in remarks and "--verify-existing" in remarks and content(run.out) == plain
