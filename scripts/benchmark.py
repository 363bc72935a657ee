"""What labels cost: seconds a frame through the whole labelled pipeline, and through Blender's own render call alone.

Both render the same realised scene on the same device in one run, after a warm-up, alternating:
labelled: realise the spec, label render, picture, all labels with amodal ray casts, encode, store with checksums;
bare: `bpy.ops.render.render` of the realised scene to a PNG, with only the colour pass.

    python scripts/benchmark.py [--recipe shelf_dense] [--resolution 1024x1024] [--samples 64] [--repeats 1]
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from facings.dataset.store import DatasetWriter
from facings.frames.loading import load_recipe
from facings.rendering.frame_maker import FrameMaker
from facings.rendering.job import dataset_header


def main() -> None:
    """Print both times, their parts and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", default="shelf_dense")
    parser.add_argument("--resolution", default="1024x1024")
    parser.add_argument("--samples", type=int, default=64)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="auto")
    options = parser.parse_args()
    width, height = (int(v) for v in options.resolution.split("x"))
    loaded = load_recipe(options.recipe, resolution=(width, height), samples=options.samples)
    spec = loaded.sample(options.seed, 0)
    maker = FrameMaker(loaded, options.device)
    import bpy

    with tempfile.TemporaryDirectory() as folder:
        warm_up = replace(spec, picture=replace(spec.picture, samples=1))
        _, record = maker.make(warm_up)
        visible = sum(i["visible_px"] > 0 for i in record["instances"] if i["kind"] == "product")
        print(f"{options.recipe}, {width}x{height}, {options.samples} samples, {visible} visible products of"
              f" {len(spec.products)}, {len(spec.price_tags)} price tags, device {maker.device}")
        writer = DatasetWriter(Path(folder) / "set", dataset_header(loaded, options.seed))
        labelled, bare, label_only = [], [], []
        for _ in range(options.repeats):
            start = time.perf_counter()
            files, record = maker.make(spec)
            writer.write_frame(spec.frame, files, record)
            labelled.append(time.perf_counter() - start)
            start = time.perf_counter()
            _bare(bpy.context.scene, spec.picture, Path(folder) / "bare.png")
            bare.append(time.perf_counter() - start)
            start = time.perf_counter()
            maker.make(warm_up)
            label_only.append(time.perf_counter() - start)
    a, b = statistics.median(labelled), statistics.median(bare)
    print(f"labelled pipeline   {a:8.2f} s a frame")
    print(f"bare render call    {b:8.2f} s a frame")
    print(f"ratio               {a / b:8.3f}")
    print(f"(the labelled frame with a picture of 1 sample: {statistics.median(label_only):.2f} s)")


def _bare(scene, picture, path: Path) -> None:
    import bpy

    from facings.blender.session import quiet

    for layer in scene.view_layers:
        layer.use_pass_z = layer.use_pass_object_index = layer.use_pass_normal = False
    scene.cycles.samples, scene.cycles.use_denoising = picture.samples, picture.denoise
    scene.render.image_settings.media_type = "IMAGE"
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = str(path)
    with quiet():
        bpy.ops.render.render(write_still=True, scene=scene.name)


if __name__ == "__main__":
    main()
