"""What rebuilding COCO from a dataset's records costs: seconds, records a second and the most memory held.

Generates N and 2 N frames of one instance, and N / 10 of ten, in a temporary folder, all from one synthetic frame. A process
of its own then lists the records, looks for the finished frames (what resuming costs) and writes the COCO file. Time is linear
where the last two columns do not grow with N.

    python scripts/benchmark_coco.py [--records 100000] [--size 64x64] [--folder DIR]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from facings.dataset.header import DatasetHeader
from facings.dataset.images import encode_exr, encode_png
from facings.dataset.migrations import RECORD_SCHEMA
from facings.dataset.reader import Dataset
from facings.dataset.store import DatasetWriter
from facings.export.categories import InstanceOptions
from facings.export.coco import CocoText
from facings.export.coco_lines import write_coco_lines
from facings.scenes.shelf.reading import ShelfReading


def main() -> None:
    """Print one line for each of the three datasets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--size", default="64x64")
    parser.add_argument("--folder", type=Path, help="where the temporary datasets are made: the disk to measure")
    parser.add_argument("--rebuild", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rebuild:
        print(json.dumps(rebuild(options.rebuild)))
        return
    width, height = (int(v) for v in options.size.split("x"))
    n = options.records
    print(f"{'records':>9} {'instances':>9} {'list s':>7} {'check s':>7} {'COCO s':>7} {'records/s':>9} {'peak MB':>8}"
          f" {'us/record':>9} {'us/instance':>11}")
    for records, instances in ((n, 1), (2 * n, 1), (n // 10, 10)):
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            out = Path(folder) / "set"
            generate(out, records, instances, width, height)
            command = [sys.executable, __file__, "--rebuild", str(out)]
            found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        seconds = found["coco_s"]
        print(f"{records:9} {instances:9} {found['list_s']:7.2f} {found['check_s']:7.2f} {seconds:7.2f}"
              f" {records / seconds:9.0f} {found['peak_mb']:8.0f} {1e6 * seconds / records:9.0f}"
              f" {1e6 * seconds / found['annotations']:11.0f}", flush=True)


def generate(out: Path, records: int, instances: int, width: int, height: int) -> None:
    """Write a dataset whose frames are copies of one, not synced to disk one by one as a run's are."""
    files, record = synthetic_frame(instances, width, height)
    writer = DatasetWriter(out, header())
    writer.write_frame(0, files, record)
    text = (out / "frames/000000.json").read_bytes()
    for number in range(1, records):
        name = f"{number:06d}"
        for relative, data in files.items():
            # Written, not linked: a rebuild that opens 100,000 files is to be measured.
            (out / relative.replace("000000", name)).write_bytes(data)
        own = text.replace(b"000000.", name.encode() + b".").replace(b'"frame": 0,', b'"frame": %d,' % number)
        (out / f"frames/{name}.json").write_bytes(own)


def rebuild(out: Path) -> dict[str, float]:
    """Return what it took in this process: to list the records, to find the finished frames, and to write COCO."""
    import resource

    writer = DatasetWriter(out, header())
    began = time.perf_counter()
    dataset = Dataset(out)
    listed = time.perf_counter()
    finished = writer.finished_frames()
    checked = time.perf_counter()
    text = CocoText(dataset, InstanceOptions(), ShelfReading())
    write_coco_lines(out / "annotations/instances.json", text)
    ended = time.perf_counter()
    assert finished == dataset.numbers
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"list_s": listed - began, "check_s": checked - listed, "coco_s": ended - checked,
            "annotations": text.annotation_count, "peak_mb": peak / 1e6}


def header() -> DatasetHeader:
    """Return the header of the generated datasets."""
    return DatasetHeader(scene="shelf", seed=0, recipe={}, versions={"facings": "0", "blender": "0"},
                         semantic_classes=[{"id": 0, "name": "background"}, {"id": 1, "name": "product"}],
                         categories=[{"id": 1, "name": "tea", "supercategory": "drinks"}], assets=[])


def synthetic_frame(instances: int, width: int, height: int) -> tuple[dict[str, bytes], dict]:
    """Return files and record of frame 0: discs side by side, each with what a record says of an instance."""
    v, u = np.mgrid[:height, :width] + 0.5
    columns = int(np.ceil(np.sqrt(instances)))
    cell = min(width, height) / columns
    instance_map, found = np.zeros((height, width), np.uint16), []
    for k in range(1, instances + 1):
        row, column = divmod(k - 1, columns)
        disc = (u - (column + 0.5) * cell) ** 2 + (v - (row + 0.5) * cell) ** 2 < (0.45 * cell) ** 2
        instance_map[disc] = k
        ys, xs = np.nonzero(disc)
        box = [int(xs.min()), int(ys.min()), int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1]
        pixels = int(disc.sum())
        found.append({"id": k, "category": "tea", "supercategory": "drinks", "kind": "product",
                      "camera_from_object": np.eye(4), "box_min_m": [-0.05, -0.05, 0.0], "box_max_m": [0.05, 0.05, 0.0],
                      "box_corners_px": [[x / 3, y / 7] for x in (1, 2) for y in (1, 2) for _ in (0, 1)],
                      "bbox_visible_xywh_px": box, "bbox_amodal_xywh_px": box, "visible_px": pixels, "amodal_px": pixels,
                      "visible_fraction": 1.0, "sku": "tea", "truncated": False})
    seen = instance_map > 0
    files = {"images/000000.png": encode_png(np.repeat((seen * np.uint8(200))[..., None], 3, 2)),
             "instance/000000.png": encode_png(instance_map), "semantic/000000.png": encode_png(seen.astype(np.uint8)),
             "depth/000000.exr": encode_exr(np.where(seen, 1.0, np.inf))}
    camera = {"width_px": width, "height_px": height, "K": [[80.0, 0, width / 2], [0, 80.0, height / 2], [0, 0, 1]],
              "distortion_model": "opencv", "distortion": [0.0] * 5, "world_from_camera": np.eye(4)}
    record = {"schema": RECORD_SCHEMA, "frame": 0, "seed": 0, "scene": "shelf", "spec": {"schema": 1}, "camera": camera,
              "instances": found}
    return files, record


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
