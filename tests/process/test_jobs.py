import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from facings.errors import InputError, MachineError
from facings.process.jobs import run_jobs


@dataclass(frozen=True)
class Write:
    path: Path
    error: str = ""

    def run(self) -> None:
        print("a job may print")
        if self.error == "input":
            raise InputError("what is wrong")
        if self.error == "die":
            os._exit(3)
        self.path.write_text(str(os.getpid()))


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    monkeypatch.setenv("FACINGS_IMPORTS", str(Path(__file__).parent))


def test_all_jobs_run_in_as_many_processes_as_asked(tmp_path):
    told = []
    run_jobs([Write(tmp_path / str(n)) for n in range(7)], told.append, processes=2)
    assert told == [1, 2, 3, 4, 5, 6, 7]
    pids = {(tmp_path / str(n)).read_text() for n in range(7)}
    assert 1 <= len(pids) <= 2 and str(os.getpid()) not in pids


def test_what_a_job_raises_is_raised_here(tmp_path):
    with pytest.raises(InputError, match="what is wrong"):
        run_jobs([Write(tmp_path / "a", "input"), Write(tmp_path / "b")], lambda done: None)


def test_a_process_that_dies_is_told(tmp_path):
    with pytest.raises(MachineError, match="ended with exit code 3"):
        run_jobs([Write(tmp_path / "a", "die")], lambda done: None)


@pytest.mark.blender
def test_it_works_from_a_scripts_top_level_after_bpy(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys; sys.path.append({str(Path(__file__).parent)!r})\n"
        "import bpy\nfrom pathlib import Path\nfrom facings.process.jobs import run_jobs\nfrom test_jobs import Write\n"
        f"run_jobs([Write(Path({str(tmp_path)!r}) / name) for name in 'ab'], lambda done: None)\n")
    subprocess.run([sys.executable, str(script)], check=True, timeout=60)
    assert (tmp_path / "a").exists() and (tmp_path / "b").exists()
