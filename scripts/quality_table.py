"""What samples and denoising buy: PSNR against a long render, and seconds, as a Markdown table.

Renders one sampled frame at several sample counts, with and without denoising, in one Blender. The reference is the
longest count without denoising. Renders share their random sequence with it, so counts near the longest flatter
themselves: read rows up to a quarter of it. Seconds are of the whole frame, labels included.

    python scripts/quality_table.py [--recipe shelf] [--seed 0] [--resolution 320x240] [--samples 4 8 16 32 64 128 512]
"""

import argparse
import math
import time
from dataclasses import replace
from typing import Any

import numpy as np

from facings.frames.loading import load_recipe
from facings.rendering.frame_maker import FrameMaker


def main() -> None:
    """Print the table, a row as soon as it is measured; the reference comes first and takes the longest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipe", default="shelf")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--frame", type=int, default=0)
    parser.add_argument("--resolution", default="320x240", metavar="WxH")
    parser.add_argument("--samples", type=int, nargs="+", default=[4, 8, 16, 32, 64, 128, 256, 512])
    parser.add_argument("--device", default="auto")
    parser.add_argument("--set", dest="changes", action="append", default=[], metavar="KEY=VALUE")
    options = parser.parse_args()
    width, height = (int(v) for v in options.resolution.split("x"))
    loaded = load_recipe(options.recipe, options.changes, resolution=(width, height))
    spec = loaded.sample(options.seed, options.frame)
    maker = FrameMaker(loaded, options.device)
    prepared = loaded.kind.prepare(loaded, spec)
    print(f"{options.recipe}, seed {options.seed}, frame {options.frame}, {width}x{height}, device {maker.device}\n")
    # Shaders, meshes and textures are loaded by the first render; no row should pay for them.
    rendered(maker, prepared, spec, 1, False)
    counts = sorted(set(options.samples))
    reference, labels, reference_s = rendered(maker, prepared, spec, counts[-1], False)
    print("| samples | denoised | seconds | PSNR, dB |")
    print("| ---: | :---: | ---: | ---: |")
    for samples in counts:
        for denoise in (False, True):
            if samples == counts[-1] and not denoise:
                print(f"| {samples} | no | {reference_s:.1f} | reference |", flush=True)
                continue
            picture, found, seconds = rendered(maker, prepared, spec, samples, denoise)
            if not np.array_equal(found.instance, labels.instance):
                raise SystemExit(f"the instance map at {samples} samples is not that at {counts[-1]}: labels must not "
                                 "depend on the picture's quality")
            quality = psnr_db(picture, reference)
            row = f"| {samples} | {'yes' if denoise else 'no'} | {seconds:.1f} | {quality:.1f} |"
            print(row, flush=True)


def rendered(maker: FrameMaker, prepared: Any, spec: Any, samples: int, denoise: bool) -> tuple[np.ndarray, Any, float]:
    """Return the picture, (H, W, 3) uint8 sRGB, the labels and the seconds that both took."""
    start = time.perf_counter()
    picture, labels = maker.render(replace(spec, picture=replace(spec.picture, samples=samples, denoise=denoise)), prepared)
    return picture, labels, time.perf_counter() - start


def psnr_db(picture: np.ndarray, reference: np.ndarray) -> float:
    """Return the peak signal-to-noise ratio of two 8-bit pictures in dB, over all channels; inf for equal ones."""
    error = float(np.mean((picture.astype(float) - reference) ** 2))
    return 10 * math.log10(255**2 / error) if error else math.inf


if __name__ == "__main__":
    main()
