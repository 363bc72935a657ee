"""The command `facings`. Each subcommand imports what it needs: `facings --help` loads neither Blender nor numpy.

Exit codes: 0 done, 1 a check failed or frames are missing, 2 wrong usage or bad input, 130 interrupted, 143 terminated.
"""

import json
import os
import signal
import sys
import traceback
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from facings.command.addon import addon_commands
from facings.command.progress import LogFormat, run_progress
from facings.command.say import say as _say
from facings.command.sizes import parsed_size
from facings.command.study import compare, diagnose, vary
from facings.command.template import template_commands
from facings.errors import CheckFailed, InputError
from facings.process.surroundings import restart

app = typer.Typer(
    name="facings", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

RecipeName = Annotated[str, typer.Argument(metavar="RECIPE", help="A recipe file, or the name of one that ships.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A dataset folder.")]
Frames = Annotated[int, typer.Option(help="How many frames.")]
Start = Annotated[int, typer.Option(help="Number of the first frame.")]
Seed = Annotated[int, typer.Option(help="Same seed and recipe, same pictures.")]
Changes = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a key; repeatable.")]
Template = Annotated[str | None, typer.Option(metavar="FILE.blend", help="Another template than the recipe's.")]
Resolution = Annotated[str | None, typer.Option(metavar="WxH", help="Picture size, such as 1024x768.")]
Log = Annotated[LogFormat, typer.Option(help="text for people, json for machines: one object a line.")]
Device = Literal["auto", "cpu", "cuda", "optix", "hip", "metal", "oneapi"]

_large = partial(typer.Option, rich_help_panel="Large sets")


def _version(wanted: bool) -> None:
    if wanted:
        import facings

        print(facings.__version__)
        raise typer.Exit


@app.callback()
def _facings(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks (anywhere on the line).")] = False,
) -> None:
    """Labelled pictures of retail shelves and human faces from a headless Blender."""


@app.command()
def render(
    recipe: RecipeName,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The dataset's folder; what it has already is kept.")],
    frames: Frames = 1,
    start: Start = 0,
    seed: Seed = 0,
    resolution: Resolution = None,
    samples: Annotated[int | None, typer.Option(help="Light paths a pixel.")] = None,
    quality: Annotated[Literal["draft", "standard", "final"] | None, typer.Option(help="8, 64 or 256 samples.")] = None,
    device: Annotated[Device, typer.Option(help="What Cycles renders on; auto takes the fastest.")] = "auto",
    template: Template = None,
    changes: Changes = None,
    spec: Annotated[Path | None, typer.Option(metavar="FILE", help="Render this one stored spec instead.")] = None,
    workers: Annotated[int | None, _large(min=1, help="Blender processes; default: what the machine holds.")] = None,
    shard: Annotated[str | None, _large(
        metavar="K/N", help="Only the K-th of N parts of the frames; in a Slurm job array that task's, unless told.")] = None,
    ray: Annotated[str | None, _large(
        metavar="[ADDRESS]", help="Work on a Ray cluster: its address; nothing: the one this machine belongs to.")] = None,
    retries: Annotated[int, _large(min=0, help="How often a frame that fails is tried again.")] = 3,
    frame_limit: Annotated[float | None, _large(
        metavar="SECONDS", min=0.1, help="A worker silent for so long is replaced; default: by the frames so far.")] = None,
    memory_limit: Annotated[float | None, _large(
        metavar="GB", min=0.01, help="A worker that holds more is replaced; default: the machine's, shared.")] = None,
    grace: Annotated[float, _large(
        metavar="SECONDS", min=0, help="After Ctrl-C or SIGTERM, running frames have so long to finish.")] = 30.0,
    verify_existing: Annotated[bool, _large(
        "--verify-existing", help="Check the SHA-256 of frames that are there, not their sizes only.")] = False,
    accept_changed_code: Annotated[bool, _large(
        "--accept-changed-code", help="Go on in a folder though code or versions have changed; noted there.")] = False,
    annotations: Annotated[bool, _large(
        "--annotations/--no-annotations", help="Write DIR/annotations at the end; see `facings annotate`.")] = True,
    timings: Annotated[bool, _large(
        "--timings", help="Print each frame's seconds by stage, and how busy the cores were; DIR/logs has it too.")] = False,
    log_format: Log = "text",
) -> None:
    """Render labelled frames. The same command on the same folder goes on where it was left."""
    import facings
    from facings.batch.shard import parse_shard, slurm_shard
    from facings.frames.loading import check_run

    check_run(frames, start, seed)
    if spec is not None and shard is not None:
        raise InputError("--spec renders one frame, --shard parts of a run: give one of them.")
    part = parse_shard(shard) if shard is not None else slurm_shard()
    loaded = facings.load_recipe(recipe, changes or [], resolution=parsed_size(resolution), samples=samples, quality=quality,
                                 template=template)
    with run_progress(log_format, timings=timings) as progress:
        if spec is None and part.count > 1 and shard is None:
            progress.preparing(f"shard {part}, by this task's place in its Slurm job array", 0, 0)
        report = facings.render(
            loaded, out, frames=frames, start=start, seed=seed, shard=(part.number, part.count), spec=spec, device=device,
            workers=workers, ray=ray, retries=retries, frame_limit_s=frame_limit,
            memory_limit_bytes=int((memory_limit or 0) * 1e9), grace_s=grace, verify_existing=verify_existing,
            annotations=annotations, accept_changed_code=accept_changed_code, listener=progress)
    if report.failed:
        some = ", ".join(map(str, report.failed[:20])) + (", ..." if len(report.failed) > 20 else "")
        tried = len(report.failed) + len(report.rendered)
        raise CheckFailed(f"{len(report.failed)} of {tried} frames could not be made: {some}."
                          f" {out / 'failed'} says of each why, and how to make it alone; the same command tries them again.")


@app.command()
def status(folder: Folder, log_format: Log = "text") -> None:
    """Tell how far a folder is and what its runs are doing, from outside."""
    from facings.batch.status import status as status_of

    found = status_of(folder)
    for line in [json.dumps(found.plain())] if log_format == "json" else found.lines():
        _say(line)


@app.command()
def annotate(folder: Folder) -> None:
    """Write the files in DIR/annotations anew from the records, after runs with --no-annotations."""
    import facings
    from facings.dataset.annotations import write_annotations
    from facings.export.formats import formats_of

    dataset = facings.open(folder)
    write_annotations(folder, formats_of(dataset.header.scene))
    _say(f"{folder / 'annotations'}: {len(dataset)} images")


@app.command()
def merge(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Datasets of one recipe and seed.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="New, empty, or a dataset of the same recipe to add to.")],
) -> None:
    """Join datasets that several machines made of one run."""
    from facings.dataset.merge import merge as joined
    from facings.export.formats import formats_of

    report = joined(folders, out, formats_of)
    _say(report)
    if report.failed:
        raise CheckFailed(f"{out}: {len(report.failed)} frames are in none of the folders, for they failed; {out / 'failed'}"
                          " says why. Rendering into it, or into one of the folders and merging again, completes it.")


