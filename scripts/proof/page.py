"""The proof's page: figures, curves and pictures of good and bad cases, in one HTML file that works offline."""

import io
import json
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import cv2
import matplotlib
import numpy as np
from PIL import Image

from facings.study.page import figure, page
from proof.plan import BEFORE_SENSOR, ModelPlan, Plan
from proof.points import FIXED
from proof.real import read_picture
from proof.scores import YAW_EDGES_DEG, by_yaw, median_interval

matplotlib.use("Agg")
from matplotlib import pyplot as plt

_NOT = "not measured here"
_MEANINGS = {"tag": "price tags", "row": "shelf rows", "gap": "gaps"}
_SHOWN = 4


def write_page(results: dict[str, Any], plan: Plan, out: Path) -> Path:
    """Write `proof.html` and the two plots beside it; return the page."""
    seconds = json.loads((out / "seconds.json").read_text()) if (out / "seconds.json").is_file() else {}
    body = (_told(plan, results, seconds) + _faces(results, plan, out) + _boxes(results, plan) + _examples(results)
            + _how(plan, seconds))
    file = out / "proof.html"
    file.write_text(page("Facings: proof of use", "Models trained on these pictures alone, tried on real ones", body), "utf-8")
    return file


def _told(plan: Plan, results: dict[str, Any], seconds: dict[str, float]) -> str:
    faces = len(results["real_faces"])
    photographs = ", ".join(f"{len(files)} photographs for {_MEANINGS[name]}"
                            for name, files in results["real_photographs"].items())
    real = " and ".join(filter(None, [f"{faces} faces" if faces else "", photographs])) or "no real photograph"
    hours = sum(seconds.values()) / 3600
    seeds = ", ".join(map(str, plan.seeds))
    left = [f"{model.name} {seed}" for model in plan.models for seed in plan.seeds
            if str(seed) not in results["models"].get(model.name, {})]
    lacks = f" <b>Not trained yet, and left out: {escape(', '.join(left))}.</b>" if left else ""
    return (f"<p>Networks of about a million weights, trained from scratch on rendered pictures, seeds {seeds};"
            f" tried on {escape(real)}, on which nothing was trained and nothing chosen, no model, no step, no threshold."
            f" {hours:.1f} hours for all. Ranges are of 95 % over the faces of all seeds, or from the lowest to the highest"
            f" seed.{lacks}</p>")


def _models(plan: Plan, results: dict[str, Any], task: str) -> list[ModelPlan]:
    """The models of a task; those that nothing was tried with are left out."""
    return [model for model in plan.models if model.task == task and model.name in results["models"]]


def _pooled(results: dict[str, Any], model: str, where: str, key: str) -> np.ndarray:
    """Return the values of a model's faces, its seeds one after another."""
    runs = [run[where][key] for run in results["models"][model].values() if where in run]
    return np.array([value if value is not None else np.nan for run in runs for value in run], float)


def _faces(results: dict[str, Any], plan: Plan, out: Path) -> str:
    rows = []
    for model in _models(plan, results, "landmarks"):
        cells = [escape(model.name), _pictures(model)]
        for where, low, high in (("rendered", 0, 30), ("rendered", 30, 70), ("real", 0, 999)):
            errors = _pooled(results, model.name, where, "box")
            yaw = np.abs(_pooled(results, model.name, where, "yaw_deg")) if len(errors) else errors
            inside = np.ones(len(errors), bool) if where == "real" else (yaw >= low) & (yaw < high)
            cells.append(_interval(median_interval(errors[inside])))
        cells.append(_interval(median_interval(_pooled(results, model.name, "real", "eyes"))))
        rows.append(cells)
    head = ["model", "trained on", "rendered, below 30°", "rendered, 30° to 70°", "real photographs", "the same, by the eyes"]
    real_yaw = _by_real_yaw(results, plan)
    return ("<h2>68 landmarks</h2><p>Median distance from the true points, in per cent of the face's size (the root of the"
            " area of the box around its points), and of the distance of the eyes' outer corners. The rendered test has"
            " people, seeds and a studio that no training picture has; the model <code>one_head</code> is trained on one of the"
            f" two head models alone.</p>{_table(head, rows)}{real_yaw}"
            + _drawn(out / "error_by_yaw.svg", lambda axes: _yaw_plot(axes, results, plan))
            + _drawn(out / "error_by_number.svg", lambda axes: _number_plot(axes, results, plan)))


