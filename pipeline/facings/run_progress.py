"""What a run tells while it works: a bar for people on a terminal, plain lines elsewhere, JSON lines for machines."""

import json
import sys
import time
from typing import Any, Literal, Protocol

LogFormat = Literal["text", "json"]


class RunProgress(Protocol):
    """Follows one run from preparing to done; a context manager."""

    def __enter__(self) -> "RunProgress": ...

    def __exit__(self, *raised: Any) -> None: ...

    def preparing(self, what: str, done: int, total: int) -> None:
        """`done` of `total` things (named by `what`) are made that rendering needs; total 0: `what` is a remark."""

    def frame(self, number: int, done: int, total: int, record: dict[str, Any]) -> None:
        """Frame `number`, the `done`-th of `total`, is stored; `record` is its frame record."""

    def done(self, rendered: int, already_there: int, folder: str) -> None:
        """The run is over."""


def run_progress(log_format: LogFormat) -> RunProgress:
    """Return what suits the format and, for text, whether standard error is a terminal."""
    if log_format == "json":
        return JsonLines()
    return Bar() if sys.stderr.isatty() else PlainLines()


class _Clock:
    """Seconds since the last frame."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def lap(self) -> float:
        now = time.monotonic()
        self._last, elapsed = now, now - self._last
        return elapsed


class JsonLines:
    """One JSON object a line on standard output: `event` is prepare, frame or done."""

    def __enter__(self) -> "JsonLines":
        self._clock = _Clock()
        return self

    def __exit__(self, *raised: Any) -> None:
        pass

    def preparing(self, what: str, done: int, total: int) -> None:
        self._say(event="prepare", what=what, done=done, total=total)

    def frame(self, number: int, done: int, total: int, record: dict[str, Any]) -> None:
        self._say(event="frame", frame=number, done=done, total=total, seconds=round(self._clock.lap(), 3),
                  instances=len(record["instances"]), visible=_visible(record))

    def done(self, rendered: int, already_there: int, folder: str) -> None:
        self._say(event="done", rendered=rendered, already_there=already_there, folder=folder)

    def _say(self, **event: Any) -> None:
        print(json.dumps(event), flush=True)


class PlainLines:
    """One line a frame on standard error, for logs."""

    def __enter__(self) -> "PlainLines":
        self._clock = _Clock()
        self._told = -1
        return self

    def __exit__(self, *raised: Any) -> None:
        pass

    def preparing(self, what: str, done: int, total: int) -> None:
        if not total:
            print(what, file=sys.stderr, flush=True)
            return
        tenth = done * 10 // total
        if tenth != self._told:
            self._told = tenth
            print(f"preparing {what}: {done} of {total}", file=sys.stderr, flush=True)

    def frame(self, number: int, done: int, total: int, record: dict[str, Any]) -> None:
        seen = f"{_visible(record)} of {len(record['instances'])} instances visible"
        print(f"frame {number} ({done} of {total}): {self._clock.lap():.1f} s, {seen}", file=sys.stderr, flush=True)

    def done(self, rendered: int, already_there: int, folder: str) -> None:
        print(_summary(rendered, already_there, folder), file=sys.stderr, flush=True)


class Bar:
    """A progress bar on the terminal."""

    def __enter__(self) -> "Bar":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                   TextColumn("{task.fields[note]}"))
        # Drawn only when there is news: while Blender renders, standard error leads nowhere (its chatter goes there).
        self._progress = Progress(*columns, console=Console(stderr=True), auto_refresh=False,
                                  redirect_stdout=False, redirect_stderr=False)
        self._task = self._progress.add_task("starting", total=None, note="")
        return self

    def __exit__(self, *raised: Any) -> None:
        self._progress.stop()

    def preparing(self, what: str, done: int, total: int) -> None:
        if total:
            self._show(f"preparing {what}", done, total, "")
        else:
            self._progress.console.print(what, soft_wrap=True)

    def frame(self, number: int, done: int, total: int, record: dict[str, Any]) -> None:
        self._show("rendering", done, total, f"frame {number}: {_visible(record)} instances")

    def done(self, rendered: int, already_there: int, folder: str) -> None:
        self._progress.stop()
        print(_summary(rendered, already_there, folder), file=sys.stderr)

    def _show(self, what: str, done: int, total: int, note: str) -> None:
        # Not before there is something to show: a finished run needs no bar.
        self._progress.start()
        self._progress.update(self._task, description=what, completed=done, total=total, note=note)
        self._progress.refresh()


def _visible(record: dict[str, Any]) -> int:
    return sum(instance["visible_px"] > 0 for instance in record["instances"])


def _summary(rendered: int, already_there: int, folder: str) -> str:
    frames = f"{rendered} frame{'' if rendered == 1 else 's'} rendered into {folder}"
    return f"{frames}, {already_there} were there already" if already_there else frames
