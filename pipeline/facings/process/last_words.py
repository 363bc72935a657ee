"""What of a process's output says why it failed: Blender's last line seldom does."""

import re

_PLACE = re.compile(r"\s*(Location: .+|File \".+\", line \d+.*)$")
_NOISE = re.compile(r"[\s)\]}>^~|\-=]*$|Blender quit$|Extensions: writing cache failed|Timer '.+' took |\w+ import of .+ took "
                    r"|Error: Could not open .+ see console for detail$")
_FATAL = re.compile(r"Fatal Python error: (?P<why>.+)")
_RAISED = re.compile(r"(?:[A-Za-z_]\w*\.)*(?P<type>[A-Za-z_]\w*)(?:: (?P<why>.*))?$")
_LEVEL = re.compile(r"^(Error|ERROR|Warning|WARNING)\s*[:|]\s*")
_LOG = re.compile(r"^\d\d:\d\d[\d.:]*\s+\S+\s+\|\s*(WARNING|ERROR|FATAL|INFO|DEBUG)?:?\s*")
_ERROR = re.compile(r"\s*(Error|ERROR)\s*[:|]|.*\| (ERROR|FATAL) ")
_PLAIN = ("RuntimeError", "SystemExit", "Exception", "InputError", "MachineError", "error")
"""Exceptions whose names add nothing to what they say."""
_MOST = 400


def reason(said: str) -> str:
    """Return the sentence in a process's output, or in the text of one of Blender's errors, that says what went wrong.

    A traceback says it in the lines that end it; Blender says it in lines that begin with 'Error:', before it says where in
    its caller's code that was. Empty where nothing does. The text has no last full stop and no line breaks.
    """
    lines = [line.rstrip() for line in said.replace("\r", "\n").split("\n")]
    fatal = next((found["why"] for line in lines if (found := _FATAL.match(line))), "")
    if fatal:
        return _tidy(fatal)
    raised = _of_traceback(lines)
    if raised:
        return raised
    telling = [line for line in lines if not _NOISE.match(line) and not _PLACE.match(line)]
    errors = [_tidy(line) for line in telling if _ERROR.match(line)]
    return _tidy("; ".join(dict.fromkeys(errors[-2:])) if errors else (telling or [""])[-1])


def _of_traceback(lines: list[str]) -> str:
    """What the exception of the last traceback says, with the lines over which its text goes on."""
    began = [i for i, line in enumerate(lines) if line.endswith("Traceback (most recent call last):")]
    ended = next((i for i in range(began[-1] + 1, len(lines)) if lines[i][:1].strip()), None) if began else None
    found = _RAISED.match(lines[ended]) if ended is not None else None
    if ended is None or found is None:
        return ""
    text = [found["why"] or ""]
    for line in lines[ended + 1:]:
        if not line or _PLACE.match(line) or _LOG.match(line) or _LEVEL.match(line):
            break
        text.append(line.strip())
    why = _tidy(" ".join(text))
    return why if found["type"] in _PLAIN and why else _tidy(f"{found['type']}: {why}" if why else found["type"])


def _tidy(line: str) -> str:
    line = _LEVEL.sub("", _LOG.sub("", line.strip(), count=1), count=1)
    line = "".join(c if c.isprintable() else " " for c in line)
    return (line if len(line) <= _MOST else line[: _MOST - 3] + "...").rstrip(". ")