def _by_real_yaw(results: dict[str, Any], plan: Plan) -> str:
    ranges = [f"{low}° to {high}°" for low, high in zip(YAW_EDGES_DEG, YAW_EDGES_DEG[1:], strict=False)]
    rows = []
    for model in _models(plan, results, "landmarks"):
        errors, yaw = (_pooled(results, model.name, "real", key) for key in ("box", "yaw_deg"))
        if np.isfinite(yaw).any():
            rows.append([escape(model.name), *(f"{_interval(cell[:3])}, {cell[3]} faces" for cell in by_yaw(errors, yaw))])
    return f"<p>Of real photographs by yaw:</p>{_table(['model', *ranges], rows)}" if rows else (
        f"<p class=note>By the yaw of real faces: {_NOT}.</p>")


def _yaw_plot(axes: Any, results: dict[str, Any], plan: Plan) -> None:
    names = [name for name in ("any_pose", "frontal") if name in results["models"]]
    middles = [(low + high) / 2 for low, high in zip(YAW_EDGES_DEG, YAW_EDGES_DEG[1:], strict=False)]
    for name in names:
        rows = by_yaw(_pooled(results, name, "rendered", "box"), _pooled(results, name, "rendered", "yaw_deg"))
        median, low, high = (np.array([row[k] for row in rows]) for k in range(3))
        axes.errorbar(middles, median, [median - low, high - median], marker="o", capsize=3,
                      label={"any_pose": "trained on all poses", "frontal": "trained on frontal faces"}[name])
    axes.set(xlabel="yaw of the head, degrees", ylabel="median error, % of the face's size", ylim=(0, None))
    axes.set_title("Error by yaw, rendered test, as many training pictures each")
    axes.legend()


def _number_plot(axes: Any, results: dict[str, Any], plan: Plan) -> None:
    sized = sorted((model for model in _models(plan, results, "landmarks") if model.name.startswith("any_pose")), key=_count)
    for where, label in (("rendered", "rendered test"), ("real", "real photographs")):
        rows = [(_count(model), *median_interval(errors)) for model in sized
                if len(errors := _pooled(results, model.name, where, "box"))]
        if rows:
            count, median, low, high = np.array(rows).T
            axes.errorbar(count, median, [median - low, high - median], marker="o", capsize=3, label=label)
    axes.set(xscale="log", xlabel="training pictures", ylabel="median error, % of the face's size", ylim=(0, None))
    axes.set_title("Error by number of training pictures")
    axes.legend()


def _boxes(results: dict[str, Any], plan: Plan) -> str:
    rows = []
    for model in _models(plan, results, "boxes"):
        runs = results["models"][model.name].values()
        rows.append([escape(model.name), _pictures(model), *(
            _spread([run[where].get(name, np.nan) for run in runs]) for name in _MEANINGS for where in ("rendered", "real"))])
    head = ["model", "trained on", *(f"{_MEANINGS[name]}, {where}" for name in _MEANINGS for where in ("rendered", "real"))]
    return ("<h2>Price tags, rows and gaps</h2><p>Average precision at an IoU of 0.5, as COCO counts it. The rendered test is"
            f" of <code>shelf_phone</code>, with a seed that no training picture has.</p>{_table(head, rows)}")


def _examples(results: dict[str, Any]) -> str:
    parts = []
    runs = results["models"].get("any_pose", {})
    if results["real_faces"] and runs:
        first = next(iter(runs.values()))["real"]
        order = np.argsort(first["box"])
        for which, chosen in (("best", order[:_SHOWN]), ("worst", order[::-1][:_SHOWN])):
            figures = (_face_figure(results["real_faces"][k], first["points"][k], first["box"][k]) for k in chosen)
            parts.append(_gallery(f"Faces that are found {which}", figures))
    found = next(iter(results["models"].get("shelf_and_phone", {}).values()), {}).get("boxes", {})
    for name, of_pictures in found.items():
        files = results["real_photographs"][name]
        chosen = np.linspace(0, len(files) - 1, min(_SHOWN, len(files))).astype(int)
        parts.append(_gallery(f"{_MEANINGS[name].capitalize()} that are found, scores above 0.3",
                              (_box_figure(files[k], of_pictures[k]) for k in chosen)))
    return "".join(parts)


