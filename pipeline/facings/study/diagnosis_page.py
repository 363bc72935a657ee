"""A diagnosis as one HTML page that works offline: a bar a level, and pictures of what fails."""

import json
from html import escape
from pathlib import Path

from PIL import Image, ImageDraw

from facings.dataset.reader import Dataset
from facings.errors import InputError
from facings.process.durable import write_lines_durably
from facings.study.diagnose import Diagnosis
from facings.study.effects import ALPHA, Effect, LevelError
from facings.study.page import figure, page
from facings.study.predictions import Outcome

_CROP_PX = 160
_MARGIN = 0.6
"""Of the box's size, that an example shows on each side."""

def write_diagnosis(diagnosis: Diagnosis, out: Path) -> Path:
    """Write `diagnosis.json` and `diagnosis.html` into folder `out`; return the page. Raises InputError where that fails."""
    try:
        write_lines_durably(out / "diagnosis.json", [json.dumps(diagnosis.plain(), indent=2) + "\n"])
        write_lines_durably(out / "diagnosis.html", [_page(diagnosis)])
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}.") from None
    return out / "diagnosis.html"


def _page(diagnosis: Diagnosis) -> str:
    dataset = Dataset(diagnosis.folder)
    told = "".join(f"<p>{escape(line)}</p>" for line in diagnosis.summary())
    parts = "".join(_effect(effect, diagnosis, dataset) for effect in diagnosis.effects.found)
    along = ", ".join(escape(factor.name) for factor in diagnosis.effects.along)
    also = f"<p class=note>Errors depend on these too, but what is above explains it: {along}.</p>" if along else ""
    tried = ", ".join(escape(factor.name) for factor in diagnosis.tried)
    body = (f"{told}{parts}{also}<p class=note>Tried: {tried}. A model without weakness gets a finding here in about"
            f" {ALPHA:.0%} of cases. Lines across bars are intervals of 95 %, by resampling frames.</p>")
    return page(f"Diagnosis of {diagnosis.folder.name}", "What makes the model fail", body)


def _effect(effect: Effect, diagnosis: Diagnosis, dataset: Dataset) -> str:
    scale = max(one.interval[1] for one in effect.levels) or 1.0
    boxes = diagnosis.outcomes.task == "boxes"
    rows = "".join(_row(one, scale, number in effect.worst, boxes) for number, one in enumerate(effect.levels))
    unit = f", {effect.factor.unit}" if effect.factor.unit else ""
    key = f" Recipe key: <code>{escape(effect.factor.key)}</code>." if effect.factor.key else ""
    pictures = "".join(_example(outcome, dataset, boxes) for outcome in diagnosis.examples[effect.factor])
    return (f"<h2>{escape(effect.factor.name + unit)}</h2><p class=note>p {effect.p:.2g}; explains {effect.share:.0%} of the"
            f" variance that is left.{key}</p><table>{rows}</table><div class=examples>{pictures}</div>")


def _row(one: LevelError, scale: float, fails: bool, boxes: bool) -> str:
    shown = f"{one.error:.1%}" if boxes else f"{one.error:.4f}"
    low, high = (100 * bound / scale for bound in one.interval)
    return (f"<tr{' class=fails' if fails else ''}><td>{escape(one.level.label)}</td><td class=bar><div class=track>"
            f"<div class=fill style='width:{100 * one.error / scale:.1f}%'></div>"
            f"<div class=range style='left:{low:.1f}%;width:{max(high - low, 0.2):.1f}%'></div></div></td>"
            f"<td class=number>{shown}</td><td class=number>{one.rows}</td></tr>")


def _example(outcome: Outcome, dataset: Dataset, boxes: bool) -> str:
    picture = Image.fromarray(dataset.frame(outcome.frame).image())
    x, y, width, height = outcome.box_xywh_px
    side = max(width, height, 8) * (1 + 2 * _MARGIN)
    middle_x, middle_y = x + width / 2, y + height / 2
    box = (round(max(middle_x - side / 2, 0)), round(max(middle_y - side / 2, 0)),
           round(min(middle_x + side / 2, picture.width)), round(min(middle_y + side / 2, picture.height)))
    crop = picture.crop(box)
    scale = _CROP_PX / crop.height
    crop = crop.resize((max(1, round(scale * crop.width)), _CROP_PX), Image.Resampling.LANCZOS)
    corners = ((x - box[0]) * scale, (y - box[1]) * scale, (x + width - box[0]) * scale, (y + height - box[1]) * scale)
    ImageDraw.Draw(crop).rectangle([round(corner) for corner in corners], outline=(224, 86, 63), width=2)
    return figure(crop, _CROP_PX, f"frame {outcome.frame}, {'missed' if boxes else f'{outcome.error:.3g}'}")
