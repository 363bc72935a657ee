"""The exceptions that a user of Facings may meet, and how a near miss is told."""

from typing import Any


class InputError(Exception):
    """Bad input: a recipe, a catalogue, a template, a path or a command line.

    The message is one paragraph for a person: what is wrong, where (file, key, line), what would be right.
    The command prints it without a traceback and exits with 2.
    """


class CheckFailed(Exception):
    """Something that was to be verified is not true; the command exits with 1."""


class MachineError(Exception):
    """The machine does not do what it should: a process was killed, memory ran out. The command exits with 1."""


class RenderError(Exception):
    """A frame could not be made: its worker crashed, or raised. What the worker said last is in `log`."""

    def __init__(self, message: str, frame: int | None = None, spec: Any = None, log: tuple[str, ...] = ()) -> None:
        # All but the message has a default, for those who raise an exception of another process again by its text.
        super().__init__(message)
        self.frame = frame
        self.spec = spec
        """The frame's spec, which `Renderer.render` takes again; None where it was not sampled yet."""
        self.log = log
        """The traceback, or the last lines that the worker printed."""

    def __reduce__(self) -> tuple:
        return type(self), (str(self), self.frame, self.spec, self.log)


class FrameTimeout(RenderError):
    """A frame's worker gave no sign of life for as long as it may, and was ended."""


class RenderInterrupted(KeyboardInterrupt):
    """Ctrl-C while a frame was being made; its worker was ended."""

    def __init__(self, message: str, frame: int | None = None, spec: Any = None) -> None:
        super().__init__(message)
        self.frame = frame
        self.spec = spec
        """The frame's spec, which `Renderer.render` takes again; None where it was not sampled yet."""

    def __reduce__(self) -> tuple:
        return type(self), (str(self), self.frame, self.spec)


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """Return `` Did you mean 'x'?`` for the closest of `known`, or an empty string where none is close."""
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean {close[0]!r}?" if close else ""
