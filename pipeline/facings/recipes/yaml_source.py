"""Reads YAML so that every later complaint can name the line: of syntax errors, of duplicate keys, of every value."""

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from facings.errors import InputError

_MOST_NODES = 200_000
"""A file of aliases to aliases may unfold without end; no recipe or catalogue comes near this."""


@dataclass
class YamlSource:
    """The plain data of one file and where each key stands in it."""

    name: str
    """As the user calls it."""
    data: Any
    lines: dict[tuple, int] = field(default_factory=dict)
    """Key path -> line, counted from 1."""
    origins: dict[tuple, str] = field(default_factory=dict)
    """Key path -> where a value came from that is not in the file ('--set picture.samples=8')."""

    def line(self, path: tuple) -> int:
        """Return the line of the nearest enclosing key that is known, 0 where none is."""
        known = (self.lines.get(path[:length]) for length in range(len(path), -1, -1))
        return next((line for line in known if line is not None), 0)

    def place(self, path: tuple) -> str:
        """Return 'file:line' (or the option) of the nearest enclosing key that is known."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.origins:
                return self.origins[path[:length]]
            if path[:length] in self.lines:
                return f"{self.name}:{self.lines[path[:length]]}"
        return self.name


def read_yaml(path: Path) -> YamlSource:
    """Return a YAML file's mapping; raises InputError with file and line where it is unreadable or no mapping."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; a YAML file is expected.") from None
    except FileNotFoundError:
        raise InputError(f"{path} does not exist.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    source = parse_yaml(text, str(path))
    if source.data is None:
        raise InputError(f"{path} is empty; a mapping of keys is expected.")
    if not isinstance(source.data, dict):
        raise InputError(f"{path} holds {_kind_of(source.data)}; a mapping `key: value` is expected.")
    return source


def parse_yaml(text: str, name: str) -> YamlSource:
    """Return whatever YAML `text` holds as plain data; raises InputError naming `name` and the line."""
    yaml = YAML(typ="rt", pure=True)
    try:
        loaded = yaml.load(text)
    except DuplicateKeyError as error:
        raise InputError(f"{name}:{_line(error)} has a key twice: {_duplicate(error)}. Keep one of them.") from None
    except MarkedYAMLError as error:
        raise InputError(f"{name}:{_line(error)} is no valid YAML: {_syntax(error, text)}.") from None
    except (YAMLError, ValueError, RecursionError) as error:
        said = "it is nested too deeply" if isinstance(error, RecursionError) else str(error).splitlines()[0]
        raise InputError(f"{name} is no valid YAML: {said.rstrip('.')}.") from None
    source = YamlSource(name, None)
    source.data = _plain(loaded, (), source)
    return source


def _line(error: MarkedYAMLError) -> int:
    # A bracket that is never closed is noticed at the end of the file; the line that opened it is the one to mend.
    unclosed = "<stream end>" in (error.problem or "")
    mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _duplicate(error: DuplicateKeyError) -> str:
    quoted = (error.problem or "").split('"')
    return repr(quoted[1]) if len(quoted) > 1 else "see that line"


def _syntax(error: MarkedYAMLError, text: str) -> str:
    lines = text.splitlines()
    number = _line(error) - 1
    if "'\\t'" in (error.problem or "") or (number < len(lines) and lines[number][:1] == "\t"):
        return "a tab stands where indentation is expected; use spaces"
    return " ".join(part for part in (error.context, error.problem) if part).replace("\n", " ")


def _plain(value: Any, path: tuple, source: YamlSource) -> Any:
    if len(source.lines) > _MOST_NODES or len(path) > 100:
        raise InputError(f"{source.name} unfolds to more than {_MOST_NODES:,} values or 100 levels; check its aliases.")
    if isinstance(value, CommentedMap):
        result = {}
        for key, entry in value.items():
            name = _scalar(key)
            if isinstance(name, dict | list):
                raise InputError(f"{source.place(path)} has a key that is no plain word: {key}.")
            try:
                source.lines[path + (name,)] = value.lc.key(key)[0] + 1
            except (AttributeError, KeyError, TypeError):  # merged in by `<<`: the enclosing key's line stands for it
                pass
            result[name] = _plain(entry, path + (name,), source)
        return result
    if isinstance(value, CommentedSeq):
        for index in range(len(value)):
            source.lines[path + (index,)] = value.lc.item(index)[0] + 1
        return [_plain(entry, path + (index,), source) for index, entry in enumerate(value)]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    """ruamel's scalars as Python's own; dates, which no key takes, as text."""
    if value is None or isinstance(value, dict | list):
        return value
    if type(value).__name__ == "ScalarBoolean" or isinstance(value, bool):
        return bool(value)
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _kind_of(value: Any) -> str:
    return "a list" if isinstance(value, list) else repr(value)
