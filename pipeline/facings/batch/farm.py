"""Job templates for render farms, by the Open Job Description specification 2023-09 and its extension TASK_CHUNKING.

What a person gave (recipe, folder, overrides, program) is a job parameter and never stands in a script: the
specification has no escape for `{{` and `}}` in format strings, but parameters' values are taken as they are (Template
Schemas, section 7.3). A node needs a POSIX shell and Facings.
"""

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from facings.dataset.header import DatasetHeader
from facings.dataset.layout import HEADER
from facings.dataset.reader import Dataset
from facings.errors import InputError
from facings.frames.loading import check_recipe, check_run, load_recipe, recipe_path
from facings.recipes.files import PICTURES, shipped
from facings.recipes.yaml_source import parse_yaml

_MOST_PARAMETER = 1024
"""Characters of a parameter's value (Template Schemas, section 2.5)."""
_MOST_OVERRIDES = 40
"""A template has at most 50 parameters (section 1.1), and some are Facings' own."""
_MOST_NAME = 128
_GRACE_S = 60
"""Between a cancelled task's SIGTERM and its SIGKILL; above `facings render`'s own `--grace` for a frame that runs."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

_RENDER = r"""# $1: the frames, FIRST-LAST; the rest: the command that renders them.
frames=$1
shift
printf 'openjd_status: frames %s\n' "$frames"
exec "$@" --start "${frames%-*}" --frames "$(( ${frames#*-} - ${frames%-*} + 1 ))"
"""

_ENTER = r"""# $1: the program; $2: the cache folder, or nothing.
if ! version=$("$1" --version)
then
    printf 'openjd_fail: %s --version fails here: install Facings on this machine, or name it in FacingsCommand\n' "$1"
    exit 1
fi
printf 'openjd_status: Facings %s\n' "$version"
if [ -n "$2" ]
then
    printf 'openjd_env: FACINGS_CACHE=%s\n' "$2"
fi
"""

_Parameter = dict[str, Any]


@dataclass(frozen=True)
class FarmRequest:
    """What a farm is to render: the options of `facings render`, and how the frames are dealt out."""

    recipe: str
    """The name of a recipe that ships, the path of a file, or the folder of a dataset, which is rendered on."""
    out: Path | None = None
    """None: the dataset's own folder."""
    frames: int = 1
    start: int = 0
    seed: int | None = None
    """None: the dataset's, or 0."""
    frames_per_task: int = 10
    overrides: tuple[str, ...] = ()
    """'key.sub=value', as of `--set`."""
    resolution: tuple[int, int] | None = None
    """Width and height."""
    samples: int | None = None
    quality: str | None = None
    device: str = "auto"
    template: str | None = None
    command: str = "facings"
    """The program on the nodes: a name or one path, without arguments."""

    @property
    def changes_recipe(self) -> bool:
        """Whether anything is given that the recipe says too."""
        return bool(self.overrides) or any(
            given is not None for given in (self.resolution, self.samples, self.quality, self.template))


@dataclass(frozen=True)
class _Source:
    """Where tasks get the recipe from."""

    said: str
    """In a job's name."""
    argument: str
    """Of `facings render`."""
    seed: int
    parameters: tuple[_Parameter, ...] = ()
    text: str | None = None
    """Of a recipe that travels in the template."""


def farm_template(request: FarmRequest) -> str:
    """Return the YAML text of a job template: a step Render in chunks of frames, then a step Annotations.

    Relative paths become parameters of type PATH, which farms map and whose files they may carry along; their
    defaults are relative to the template's own file, as the specification wants. Other paths are taken as they are.
    Raises InputError for a bad run or recipe, a dataset that cannot be rendered on from its header alone, and whatever
    the specification has no room for.
    """
    check_run(request.frames, request.start, request.seed or 0)
    if request.frames_per_task < 1:
        raise InputError(f"--frames-per-task {request.frames_per_task}: at least 1 frame is expected.")
    if len(request.overrides) > _MOST_OVERRIDES:
        raise InputError(f"{len(request.overrides)} times --set: a job template has room for {_MOST_OVERRIDES}. Write the"
                         " changes into a recipe of your own, and give its path.")
    named = request.recipe not in shipped(".yaml")
    source = _dataset_source(request) if named and os.path.isdir(request.recipe) else _recipe_source(request)
    out = request.out or Path(request.recipe)
    # os.path takes a name that is too long, or has a null character, for one that is not there.
    if os.path.exists(out) and not os.path.isdir(out):
        raise InputError(f"--out {out} is a file; a folder is expected.")
    yaml = YAML()
    yaml.width = 1 << 20
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(_job(request, source, out), stream)
    return stream.getvalue()


