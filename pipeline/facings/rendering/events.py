"""What a worker tells whoever hands out its frames; plain data, pickled between processes."""

from dataclasses import dataclass
from typing import Any

from facings.process.timings import FrameTimings


@dataclass(frozen=True)
class Ready:
    """The worker can take frames."""

    device: str
    """What Cycles renders on."""
    seconds: float
    """Since it was started."""


@dataclass(frozen=True)
class Preparing:
    """`done` of `total` things are made that the cache lacks; total 0: `what` is a remark."""

    what: str
    done: int
    total: int


@dataclass(frozen=True)
class Sampled:
    """What the frame is going to be; told where the request asks for it, and of bad input."""

    frame: int
    spec: dict[str, Any]


@dataclass(frozen=True)
class FrameDone:
    """The frame is stored."""

    frame: int
    seconds: float
    instances: int
    visible: int
    """Of them, in how many pixels are seen."""
    stored: tuple[dict[str, bytes], dict[str, Any]] | None = None
    """Data files and record, where the worker cannot reach the dataset's folder: then they are to be stored."""
    timings: FrameTimings | None = None
    """Where the seconds went."""


@dataclass(frozen=True)
class FrameFailed:
    """The frame could not be made; the worker is not to be trusted with another one."""

    frame: int
    why: str
    bad_input: bool
    """An InputError: another attempt would fail alike."""
    log: tuple[str, ...]
    """The traceback."""


@dataclass(frozen=True)
class Unwritable:
    """The dataset's folder does not take files: no frame can be stored."""

    why: str


@dataclass(frozen=True)
class Unusable:
    """The worker cannot start."""

    why: str
    bad_input: bool
    log: tuple[str, ...]


@dataclass(frozen=True)
class Died:
    """The worker is gone."""

    why: str


Event = Ready | Preparing | Sampled | FrameDone | FrameFailed | Unwritable | Unusable | Died
