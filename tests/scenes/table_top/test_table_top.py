"""A third scene kind, installed beside the shipped ones: its whole life, without a file of the core or of a sibling."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from PIL import Image

import facings
from facings.dataset.preview_style import MARGIN_PX
from facings.dataset.reader import Frame

INSTALLED = Path(__file__).parent / "installed"
RECIPE = """schema: 1
scene: table_top
template: table.blend
picture: {resolution: [160, 120], samples: 2, denoise: false}
goods: {count: 5, departments: [tinned]}
world: {hdri: "bpy:city.exr"}
"""
HEAD_PX = 76
"""Of an overlay's sheet: what stands over the picture."""


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in `folder`, the kind installed."""
    searched = [str(INSTALLED), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=folder, timeout=600,
                          env=os.environ | {"PYTHONPATH": os.pathsep.join(searched)})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the template, a recipe, and a dataset of two frames in `set`."""
    folder = tmp_path_factory.mktemp("table_top")
    command(folder, "facings_table_top.template", "table.blend")
    (folder / "table.yaml").write_text(RECIPE)
    done = command(folder, "facings", "render", "table.yaml", "--out", "set", "--frames", "2", "--seed", "3", "--workers", "1",
                   "--device", "cpu")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_goods_lie_on_the_table_and_are_labelled(made: Path) -> None:
    dataset = facings.open(made / "set")
    assert len(dataset) == 2
    for frame in dataset:
        assert len(frame.instances) == len(frame.record["spec"]["items"]) >= 3
        instance, depth = frame.instance_map(), frame.depth()
        for record in frame.instances:
            assert record["visible_px"] == (instance == record["id"]).sum()
            assert 0 <= record["visible_fraction"] <= 1 and isinstance(record["lying"], bool)
        assert sum(record["visible_px"] for record in frame.instances) > 200
        assert np.isfinite(depth[instance > 0]).all()
    first, second = dataset
    assert first.record["camera"] != second.record["camera"]


def test_verify_runs_the_kinds_own_check(made: Path) -> None:
    sound = command(made, "facings", "verify", "set")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    path = made / "set" / "frames" / "000001.json"
    kept = path.read_text()
    record = json.loads(kept)
    record["table"]["corners_px"][0][0] += 5.0
    path.write_text(json.dumps(record))
    try:
        wrong = command(made, "facings", "verify", "set")
    finally:
        path.write_text(kept)
    assert wrong.returncode == 1
    assert "table.corners_px lie 5.0 px from the projected corners" in " ".join((wrong.stdout + wrong.stderr).split())


def test_records_are_of_the_kinds_type(made: Path) -> None:
    done = command(made, "facings", "schema", "record", "table_top")
    assert done.returncode == 0, done.stdout + done.stderr
    schema = json.loads(done.stdout)
    assert {"camera", "instances", "table"} <= set(schema["required"])
    item = schema["$defs"]["ItemRecord"]
    for frame in facings.open(made / "set"):
        jsonschema.Draft202012Validator(schema).validate(frame.record)
        assert frame.record.keys() <= schema["properties"].keys()
        assert all(set(item["required"]) <= instance.keys() <= item["properties"].keys() for instance in frame.instances)


def test_the_header_lists_all_files_that_decide_a_frame(made: Path) -> None:
    assets = {asset["name"]: asset for asset in facings.open(made / "set").header.assets}
    assert assets.keys() == {"template:table", "catalogue", "goods tables", "fonts", "bpy:city.exr"}
    assert all(len(asset["sha256"]) == 64 for asset in assets.values())


def outline_px(frame: Frame) -> np.ndarray:
    """(n, 2): points of the table's outline that lie well within the picture, a pixel apart."""
    corners = np.array(frame.record["table"]["corners_px"])
    points = np.concatenate([np.linspace(a, b, max(2, int(np.hypot(*(b - a)))))
                             for a, b in zip(corners, np.roll(corners, -1, 0), strict=True)])
    return points[((points > 2) & (points < (frame.width_px - 2, frame.height_px - 2))).all(1)]


def greenish(pixels: np.ndarray) -> float:
    """Return the share of pixels, (n, 3), whose green is well above red and blue, as on a thin green line in a JPEG."""
    return float((pixels[:, 1].astype(int) - pixels[:, [0, 2]].max(-1) > 25).mean())


def test_preview_draws_the_kinds_overlay(made: Path) -> None:
    done = command(made, "facings", "preview", "set")
    assert done.returncode == 0, done.stdout + done.stderr
    looked_at = 0
    for frame in facings.open(made / "set"):
        page = np.asarray(Image.open(made / "set" / "preview" / "overlays" / f"{frame.number:06d}.jpg").convert("RGB"))
        scale = (page.shape[1] - 2 * MARGIN_PX) / frame.width_px
        outline = outline_px(frame)
        x, y = (outline * scale + (MARGIN_PX, MARGIN_PX + HEAD_PX)).round().astype(int).T
        u, v = outline.astype(int).T
        assert greenish(page[y, x]) > 0.95 and greenish(frame.image()[v, u]) < 0.05
        looked_at += len(outline)
    assert looked_at > 100


def test_the_kinds_exporter_counts_what_is_seen(made: Path) -> None:
    done = command(made, "facings", "export", "set", "--format", "stock-list", "--out", "stock.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    rows = (made / "stock.csv").read_text().splitlines()
    assert rows[0] == "frame,sku,seen"
    seen = sum(i["visible_px"] > 0 for frame in facings.open(made / "set") for i in frame.instances)
    assert sum(int(row.rsplit(",", 1)[1]) for row in rows[1:]) == seen


def test_it_imports_no_sibling_kind() -> None:
    named = []
    for path in sorted((INSTALLED / "facings_table_top").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                named += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                named.append(node.module or "")
    assert "facings.goods.stance" in named
    assert not [name for name in named if name.startswith("facings.scenes")]


def test_goods_and_labels_import_no_scene_kind() -> None:
    package = Path(facings.__file__).parent
    for room in ("goods", "labels", "blender"):
        for path in sorted((package / room).rglob("*.py")):
            named = {node.module for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)}
            assert not {name for name in named if name and name.startswith("facings.scenes")}, path