def _job(request: FarmRequest, source: _Source, out: Path) -> dict[str, Any]:
    last = request.start + request.frames - 1
    flow = "INOUT" if os.path.isfile(out / HEADER) else "OUT"
    template = _template_parameter(request)
    overrides = [_string(f"Set{i}", override, f"KEY=VALUE: change {i} to the recipe, --set.")
                 for i, override in enumerate(request.overrides, 1)]
    parameters = [
        *source.parameters,
        _path("OutDir", out, "DIRECTORY", flow, "The dataset's folder, the same for all tasks."),
        _string("Frames", f"{request.start}-{last}", "The frames' numbers, as in 0-99,200-299."),
        _integer("FramesPerTask", request.frames_per_task, 1, "Frames that one start of Blender renders."),
        _integer("Seed", source.seed, 0, "Same seed and recipe, same pictures."),
        *([template] if template else []),
        *overrides,
        _string("FacingsCommand", _program(request.command), "The program on the nodes: a name, or one path."),
        _string("CacheDir", "", "The nodes' FACINGS_CACHE; empty: as each node has it."),
    ]
    render = ["{{Task.File.Render}}", "{{Task.Param.Frames}}", "{{Param.FacingsCommand}}", "render", source.argument,
              "--out", "{{Param.OutDir}}", "--seed", "{{Param.Seed}}", "--device", request.device]
    if request.resolution is not None:
        render += ["--resolution", "x".join(map(str, request.resolution))]
    if request.samples is not None:
        render += ["--samples", str(request.samples)]
    if request.quality is not None:
        render += ["--quality", request.quality]
    if template:
        render += ["--template", "{{Param.Template}}"]
    for parameter in overrides:
        render += ["--set", f"{{{{Param.{parameter['name']}}}}}"]
    # All of the task's frames, even where a farm's own worker runs in a Slurm job array.
    render += ["--shard", "1/1", "--workers", "1", "--no-annotations", "--log-format", "json"]
    run = _action("sh", render)
    run["cancelation"] = {"mode": "NOTIFY_THEN_TERMINATE", "notifyPeriodInSeconds": _GRACE_S}
    files = [_file("Render", "render.sh", _RENDER)]
    if source.text is not None:
        files.append(_file("Recipe", "recipe.yaml", source.text))
    return {
        "specificationVersion": "jobtemplate-2023-09",
        "extensions": ["TASK_CHUNKING"],
        "name": _quoted(_job_name(f"Facings {source.said} into {out.name or out.absolute().name}")),
        "description": _quoted(_CONTROL.sub(" ", f"Labelled pictures after the recipe {source.said}, into {out}.")),
        "parameterDefinitions": parameters,
        "jobEnvironments": [{
            "name": "Facings",
            "script": {
                "embeddedFiles": [_file("Enter", "enter.sh", _ENTER)],
                "actions": {"onEnter": _action(
                    "sh", ["{{Env.File.Enter}}", "{{Param.FacingsCommand}}", "{{Param.CacheDir}}"])},
            },
        }],
        "steps": [
            {
                "name": "Render",
                "hostRequirements": _host(request.device),
                "parameterSpace": {"taskParameterDefinitions": [{
                    "name": "Frames", "type": "CHUNK[INT]", "range": _quoted("{{Param.Frames}}"),
                    "chunks": {"defaultTaskCount": _quoted("{{Param.FramesPerTask}}"), "rangeConstraint": "CONTIGUOUS"},
                }]},
                "script": {"embeddedFiles": files, "actions": {"onRun": run}},
            },
            {
                "name": "Annotations",
                "dependencies": [{"dependsOn": "Render"}],
                "hostRequirements": _host("auto"),
                "script": {"actions": {"onRun": _action("{{Param.FacingsCommand}}", ["annotate", "{{Param.OutDir}}"])}},
            },
        ],
    }


def _recipe_source(request: FarmRequest) -> _Source:
    if request.out is None:
        raise InputError(f"--out is missing: the folder that {request.recipe} is to be rendered into. Only a dataset's"
                         " folder can be given alone.")
    path = recipe_path(request.recipe)
    _check(path, request)
    if request.recipe in shipped(".yaml"):
        parameter = _string("Recipe", request.recipe, "The name of a recipe that ships.")
    else:
        parameter = _path("Recipe", path, "FILE", "IN", "The recipe; files that it names must be found from its folder.")
    return _Source(path.stem, "{{Param.Recipe}}", request.seed or 0, (parameter,))


def _dataset_source(request: FarmRequest) -> _Source:
    folder = Path(request.recipe)
    header = Dataset(folder).header
    text = _recipe_text(header, folder / HEADER)
    seed = header.seed if request.seed is None else request.seed
    same = request.out is None or request.out.resolve() == folder.resolve()
    if same and header.stored is not None:
        raise InputError(f"{folder} holds a dataset of an older schema, which this version of Facings does not continue. Name"
                         " another folder by --out, or use the version that wrote it.")
    if same and (seed != header.seed or request.changes_recipe):
        what = f"its seed is {header.seed}" if seed != header.seed else "its recipe is fixed"
        raise InputError(f"{folder} holds a dataset already, and {what}: all its frames share one seed and one recipe."
                         " Leave the change out, or name another folder by --out.")
    with tempfile.TemporaryDirectory() as elsewhere:
        path = Path(elsewhere) / "recipe.yaml"
        path.write_text(text, "utf-8")
        _check(path, request)
    return _Source(header.scene, "{{Task.File.Recipe}}", seed, text=text)