@app.command()
def farm(
    recipe: Annotated[str, typer.Argument(metavar="RECIPE|DIR", help="A recipe, or a dataset to go on with.")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="The dataset's folder, as the machines see it.")] = None,
    frames: Frames = 1,
    start: Start = 0,
    seed: Annotated[int | None, typer.Option(help="Same seed and recipe, same pictures; default: 0, or the dataset's.")] = None,
    frames_per_task: Annotated[int, typer.Option(min=1, help="How many frames a task renders.")] = 10,
    resolution: Resolution = None,
    samples: Annotated[int | None, typer.Option(help="Light paths a pixel.")] = None,
    quality: Annotated[Literal["draft", "standard", "final"] | None, typer.Option(help="8, 64 or 256 samples.")] = None,
    device: Annotated[Device, typer.Option(help="What Cycles renders on.")] = "auto",
    template: Template = None,
    changes: Changes = None,
    command: Annotated[str, typer.Option(help="The program on the farm's machines: a name or one path.")] = "facings",
) -> None:
    """Print a job for render farms, as an Open Job Description template (Deadline Cloud and others take it)."""
    from facings.batch.farm import FarmRequest, farm_template

    _say(farm_template(FarmRequest(recipe=recipe, out=out, frames=frames, start=start, seed=seed,
                                   frames_per_task=frames_per_task, overrides=tuple(changes or ()),
                                   resolution=parsed_size(resolution), samples=samples, quality=quality, device=device,
                                   template=template, command=command)).rstrip())


@app.command()
def sample(
    recipe: RecipeName, frames: Frames = 1, start: Start = 0, seed: Seed = 0, resolution: Resolution = None,
    template: Template = None, changes: Changes = None,
) -> None:
    """Print what frames would hold, one JSON spec a line, without rendering."""
    from facings.frames.loading import check_run, load_recipe
    from facings.frames.spec import to_json

    check_run(frames, start, seed)
    loaded = load_recipe(recipe, changes or [], resolution=parsed_size(resolution), template=template)
    with run_progress("text") as progress:
        for number in range(start, start + frames):
            spec = loaded.sample(seed, number, progress.preparing)
            _say(json.dumps(to_json(spec), allow_nan=False))


app.command()(vary)
app.command()(compare)
app.command()(diagnose)
app.add_typer(template_commands, name="template")
app.add_typer(addon_commands, name="addon")
assets = typer.Typer(no_args_is_help=True, help="Third-party asset packs that scene kinds are made from.")
app.add_typer(assets, name="assets")


