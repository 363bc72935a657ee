"""How often `facings verify` takes a sound picture for a wrong one, and how often it finds a spoilt one, as a Markdown table.

Every frame of the given datasets, which are taken to be sound, is judged as it is and with its picture moved, mirrored,
turned, warped, exchanged for its neighbour's, painted. A picture that cannot be judged counts as not found.

    python scripts/plausibility_rates.py DATASET [DATASET ...]
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

import facings
from facings.dataset.plausibility import Plausibility, plausibility
from facings.dataset.reader import Frame

MOVES_PX = ((4, 0), (-4, 0), (0, 4), (0, -4), (3, 3), (-3, 3), (4, -3), (-3, -4))
SOUND = "sound"


@dataclass
class Rates:
    """What was found of each kind of picture."""

    judged: dict[str, list[Plausibility]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    """Of processor time, of each sound picture."""

    def alarms(self, kind: str) -> int:
        return sum(one.finding is not None for one in self.judged[kind])

    def share_found(self) -> float:
        """Of all spoilt pictures."""
        spoilt = [one for kind, all_of_kind in self.judged.items() if kind != SOUND for one in all_of_kind]
        return sum(one.finding is not None for one in spoilt) / max(len(spoilt), 1)

    def table(self) -> str:
        lines = ["| picture | pictures | reported | cannot be judged |", "| --- | ---: | ---: | ---: |"]
        for kind, found in self.judged.items():
            unjudged = sum(one.unjudged is not None for one in found)
            lines.append(f"| {kind} | {len(found)} | {self.alarms(kind)} | {unjudged} |")
        return "\n".join(lines)

    def mistaken(self) -> list[str]:
        """Return the pictures of which the wrong thing was said."""
        return [f"{kind}: {name}: {one}" for kind, found in self.judged.items()
                for one, name in zip(found, self.names[kind], strict=True) if (one.finding is None) != (kind == SOUND)]


def main() -> None:
    """Print the table, the mistakes, and the time that a picture takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="+", type=Path, metavar="DATASET")
    rates = measured(parser.parse_args().datasets)
    print("\n".join([rates.table(), "", *rates.mistaken()]))
    print(f"{rates.share_found():.2%} of spoilt pictures are found; a picture takes {np.median(rates.seconds):.3f} s,"
          f" at most {max(rates.seconds):.3f} s")


def measured(datasets: Sequence[Path]) -> Rates:
    """Judge each frame of the datasets, sound and spoilt."""
    rates = Rates()
    for path in datasets:
        dataset = facings.open(path)
        whitened = any("AgX" in asset.get("grading", {}).values() for asset in dataset.header.assets)
        frames = list(dataset)
        for place, frame in enumerate(frames):
            rng = np.random.default_rng([place, frame.width_px])
            maps = frame.instance_map(), frame.semantic_map(), frame.depth()
            before = time.process_time()
            sound = plausibility(frame.image(), *maps, whitened=whitened)
            rates.seconds.append(time.process_time() - before)
            pictures = spoilt_pictures(frame, frames[place - 1] if len(frames) > 1 else None, rng)
            for kind, judged in [(SOUND, sound), *((kind, plausibility(picture, *maps, whitened=whitened))
                                                   for kind, picture in pictures.items())]:
                rates.judged.setdefault(kind, []).append(judged)
                rates.names.setdefault(kind, []).append(f"{path.name} {frame.number}")
    return rates


def spoilt_pictures(frame: Frame, neighbour: Frame | None, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return pictures that do not belong to the frame's labels, by what was done to its own."""
    picture = frame.image()
    height, width = picture.shape[:2]
    corner = float(np.hypot(height, width)) / 2
    sign = float(rng.choice([-1, 1]))
    right, down = MOVES_PX[rng.integers(len(MOVES_PX))]
    direction = rng.uniform(0, 2 * np.pi)
    sideways = cv2.resize(np.rot90(picture), (width, height), interpolation=cv2.INTER_AREA)
    found = {
        "moved by 4 or 5 px": moved(picture, right, down),
        "moved by 8 px": moved(picture, 8 * np.cos(direction), 8 * np.sin(direction)),
        "moved by 20 px": moved(picture, 20 * np.cos(direction), 20 * np.sin(direction)),
        "mirrored": picture[:, ::-1], "upside down": picture[::-1], "turned by 180°": picture[::-1, ::-1],
        "turned by 90°": sideways, "turned by 5°": turned(picture, 5 * sign),
        "scaled by 15 %": warped(picture, lambda x, y: (x * (1 + 0.15 * sign), y * (1 + 0.15 * sign))),
        "lens distortion, 20 % at the corners": warped(picture, lambda x, y: _lens(x, y, 0.2 * sign / corner ** 2)),
        "keystone, 15 %": warped(picture, lambda x, y: (x * (1 + 0.15 * sign * y / (height / 2)), y)),
        "black": np.zeros_like(picture), "white": np.full_like(picture, 255), "grey": np.full_like(picture, 119),
        "magenta": np.full_like(picture, (255, 0, 255)),
    }
    part = magenta_part(picture, frame.instance_map(), frame.semantic_map())
    if part is not None:
        found["magenta in part"] = part
    if neighbour is not None and neighbour.image().shape == picture.shape:
        found["its neighbour's"] = neighbour.image()
    return {kind: np.ascontiguousarray(spoilt) for kind, spoilt in found.items()}


def moved(picture: np.ndarray, right_px: float, down_px: float) -> np.ndarray:
    """Return (H, W, 3) moved, its border repeated."""
    return _affine(picture, np.array([[1, 0, round(right_px)], [0, 1, round(down_px)]], float))


def turned(picture: np.ndarray, degrees: float) -> np.ndarray:
    """Return (H, W, 3) turned about its middle."""
    height, width = picture.shape[:2]
    return _affine(picture, cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0))


def warped(picture: np.ndarray, source: Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return (H, W, 3) of which each pixel shows what lies at `source(x, y)`, pixels from the middle."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    x, y = source(x - (width - 1) / 2, y - (height - 1) / 2)
    return cv2.remap(picture, (x + (width - 1) / 2).astype(np.float32), (y + (height - 1) / 2).astype(np.float32),
                     cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def magenta_part(picture: np.ndarray, instance: np.ndarray, semantic: np.ndarray) -> np.ndarray | None:
    """Return (H, W, 3) with the largest instance, or class where that fills half the picture, in magenta of its own shades."""
    for labels in (instance, semantic):
        sizes = np.bincount(labels.ravel())
        sizes[0] = 0
        if 200 <= sizes.max() < labels.size / 2:
            region = labels == sizes.argmax()
            painted = picture.copy()
            painted[region] = np.maximum(picture[region].max(-1, keepdims=True), 80) * np.array([1, 0, 1], np.uint8)
            return painted
    return None


def _affine(picture: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    return cv2.warpAffine(picture, matrix, picture.shape[1::-1], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _lens(x: np.ndarray, y: np.ndarray, k: float) -> tuple[np.ndarray, np.ndarray]:
    factor = 1 + k * (x * x + y * y)
    return x * factor, y * factor


if __name__ == "__main__":
    main()
