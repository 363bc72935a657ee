"""What samples and denoising buy: PSNR and SSIM against a long render, and CPU seconds, as Markdown tables.

Renders the first frames of each recipe at several settings, in one Blender a recipe, and compares with the same frame at
`--reference` samples without denoiser; a row is the mean over the frames. The draws share their random sequence with the
reference, so counts near its own flatter themselves: read rows up to a quarter of it. Seconds are the picture's alone, of all
threads; the first render of a frame, which loads what later ones find, is not counted.

    python scripts/quality_table.py [--recipes shelf face] [--frames 3] [--size 384] [--reference 512] [--samples 4 8 16 64]
"""

import argparse
import math
import shutil
import statistics
import time
from dataclasses import replace
from typing import Any

import cv2
import numpy as np

from facings.frames.loading import load_recipe
from facings.rendering.frame_maker import FrameMaker

DENOISERS: dict[str, dict[str, Any] | None] = {
    "none": None,
    "fast guides": {"denoising_prefilter": "FAST"},
    "accurate guides": {"denoising_prefilter": "ACCURATE"},
}
"""By name: Cycles' settings where the picture is denoised; guides are albedo and normals, cleaned first or not."""


def main() -> None:
    """Print a table a recipe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipes", nargs="+", default=["shelf", "face"])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--frames", type=int, default=3)
    parser.add_argument("--size", type=int, default=384, help="The picture's width; it has the recipe's shape.")
    parser.add_argument("--reference", type=int, default=512)
    parser.add_argument("--samples", type=int, nargs="+", default=[4, 8, 16, 64])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--set", dest="changes", action="append", default=[], metavar="KEY=VALUE")
    options = parser.parse_args()
    for recipe in options.recipes:
        rows = measured(recipe, options)
        print(f"\n{recipe}, width {options.size}, {options.frames} frames of seed {options.seed}, against {options.reference}"
              " samples\n")
        print("| samples | denoiser | CPU seconds | PSNR, dB | SSIM |")
        print("| ---: | :--- | ---: | ---: | ---: |")
        for (samples, denoiser), found in rows.items():
            seconds, psnr, ssim = (statistics.mean(values) for values in zip(*found, strict=True))
            print(f"| {samples} | {denoiser} | {seconds:.1f} | {psnr:.1f} | {ssim:.3f} |", flush=True)


def measured(recipe: str, options: argparse.Namespace) -> dict[tuple[int, str], list[tuple[float, float, float]]]:
    """Return (CPU seconds, PSNR, SSIM) of each frame by samples and denoiser."""
    shape = load_recipe(recipe, options.changes).sample(options.seed, 0).picture
    size = options.size, round(options.size * shape.height_px / shape.width_px)
    loaded = load_recipe(recipe, options.changes, resolution=size)
    maker = FrameMaker(loaded, options.device)
    rows: dict[tuple[int, str], list[tuple[float, float, float]]] = {}
    for frame in range(options.frames):
        spec = loaded.sample(options.seed, frame)
        picture_of = Pictures(maker, spec, loaded.kind.prepare(loaded, spec))
        reference, _ = picture_of(options.reference, None)
        for samples in options.samples:
            for name, settings in DENOISERS.items():
                picture, seconds = picture_of(samples, settings)
                rows.setdefault((samples, name), []).append((seconds, psnr_db(picture, reference), ssim(picture, reference)))
    return rows


class Pictures:
    """Renders one frame's picture at several settings."""

    def __init__(self, maker: FrameMaker, spec: Any, prepared: Any) -> None:
        self._scene, self._spec = maker.stage.scene, spec
        maker.stage.realise(spec, prepared)
        self(1, None)

    def __call__(self, samples: int, denoiser: dict[str, Any] | None) -> tuple[np.ndarray, float]:
        """Return the picture, (H, W, 3) uint8 sRGB, and its CPU seconds."""
        from facings.blender.render import changed, render_picture
        from facings.blender.session import cycles_of, scratch_folder

        wanted = replace(self._spec.picture, samples=samples, denoise=denoiser is not None)
        scratch = scratch_folder()
        try:
            with changed(*((cycles_of(self._scene), name, value) for name, value in (denoiser or {}).items())):
                began = time.process_time()
                picture = render_picture(self._scene, wanted, scratch)
                return picture, time.process_time() - began
        finally:
            shutil.rmtree(scratch)


def psnr_db(picture: np.ndarray, reference: np.ndarray) -> float:
    """Return the peak signal-to-noise ratio of two 8-bit pictures in dB, over all channels; inf for equal ones."""
    error = float(np.mean((picture.astype(float) - reference) ** 2))
    return 10 * math.log10(255**2 / error) if error else math.inf


def ssim(picture: np.ndarray, reference: np.ndarray) -> float:
    """Return the structural similarity of two 8-bit pictures' luma: Gaussian windows of 1.5 px (Wang et al. 2004)."""
    a, b = (cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(float) for image in (picture, reference))

    def local(values: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    mean_a, mean_b = local(a), local(b)
    var_a, var_b, both = local(a * a) - mean_a**2, local(b * b) - mean_b**2, local(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return float(np.mean((2 * mean_a * mean_b + c1) * (2 * both + c2) / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))))


if __name__ == "__main__":
    main()