@assets.command("list")
def assets_list(log_format: Log = "text") -> None:
    """Print the packs that Facings knows, their licences, and whether they are in the cache."""
    from facings.assets.packs.manifest import packs
    from facings.assets.packs.store import folder_of, is_there

    for pack in packs().values():
        there = is_there(pack)
        if log_format == "json":
            _say(json.dumps({**pack.described, "there": there, "bytes": pack.size}))
        else:
            where = str(folder_of(pack)) if there else "not fetched yet"
            _say(f"{pack.name} {pack.version}: {pack.shows}; {pack.licence}; {pack.size / 1e6:.0f} MB; {where}")


@assets.command("fetch")
def assets_fetch(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Which packs; none: all.")] = None,
    log_format: Log = "text",
) -> None:
    """Fetch packs into the cache and convert them; those that are there are checked, and fetched again where damaged."""
    from facings.assets.packs.manifest import pack, packs
    from facings.assets.packs.store import prepare_pack, refresh_pack

    with run_progress(log_format) as progress:
        for name in [pack(name).name for name in names or packs()]:
            folder = refresh_pack(name, progress.preparing)
            prepare_pack(name, progress.preparing)
            _say(f"{name}: {folder}")


@assets.command("add")
def assets_add(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A pack's archive (.tar.xz, .tar.gz, .tgz), or its folder.")],
) -> None:
    """Put a pack that was brought by hand into the cache, for machines without internet."""
    from facings.assets.packs.store import add_pack, folder_of

    added = add_pack(path)
    _say(f"{added.name} {added.version}: {folder_of(added)}")


@app.command()
def verify(
    folder: Folder,
    plausibility: Annotated[bool, typer.Option(
        "--plausibility/--no-plausibility", help="Compare each picture with its labels: edges, missing textures.")] = True,
    log_format: Log = "text",
) -> None:
    """Check every file, checksum, rule between labels, and pictures against them; exit 1 with a list where one fails."""
    import facings
    from facings.dataset.verify import unchecked
    from facings.dataset.verify import verify as problems_of
    from facings.export.folder import outdated
    from facings.export.formats import formats_of

    dataset = facings.open(folder)
    unjudged: dict[str, list[int]] = {}
    problems = problems_of(folder, formats_of(dataset.header.scene), plausible=plausibility,
                           on_unjudged=lambda number, why: unjudged.setdefault(why, []).append(number))
    remarks = unchecked(folder)
    for key, told in (("unchecked", remarks), ("outdated", outdated(folder))):
        for remark in told:
            _say(json.dumps({key: remark}) if log_format == "json" else remark)
    for problem in problems:
        told = {"frame": problem.frame, "file": problem.file, "what": problem.what, "expected": problem.expected}
        _say(json.dumps(told) if log_format == "json" else problem)
    frames, not_compared = len(dataset), sum(map(len, unjudged.values()))
    if log_format == "text":
        for why, numbers in unjudged.items():
            some = ", ".join(map(str, numbers[:10])) + (", ..." if len(numbers) > 10 else "")
            _say(f"{len(numbers)} of {frames} pictures cannot be compared with their labels, for {why}: {some}.")
    if problems:
        raise CheckFailed(f"{folder}: {len(problems)} problem{'s' if len(problems) > 1 else ''} in {frames} frames.")
    sound = f"{folder}: {frames} frame{' is' if frames == 1 else 's are'} sound."
    summary = {"frames": frames, "problems": 0, "unchecked": len(remarks), "unjudged": not_compared}
    _say(json.dumps(summary) if log_format == "json" else sound)


@app.command()
def preview(
    folder: Folder, limit: Annotated[int, typer.Option(min=1, help="At most so many frames.")] = 16
) -> None:
    """Draw a contact sheet and overlays into DIR/preview."""
    from facings.dataset.preview import write_preview

    for path in write_preview(folder, limit=limit):
        _say(path)


@app.command()
def report(
    folder: Folder, out: Annotated[Path | None, typer.Option(metavar="FILE", help="Default: DIR/report.html.")] = None,
) -> None:
    """Tell what is in a dataset: one HTML file with plots, a fairness table, examples, licences and a datasheet."""
    from facings.export.report.report import write_report

    with run_progress("text", doing="reporting") as progress:
        told = write_report(folder, out, progress.preparing)
    _say(told)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def export(
    context: typer.Context,
    folder: Folder,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="coco, yolo-detect, ...; an unknown name lists all.")],
    out: Annotated[Path | None, typer.Option(metavar="PATH", help="Default: in DIR/annotations or DIR/export.")] = None,
) -> None:
    """Write a dataset in another format; what a killed export left is gone on with.

    Each format has options of its own beside these, such as --min-visible-px of coco or --split train=0.9,val=0.1 of those
    that are folders; an unknown one lists them.
    """
    import facings
    from facings.command.format_options import format_options
    from facings.export.formats import format_called

    dataset = facings.open(folder)
    exporter = format_called(format, dataset.header.scene)
    options = format_options(exporter, context.args, dataset.header.recipe)
    with run_progress("text", doing="exporting") as progress:
        told = exporter.write(folder, out, options, progress.preparing)
    _say(told)


