"""Tables of where seconds went, for people."""

from typing import Any

_WIDTH = 18


def frame_table(timings: dict[str, Any]) -> str:
    """Return the stages of a frame (`FrameTimings.plain`), one a line, and the whole frame last."""
    rows = [_row("", "wall s", "CPU s")]
    rows += [_row(s["stage"], _seconds(s["wall_s"]), _seconds(s.get("cpu_s")),
                  f"beside the {s['beside']}" if "beside" in s else "") for s in timings["stages"]]
    return "\n".join([*rows, _row("whole frame", _seconds(timings["wall_s"]), _seconds(timings["cpu_s"]))])


def run_table(timings: dict[str, Any]) -> str:
    """Return the medians of a run (`RunTimings.plain`) and how busy the cores were."""
    busy = ""
    if "cores" in timings:
        busy = (f"; {timings['cores_busy']:.0%} of {timings['cores']} core{'' if timings['cores'] == 1 else 's'} busy:"
                f" {timings['cpu_s']:.1f} CPU seconds in {timings['wall_s']:.1f} s")
    frames = timings["frames"]
    return f"Median of {frames} frame{'' if frames == 1 else 's'}{busy}\n{frame_table(timings['median'])}"


def _row(stage: str, wall: str, cpu: str, note: str = "") -> str:
    return f"  {stage:{_WIDTH}}{wall:>9}{cpu:>9}  {note}".rstrip()


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