def _recipe_text(header: DatasetHeader, where: Path) -> str:
    """Return the resolved recipe as JSON, which is YAML too, without `{{` and `}}`, which have no escape in a template."""
    strangers = [leaf for leaf in _leaves(header.recipe)
                 if isinstance(leaf, str) and leaf.startswith(("sha256:", PICTURES))]
    template = header.recipe.get("template")
    if template not in shipped(".blend"):
        strangers.insert(0, str(template))
    if strangers:
        raise InputError(f"{where} names files that do not come with Facings ({strangers[0]}), but not where they lie."
                         " Give the path of the recipe that it was rendered from, and its folder as --out.")
    # Indented, structure never has two braces side by side; those that are left stand inside of strings.
    text = json.dumps(header.recipe, indent=1, ensure_ascii=False) + "\n"
    text = text.replace("{{", r"\u007b\u007b").replace("}}", r"\u007d\u007d")
    if check_recipe(parse_yaml(text, str(where)), where).resolved != header.recipe:
        raise InputError(f"{where}: its recipe reads otherwise in this version of Facings; {header.versions} wrote it."
                         " Use that version, or give a recipe and another folder.")
    return text


def _check(path: Path, request: FarmRequest) -> None:
    """Raise InputError where the recipe with its changes is bad, or reads from the current folder alone."""
    options = {"resolution": request.resolution, "samples": request.samples, "quality": request.quality}
    load_recipe(path, request.overrides, template=request.template, **options)
    path = path.absolute()
    template = request.template
    if template is not None and template not in shipped(".blend"):
        template = os.path.abspath(template)
    with tempfile.TemporaryDirectory() as elsewhere, contextlib.chdir(elsewhere):
        try:
            load_recipe(path, request.overrides, template=template, **options)
        except InputError as error:
            raise InputError(f"{error} A farm's tasks run in folders of their own, not in this one: give the file's"
                             " absolute path.") from None


def _template_parameter(request: FarmRequest) -> _Parameter | None:
    if request.template is None:
        return None
    if request.template in shipped(".blend"):
        return _string("Template", request.template, "The name of a template that ships.")
    return _path("Template", Path(request.template), "FILE", "IN", "The template, instead of the recipe's.")


def _path(name: str, path: Path, kind: str, flow: str, description: str) -> _Parameter:
    """Return a parameter for a path; PATH's default must be relative and inside of the template's folder (section 2.2)."""
    if path.is_absolute() or ".." in path.parts:
        return _string(name, os.path.abspath(path), f"{description} Seen by all nodes under this path.")
    return {"name": name, "type": "PATH", "objectType": kind, "dataFlow": flow,
            "description": _quoted(f"{description} By default beside this file."),
            "default": _default(name, str(path))}


def _string(name: str, value: str, description: str) -> _Parameter:
    return {"name": name, "type": "STRING", "description": _quoted(description), "default": _default(name, value)}


def _integer(name: str, value: int, least: int, description: str) -> _Parameter:
    return {"name": name, "type": "INT", "description": _quoted(description), "minValue": least, "default": value}


def _default(name: str, value: str) -> str:
    if len(value) > _MOST_PARAMETER:
        raise InputError(f"{name}: {value[:60]}... has {len(value)} characters; a job template's parameter has room for"
                         f" {_MOST_PARAMETER}. Write it into a recipe of your own, or use a shorter path.")
    if "\0" in value:
        raise InputError(f"{name}: {value!r} has a null character, which no command line can carry; leave it out.")
    return _quoted(value)


def _program(command: str) -> str:
    """Return a name as it is, to be found by PATH, and a path as absolute: tasks run in a folder of their own."""
    if not command.strip():
        raise InputError("--command is empty; the program on the nodes is expected, as in --command facings.")
    return os.path.abspath(command) if os.sep in command else command


def _host(device: str) -> dict[str, Any]:
    """Return what a node must be: the scripts want a POSIX shell, a device other than the CPU a GPU."""
    families = {"metal": ["macos"], "auto": ["linux", "macos"], "cpu": ["linux", "macos"]}.get(device, ["linux"])
    needed: dict[str, Any] = {"attributes": [{"name": "attr.worker.os.family", "anyOf": families}]}
    if device not in ("auto", "cpu"):
        needed["amounts"] = [{"name": "amount.worker.gpu", "min": 1}]
    return needed


def _job_name(text: str) -> str:
    text = _CONTROL.sub(" ", text).replace("{{", "(").replace("}}", ")")
    return text if len(text) <= _MOST_NAME else text[: _MOST_NAME - 3] + "..."


def _file(name: str, filename: str, text: str) -> dict[str, Any]:
    return {"name": name, "filename": filename, "type": "TEXT", "data": LiteralScalarString(text)}


def _action(command: str, arguments: list[str]) -> dict[str, Any]:
    return {"command": _quoted(command), "args": [_quoted(argument) for argument in arguments]}


def _quoted(text: str) -> DoubleQuotedScalarString:
    # Always: whoever reads YAML 1.1 takes `on` or `1:30`, which 1.2 writes without quotes, for something else.
    return DoubleQuotedScalarString(text)


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    else:
        yield value
