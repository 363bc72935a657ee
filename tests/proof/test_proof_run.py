"""The whole proof in the size that shows that it runs: sets, models, tries and page."""

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("torch")

pytestmark = [pytest.mark.slow, pytest.mark.blender]

ROOT = Path(__file__).parents[2]


def proof(*arguments, **changes):
    return subprocess.run([sys.executable, "-m", "proof", *map(str, arguments)], capture_output=True, text=True, timeout=3600,
                          env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), str(ROOT / "pipeline")])})


def test_the_smoke_size_runs_to_its_page_and_goes_on(tmp_path):
    photos, out = tmp_path / "photos", tmp_path / "proof"
    photos.mkdir()
    cv2.imwrite(str(photos / "a.png"), np.random.default_rng(0).integers(0, 256, (200, 240, 3), np.uint8))
    (photos / "a.txt").write_text("0 0.5 0.5 0.2 0.2\n")
    parts = "".join(f"<part name='{k:02d}' x='{60 + k}' y='{60 + k % 7}'/>" for k in range(68))
    (photos / "faces.xml").write_text("<dataset><images><image file='a.png'><box top='50' left='50' width='90' height='60'>"
                                      f"{parts}</box></image></images></dataset>")
    named = ("--faces", photos / "faces.xml", "--tags", photos, photos)
    done = proof("--smoke", "--out", out, "--device", "cpu", *named)
    assert done.returncode == 0, done.stderr
    page = (out / "proof.html").read_text()
    assert all(told in page for told in ("not measured here", "any_pose", "shelf_and_phone"))
    assert "http" not in page.split("<svg")[0]
    results = json.loads((out / "results.json").read_text())
    for runs in results["models"].values():
        for run in runs.values():
            assert {"rendered", "real"} <= run.keys()
    seconds = json.loads((out / "seconds.json").read_text())
    before = {file: file.stat().st_mtime_ns for file in (out / "models").iterdir()}
    again = proof("results", "--smoke", "--out", out, *named)
    assert again.returncode == 0, again.stderr
    assert before == {file: file.stat().st_mtime_ns for file in (out / "models").iterdir()}
    assert json.loads((out / "seconds.json").read_text()) == seconds
    wrong = proof("results", "--smoke", "--out", out, "--faces", tmp_path / "none.xml")
    assert wrong.returncode == 2 and "none.xml" in wrong.stderr and "Traceback" not in wrong.stderr
