"""What a run tells while it works: a live line for people on a terminal, plain lines elsewhere, JSON lines for machines."""

import json
import os
import sys
import time
from typing import Any, Literal, Protocol, TextIO

from facings.batch.state import BatchState, duration
from facings.command.timing_table import frame_table, run_table

LogFormat = Literal["text", "json"]


class RunProgress(Protocol):
    """Follows one run: a `facings.batch.state.Listener`, and a context manager."""

    def __enter__(self) -> "RunProgress": ...

    def __exit__(self, *raised: Any) -> None: ...

    def preparing(self, what: str, done: int, total: int) -> None:
        """`done` of `total` things (named by `what`) are made that rendering needs; total 0: `what` is a remark."""

    def tell(self, event: str, state: BatchState, **details: Any) -> None:
        """See `facings.batch.state.Listener`."""

    def tick(self, state: BatchState) -> None:
        """Some time went by."""


def run_progress(log_format: LogFormat, *, timings: bool = False, doing: str = "preparing") -> RunProgress:
    """Return what suits the format and, for text, whether standard error is a terminal.

    `timings` has text tell where each frame's seconds went; JSON lines always do. `doing` is text's word for what is made
    before, or without, a frame.
    """
    if log_format == "json":
        return JsonLines()
    return LiveLine(timings, doing) if sys.stderr.isatty() else PlainLines(timings, doing)


class JsonLines:
    """One JSON object a line on standard output: `event`, its details, and for frames how far the run is."""

    def __enter__(self) -> "JsonLines":
        return self

    def __exit__(self, *raised: Any) -> None:
        pass

    def preparing(self, what: str, done: int, total: int) -> None:
        self._say(event="prepare", what=what, done=done, total=total)

    def tell(self, event: str, state: BatchState, **details: Any) -> None:
        if event in ("frame", "failed"):
            counts = state.plain()
            details |= {key: counts[key] for key in ("done", "total", "left", "frames_an_hour", "seconds_left")}
            details["set_aside"] = len(state.failed)
        self._say(event=event, **details)

    def tick(self, state: BatchState) -> None:
        pass

    def _say(self, **event: Any) -> None:
        _print(json.dumps(event), sys.stdout)


class PlainLines:
    """One line a frame on standard error, for logs; tables of its seconds below it, where `timings` are wanted."""

    def __init__(self, timings: bool = False, doing: str = "preparing") -> None:
        self._timings, self._doing = timings, doing

    def __enter__(self) -> "PlainLines":
        self._told = -1
        return self

    def __exit__(self, *raised: Any) -> None:
        pass

    def preparing(self, what: str, done: int, total: int) -> None:
        if not total:
            self._say(what)
            return
        tenth = done * 10 // total
        if tenth != self._told:
            self._told = tenth
            self._say(f"{self._doing} {what}: {done} of {total}")

    def tell(self, event: str, state: BatchState, **details: Any) -> None:
        if event == "prepare":
            self.preparing(**details)
        elif text := told(event, state, details, self._timings):
            self._say(text)

    def tick(self, state: BatchState) -> None:
        pass

    def _say(self, text: str) -> None:
        _print(text, sys.stderr)


class LiveLine:
    """A bar with counts, pace, time left and what each worker does, drawn in place; what goes wrong scrolls above it.

    And what is told of each frame, where its `timings` are wanted.
    """

    def __init__(self, timings: bool = False, doing: str = "preparing") -> None:
        self._timings, self._doing = timings, doing

    def __enter__(self) -> "LiveLine":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._progress = Progress(TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn(),
                                  TextColumn("{task.fields[note]}"), console=Console(stderr=True), auto_refresh=False)
        self._task = self._progress.add_task("starting", total=None, note="")
        return self

    def __exit__(self, *raised: Any) -> None:
        self._progress.stop()

    def preparing(self, what: str, done: int, total: int) -> None:
        if total:
            self._show(f"{self._doing} {what}", done, total, "")
        else:
            self._progress.console.print(what, soft_wrap=True, markup=False)

    def tell(self, event: str, state: BatchState, **details: Any) -> None:
        if event == "prepare":
            self.preparing(**details)
        elif event == "done":
            self._progress.stop()
            _print(told(event, state, details, self._timings), sys.stderr)
        elif event == "start" or (event == "frame" and not self._timings):
            self.tick(state)
        elif event != "worker" and (text := told(event, state, details, self._timings)):
            self._progress.console.print(text, soft_wrap=True, markup=False)

    def tick(self, state: BatchState) -> None:
        now = time.monotonic()
        doing = [f"{w.name}: {w.doing if w.frame is None else f'frame {w.frame}'} {now - w.since:.0f} s"
                 for w in state.workers.values()]
        self._show("rendering", state.done, state.total, " | ".join([_outlook(state), *doing]))

    def _show(self, what: str, done: int, total: int, note: str) -> None:
        # Not before there is something to show: a finished run needs no bar.
        self._progress.start()
        self._progress.update(self._task, description=what, completed=done, total=total, note=note)
        self._progress.refresh()


def _print(text: str, stream: TextIO) -> None:
    """Print a line. Nobody may read any more (`| head`, a full disk): the run goes on, and DIR/logs has it all."""
    try:
        print(text, file=stream, flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def told(event: str, state: BatchState, details: dict[str, Any], timings: bool = False) -> str:
    """Return an event as a line for people, tables of `timings` below it; empty where it is nothing to tell."""
    line = _line(event, state, details)
    if timings and "timings" in details:
        line += "\n" + (frame_table if event == "frame" else run_table)(details["timings"])
    return line


def _line(event: str, state: BatchState, details: dict[str, Any]) -> str:
    if event == "frame":
        seen = f"{details['visible']} of {details['instances']} instances visible"
        told_of = f"frame {details['frame']} ({state.done} of {state.total}): {details['seconds']:.1f} s"
        return f"{told_of}, {seen}; {_outlook(state)}"
    if event == "worker" and details["now"] == "lost":
        return f"worker {details['worker']} lost: {details['why']}"
    if event == "attempt":
        return f"frame {details['frame']}: attempt {details['attempt']} of {details['of']} failed: {details['why']}"
    if event == "failed":
        return f"frame {details['frame']} is set aside, see {details['note']}"
    if event == "stop":
        running = len(details["running"])
        if not running:
            return f"{details['signal']}: stopping."
        return (f"{details['signal']}: no new frames; {running} under way may finish within {details['seconds']:.0f} s."
                " Once more to stop at once.")
    if event == "done":
        rendered, there, failed = details["rendered"], details["already_there"], details["failed"]
        text = f"{rendered} frame{'' if rendered == 1 else 's'} rendered into {details['folder']}"
        text += f", {there} were there already" if there else ""
        return text + (f", {len(failed)} set aside" if failed else "")
    return ""


def _outlook(state: BatchState) -> str:
    failed = f"{len(state.failed)} failed, " if state.failed else ""
    left = state.seconds_left
    pace = "" if left is None else f", {state.frames_an_hour:.0f} an hour, {duration(left)} to go"
    return f"{failed}{state.left} left{pace}"