@app.command()
def camera(photos: Annotated[list[Path], typer.Argument(metavar="PHOTO...", help="Photographs: .jpg, .png.")]) -> None:
    """Print the recipe keys that match photographs: from EXIF, or as their straight lines tell, and how sure that is."""
    from facings.photographs.matching import matching_keys

    _say("---\n".join([matching_keys(photo) for photo in photos]).rstrip())


@app.command()
def schema(
    what: Annotated[str, typer.Argument(metavar="[recipe|record|spec]", help="Of what; it may be left out: recipe.")],
    scene: Annotated[str | None, typer.Argument(metavar="KIND", help="The kind of scene.")] = None,
) -> None:
    """Print the JSON schema of a kind's recipes (for an editor's completion), frame records or specs."""
    from pydantic import TypeAdapter

    from facings.dataset.record_schema import record_schema
    from facings.frames.scene_kind import scene_kind, scene_kinds

    if scene is None and what not in ("recipe", "record", "spec"):
        what, scene = "recipe", what
    if what not in ("recipe", "record", "spec"):
        raise InputError(f"There is no schema of {what!r}: recipe, record or spec is expected.")
    if scene is None:
        raise InputError(f"facings schema {what} needs a kind of scene: one of {', '.join(scene_kinds())}.")
    kind = scene_kind(scene)
    schemas = {"recipe": lambda: TypeAdapter(kind.recipe_model).json_schema(),
               "record": lambda: record_schema(kind.record_type),
               "spec": lambda: TypeAdapter(kind.spec_type).json_schema()}
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schemas[what]()}
    _say(json.dumps(told | {"title": f"Facings {what}, scene {kind.name}"}, indent=2))


@app.command()
def serve(
    template: Annotated[Path, typer.Option(metavar="FILE.blend", help="The template; a request may name another one.")],
    device: Annotated[Device, typer.Option(help="What Cycles renders on.")] = "auto",
) -> None:
    """Answer Blender's extension, a JSON object a line; it starts this by itself, and ends it."""
    from facings.rendering.preview_parent import serve as answer

    answer(template, device)


@app.command()
def doctor() -> None:
    """Tell what this machine offers, and what is missing; exit 1 where rendering cannot work."""
    from facings.command.doctor import examine, report

    findings = examine()
    report(findings)
    if any(finding.state == "missing" for finding in findings):
        raise CheckFailed("Something that rendering needs is missing; it is marked above.")


def _end_on_signals() -> None:
    """Have Ctrl-C and SIGTERM end the command with their exit codes, and ignore all that come while it tidies up."""
    def end(number: int, frame: object) -> None:
        for known in (signal.SIGINT, signal.SIGTERM):
            signal.signal(known, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM):
        # One that is ignored stays so: `facings render ... &` in a script is not the script's Ctrl-C's affair.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, end)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; tells errors on standard error."""
    debug = "--debug" in arguments
    try:
        app(_with_values([a for a in arguments if a != "--debug"]), prog_name="facings")
        return 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        return _interrupted(code) if code in (130, 143) else code
    except KeyboardInterrupt:
        return _interrupted(130)
    except Exception as error:
        if debug:
            traceback.print_exc()
        expected = isinstance(error, InputError | CheckFailed)
        fault = f"a fault in Facings itself, {type(error).__name__}: {error}. With --debug the command shows where."
        print(f"facings: {error if expected else fault}", file=sys.stderr)
        return 2 if isinstance(error, InputError) else 1


def _with_values(arguments: list[str]) -> list[str]:
    """`--ray` may stand alone, which the parser does not know: then it means the cluster that is found."""
    following = [*arguments[1:], "-"]
    return [word for a, after in zip(arguments, following, strict=True)
            for word in ([a, "auto"] if a == "--ray" and after.startswith("-") else [a])]


def _interrupted(code: int) -> int:
    print("facings: interrupted. What is stored is whole; the same command goes on from there.", file=sys.stderr)
    return code


def main() -> None:
    """Run the process's command line and end the process, which is isolated first where `facings.__main__` did not do it."""
    restart()
    _end_on_signals()
    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    if "bpy" in sys.modules:
        # Tearing an interpreter down after Blender ran in it may crash, when all work is done.
        os._exit(code)
    sys.exit(code)