def _gallery(title: str, figures: Iterable[str]) -> str:
    return f"<h2>{escape(title)}</h2><div class=examples>{''.join(figures)}</div>"


def _face_figure(face: Sequence[Any], points: Sequence[Sequence[float]], error: float) -> str:
    file, (x, y, width, height) = Path(face[0]), face[1]
    picture = read_picture(file)
    centre, half = np.array([x + width / 2, y + height / 2]), 0.8 * max(width, height)
    low = np.maximum(centre - half, 0).astype(int)
    high = np.minimum(centre + half, picture.shape[1::-1]).astype(int)
    scale = 240 / (2 * half)
    part = cv2.resize(picture[low[1]:high[1], low[0]:high[0]], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    for px, py in (np.array(points)[:FIXED] - low) * scale:
        cv2.circle(part, (round(px), round(py)), 2, (60, 230, 90), -1, cv2.LINE_AA)
    return figure(Image.fromarray(part), 220, f"{error:.1f} %: {file.name}")


def _box_figure(file: str, boxes: Sequence[Sequence[float]]) -> str:
    picture = read_picture(Path(file))
    scale = 480 / max(picture.shape[:2])
    part = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    for x, y, width, height, score in boxes:
        if score > 0.3:
            corners = [(round(scale * a), round(scale * b)) for a, b in ((x, y), (x + width, y + height))]
            cv2.rectangle(part, corners[0], corners[1], (60, 230, 90), 2)
    return figure(Image.fromarray(part), 320, Path(file).name)


def _how(plan: Plan, seconds: dict[str, float]) -> str:
    rows = [[escape(each.name), escape(each.recipe), str(each.frames), str(each.seed),
             f"<code>{escape(json.dumps(dict(each.changes)))}</code>{' in a studio of its own' if each.own_template else ''}",
             f"{seconds.get(f'set {each.name}', 0) / 60:.0f}"] for each in plan.sets]
    total = sum(value for name, value in seconds.items() if name.startswith("model"))
    wrapped = _table(["set", "recipe", "frames", "seed", "changes", "minutes"], rows).replace("<table>", "<table class=wide>")
    return (f"<h2>How it was made</h2><style>table.wide td {{ white-space: normal }}</style>{wrapped}<p>Training took"
            f" {total / 60:.0f} minutes: {', '.join(f'{model.name} {model.steps}' for model in plan.models)} batches.</p>")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    titles = "".join(f"<th>{escape(title)}</th>" for title in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<div style='overflow-x:auto'><table><tr>{titles}</tr>{lines}</table></div>"


def _count(model: ModelPlan) -> int:
    return sum(frames for _, frames in model.sets)


def _pictures(model: ModelPlan) -> str:
    sets = " and ".join(f"{frames} of {name}" for name, frames in model.sets)
    return escape(sets + (", without sensor" if model.pictures == BEFORE_SENSOR else "")
                  + (f", head model {model.only_head} alone" if model.only_head else ""))


def _interval(value: tuple[float, float, float]) -> str:
    return _NOT if np.isnan(value[0]) else f"{value[0]:.1f} ({value[1]:.1f} to {value[2]:.1f})"


def _spread(values: Sequence[float]) -> str:
    known = [value for value in values if value is not None and np.isfinite(value)]
    return f"{np.mean(known):.2f} ({min(known):.2f} to {max(known):.2f})" if known else _NOT


def _drawn(file: Path, draw: Callable[[Any], None]) -> str:
    """Return a plot as SVG inside the page; the file is kept too."""
    with plt.rc_context({"svg.hashsalt": "proof", "svg.fonttype": "none"}):
        plot, axes = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
        draw(axes)
        axes.grid(alpha=0.3)
        text = io.StringIO()
        plot.savefig(text, format="svg", metadata={"Date": None})
        plt.close(plot)
    svg = text.getvalue()
    file.write_text(svg, "utf-8")
    return f"<div style='background:#fff;max-width:640px'>{svg[svg.index('<svg'):]}</div>"
