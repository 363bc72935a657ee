"""Experiments with datasets: `facings vary`, `facings compare`, `facings diagnose`."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from facings.command.progress import LogFormat, run_progress
from facings.command.say import say
from facings.command.sizes import parsed_size
from facings.errors import InputError


def vary(
    recipe: Annotated[str, typer.Argument(metavar="RECIPE", help="A recipe file, or the name of one that ships.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Holds a dataset for each setting, and design.json.")],
    keys: Annotated[list[str], typer.Option("--key", metavar="KEY", help="A key of the recipe; repeatable.")],
    values: Annotated[list[str], typer.Option(
        "--values", metavar="A,B,...", help="The values of each --key, in the same order; repeatable.")],
    latin: Annotated[bool, typer.Option("--latin", help="A Latin square of all keys, not one key at a time.")] = False,
    frames: Annotated[int, typer.Option(help="How many frames a setting; of each, everything else stays the same.")] = 10,
    start: Annotated[int, typer.Option(help="Number of the first frame.")] = 0,
    seed: Annotated[int, typer.Option(help="Same seed and recipe, same pictures.")] = 0,
    resolution: Annotated[str | None, typer.Option(metavar="WxH", help="Picture size, such as 1024x768.")] = None,
    samples: Annotated[int | None, typer.Option(help="Light paths a pixel.")] = None,
    quality: Annotated[Literal["draft", "standard", "final"] | None, typer.Option(help="8, 64 or 256 samples.")] = None,
    device: Annotated[str, typer.Option(help="What Cycles renders on: auto, cpu, cuda, optix, ...")] = "auto",
    template: Annotated[str | None, typer.Option(metavar="FILE.blend", help="Another template than the recipe's.")] = None,
    changes: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a key everywhere.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Blender processes; default: what the machine holds.")] = None,
    log_format: Annotated[LogFormat, typer.Option(help="text for people, json for machines: one object a line.")] = "text",
) -> None:
    """Render designed sets: the same frames at each value of a key, or over a Latin square of several keys.

    Example: facings vary face --key head_pose.yaw_deg --values 0,30,60 --frames 50 --out by_yaw
    """
    from facings.study.vary import vary as rendered

    with run_progress(log_format) as progress:
        design = rendered(recipe, _levels(keys, values), out, frames=frames, start=start, seed=seed, square=latin,
                          overrides=changes or (), resolution=parsed_size(resolution), samples=samples, quality=quality,
                          template=template, device=device, workers=workers, listener=progress, progress=progress.preparing)
    count = f"{frames} frame{'' if frames == 1 else 's'}"
    say(f"{out}: {len(design.runs)} datasets of {count}; {out / 'design.json'} tells them apart.")


def _need(command: str, *modules: str) -> None:
    from importlib.util import find_spec

    lacking = [name for name in modules if find_spec(name) is None]
    if lacking:
        raise InputError(f"facings {command} needs {' and '.join(lacking)}: install Facings with its extra `study`.")


def _levels(keys: list[str], values: list[str]) -> dict[str, list[Any]]:
    from facings.recipes.yaml_source import parse_yaml

    if len(keys) != len(values):
        raise InputError(f"Each --key has its --values: {len(keys)} and {len(values)} are given. As in"
                         " --key camera.roll_deg --values 0,5 --key stock.fill --values 0.5,0.9.")
    levels: dict[str, list[Any]] = {}
    for key, text in zip(keys, values, strict=True):
        said = f"--values {text}"
        levels_of_key = parse_yaml(f"[{text}]", said).data
        if not isinstance(levels_of_key, list) or not levels_of_key:
            raise InputError(f"{said}: values with commas between them are expected, as in 0,5,10.")
        if key in levels:
            raise InputError(f"--key {key} is given twice; give all of its values in one --values.")
        levels[key] = levels_of_key
    return levels


def compare(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A dataset folder.")],
    photos: Annotated[Path, typer.Argument(metavar="PHOTOS", help="A folder of photographs.")],
    labels: Annotated[Path | None, typer.Option(
        metavar="FILE", help="The photographs' boxes: a COCO file, or a folder of YOLO's .txt files.")] = None,
    categories: Annotated[list[str] | None, typer.Option(
        "--category", metavar="NAME", help="What the photographs' boxes are, by the set's names; repeatable.")] = None,
    sensitivities: Annotated[list[Path] | None, typer.Option(
        metavar="DIR", help="Folders of facings vary, of the set's recipe: what its keys do to pictures.")] = None,
    out: Annotated[Path | None, typer.Option(
        metavar="DIR", help="Also write comparison.json and comparison.html, with pictures, into this folder.")] = None,
    write: Annotated[Path | None, typer.Option(
        metavar="RECIPE.yaml", help="Also write the set's recipe with the keys moved that would bring it nearer.")] = None,
    log_format: Annotated[LogFormat, typer.Option(help="text for people, json for machines: one object.")] = "text",
) -> None:
    """Tell how a set differs from photographs, ranked, and which of the recipe's keys would bring it nearer.

    Example: facings compare shelves my_photos --labels boxes.json --sensitivities by_key --write nearer.yaml
    """
    import json

    _need("compare", "scipy", "cv2")
    import facings
    from facings.study.compare import compare as compared
    from facings.study.comparison_page import write_comparison
    from facings.study.moved import nearer
    from facings.study.recipe_file import write_recipe

    with run_progress(log_format, doing="measuring") as progress:
        comparison = compared(folder, photos, labels=labels, categories=categories or (), sensitivities=sensitivities or (),
                              progress=progress.preparing)
    for line in [json.dumps(comparison.plain())] if log_format == "json" else comparison.lines():
        say(line)
    if out is not None:
        page = write_comparison(comparison, out)
        if log_format == "text":
            say(page)
    if write is not None:
        if not comparison.changes:
            raise InputError("No recipe is written: no key was measured that would bring the set nearer"
                             f"{'' if sensitivities else '; --sensitivities names folders of facings vary'}.")
        recipe, keys = nearer(facings.open(folder).header.recipe, comparison.changes)
        write_recipe(write, recipe, f"Of {folder}, nearer to {photos}.")
        if log_format == "text":
            say(f"{write}: {', '.join(keys)}")


def diagnose(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The dataset that the model was tried on.")],
    predictions: Annotated[Path, typer.Argument(metavar="PREDICTIONS", help="COCO results (.json): boxes, or keypoints.")],
    truth: Annotated[Path | None, typer.Option(
        metavar="FILE", help="The annotations to compare with; default: those that runs keep in DIR/annotations.")] = None,
    iou: Annotated[float, typer.Option(min=0.01, max=1, help="Overlap from which a box is met.")] = 0.5,
    score: Annotated[float, typer.Option(help="Predictions below are left out.")] = 0.5,
    any_category: Annotated[bool, typer.Option("--any-category", help="Boxes meet whatever their category is.")] = False,
    out: Annotated[Path | None, typer.Option(
        metavar="DIR", help="Also write diagnosis.json and diagnosis.html, with pictures, into this folder.")] = None,
    write: Annotated[Path | None, typer.Option(
        metavar="RECIPE.yaml", help="Also write a recipe of which half of the frames are what fails.")] = None,
    log_format: Annotated[LogFormat, typer.Option(help="text for people, json for machines: one object.")] = "text",
) -> None:
    """Tell which factors (pose, size, light, ...) make a model fail, with effect sizes and intervals.

    Example: facings diagnose faces landmarks.json --out diagnosis --write more_of_these.yaml
    """
    import json

    _need("diagnose", "scipy")
    import facings
    from facings.study.diagnose import diagnose as diagnosed
    from facings.study.diagnosis_page import write_diagnosis
    from facings.study.more_of import more_of
    from facings.study.recipe_file import write_recipe

    with run_progress(log_format, doing="reading") as progress:
        diagnosis = diagnosed(folder, predictions, truth=truth, least_iou=iou, least_score=score, any_category=any_category,
                              progress=progress.preparing)
    if log_format == "json":
        say(json.dumps(diagnosis.plain()))
    else:
        for line in diagnosis.lines():
            say(line)
    if out is not None:
        page = write_diagnosis(diagnosis, out)
        if log_format == "text":
            say(page)
    if write is not None:
        recipe, keys = more_of(diagnosis.effects.found, facings.open(folder).header.recipe)
        write_recipe(write, recipe, f"Of {folder}, with more of what {predictions.name} fails on: {', '.join(keys)}.")
        if log_format == "text":
            say(f"{write}: {', '.join(keys)}")
