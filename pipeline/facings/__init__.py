"""Facings: labelled pictures of retail shelves and human faces from a headless Blender.

    recipe = facings.load_recipe("face", {"head_pose.yaw_deg": {"uniform": [-90, 90]}})
    with facings.Renderer(recipe, seed=7) as renderer:
        frame = renderer.frame(0)                             # frame.image(), frame.depth(), frame.instances, ...
    facings.render(recipe, "faces", frames=1000, seed=7)      # into a dataset's folder, as the command does
    for frame in facings.open("faces"): ...
"""

import os

TYPE_CHECKING = False  # as `typing` says it; see below
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from facings.batch.run import BatchReport
    from facings.batch.state import Listener
    from facings.dataset.reader import Dataset
    from facings.frames.scene_kind import LoadedRecipe
    from facings.rendering.renderer import Renderer

    __version__: str

__all__ = ["Renderer", "__version__", "load_recipe", "open", "render"]

# Nothing is imported here that Python has not loaded before: `python -m facings` comes through here while the current folder
# still counts. And `import facings` stays light for whoever wants only the version.


def open(path: str | os.PathLike) -> "Dataset":
    """Return the dataset in folder `path`: iterable and indexable by position, `dataset.frame(number)` by number.

    Raises facings.errors.InputError where `path` is no dataset folder.
    """
    from facings.dataset.reader import Dataset

    return Dataset(path)


def load_recipe(name_or_path: str | os.PathLike, overrides: "Mapping[str, Any] | Sequence[str]" = (), *,
                resolution: tuple[int, int] | None = None, samples: int | None = None, quality: str | None = None,
                template: str | os.PathLike | None = None) -> "LoadedRecipe":
    """Return the recipe that ships under a name ('face'), or that a YAML file holds; `recipe.sample(seed, frame)` draws a spec.

    `overrides` change keys: {'stock.gap_rate': 0.2, 'camera.distance_m': {'uniform': [1, 2]}}, or the command's
    'key.sub=value'. `resolution` is (width, height) in pixels, `quality` 'draft', 'standard' or 'final', `template` the path
    of a .blend file.

    Raises facings.errors.InputError, naming file, line and key, for whatever is wrong.
    """
    from facings.frames.loading import load_recipe as loaded

    return loaded(name_or_path, overrides, resolution=resolution, samples=samples, quality=quality,
                  template=None if template is None else os.fspath(template))


def render(recipe: "LoadedRecipe | str | os.PathLike", out: str | os.PathLike, *, frames: int = 1, start: int = 0,
           seed: int = 0, shard: tuple[int, int] = (1, 1), spec: str | os.PathLike | None = None, device: str = "auto",
           workers: int | None = None, ray: str | None = None, retries: int = 3, frame_limit_s: float | None = None,
           memory_limit_bytes: int = 0, grace_s: float = 30.0, verify_existing: bool = False, annotations: bool = True,
           accept_changed_code: bool = False, listener: "Listener | None" = None) -> "BatchReport":
    """Render frames `start` to `start + frames - 1` into the dataset's folder `out`; what it holds already is kept.

    The command `facings render` is this function. Workers are processes (None: as many as the machine holds), or live on the
    Ray cluster at an address. Frames that fail are tried again `retries` times and then set aside in `failed/`, which the
    report lists and which is no error here. `shard` (K, N) is the K-th of N parts of the frames; `spec` is the file of one
    spec to render instead. A worker without a sign of life for `frame_limit_s` seconds, or that holds more than
    `memory_limit_bytes` (0: the machine's, shared), is replaced. `accept_changed_code` goes on in a folder that other code or
    other versions began; its dataset.json then says which frames are older. `listener` follows the run.

    Raises facings.errors.InputError for a bad recipe, a folder that cannot be continued or written, or a device that is not
    there, and facings.errors.CheckFailed where no worker comes up. Ctrl-C and SIGTERM let frames under way finish within
    `grace_s` seconds, then do what they otherwise do (Ctrl-C: KeyboardInterrupt); the same call goes on from there.
    """
    import signal
    from pathlib import Path

    from facings.batch.options import Limits, RunOptions
    from facings.batch.run import kept_signal_handlers, render_batch, render_spec
    from facings.batch.shard import parse_shard

    loaded = load_recipe(recipe) if isinstance(recipe, str | os.PathLike) else recipe
    limits = Limits(retries=retries, frame_s=frame_limit_s, memory_bytes=memory_limit_bytes, grace_s=grace_s)
    options = RunOptions(device=device, workers=workers, limits=limits, verify_existing=verify_existing,
                         annotations=annotations, accept_changed_code=accept_changed_code, ray=ray)
    with kept_signal_handlers():
        if spec is not None:
            report = render_spec(loaded, Path(spec), Path(out), options=options, listener=listener)
        else:
            part = parse_shard("{}/{}".format(*shard))
            report = render_batch(loaded, Path(out), frames=frames, start=start, seed=seed, shard=part, options=options,
                                  listener=listener)
    if report.stopped_by is not None:
        signal.raise_signal(report.stopped_by - 128)
    return report


def __getattr__(name: str) -> "Any":
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("facings")
        except PackageNotFoundError:  # run from a source folder that was never installed
            return "0+unknown"
    if name == "Renderer":
        from facings.rendering.renderer import Renderer

        return Renderer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
