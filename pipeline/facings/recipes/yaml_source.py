"""Reads YAML so that every later complaint can name the line: of syntax errors, of duplicate keys, of every value."""

import codecs
import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.reader import ReaderError

from facings.errors import InputError
from facings.process.limits import most, raised
from facings.process.user_files import trouble_with

_MOST_NODES = 200_000
"""A file of aliases to aliases may unfold without end; no recipe or catalogue comes near this."""

_DEEP = re.compile(r"(?:[\[{][^\[\]{}]*){101}")
"""So many brackets that are opened one in another take the scanner minutes."""

_LONG_NUMBER = re.compile(r"\d{4000,}")
_TAG = re.compile(r"(?:^|[\s\[{,])(!\S+)", re.MULTILINE)


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
    trouble = trouble_with(path)
    if trouble:
        told = {"is not there": "does not exist", "is a folder": "is a folder; a YAML file is expected",
                "is empty (0 bytes)": "is empty; a mapping of keys is expected"}
        raise InputError(f"{path} {told.get(trouble, trouble)}.")
    try:
        if path.stat().st_size > most("YAML_MEGABYTES") << 20:
            raise InputError(f"{path} is larger than a recipe or a catalogue ever is;"
                             f" {raised('YAML_MEGABYTES')}. Several smaller files can be given instead of a large one.")
        text = _decoded(path.read_bytes(), path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    source = parse_yaml(text, str(path))
    if source.data is None:
        raise InputError(f"{path} is empty; a mapping of keys is expected.")
    if not isinstance(source.data, dict):
        raise InputError(f"{path} holds {_kind_of(source.data)}; a mapping `key: value` is expected.")
    return source


def _decoded(data: bytes, path: Path) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:4]:
        raise InputError(f"{path}:1 is UTF-16 text; save it as UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from None


def parse_yaml(text: str, name: str) -> YamlSource:
    """Return whatever YAML `text` holds as plain data; raises InputError naming `name` and the line."""
    yaml = YAML(typ="rt", pure=True)
    try:
        if deep := _DEEP.search(text):
            raise InputError(f"{name}:{_line_at(text, deep.start())} is no valid YAML: it is nested too deeply.")
        if own := _inside_its_own_anchor(text):
            alias, line = own
            raise InputError(f"{name}:{line} is no valid YAML for a recipe: *{alias} stands inside what &{alias} names, so that"
                             " it would hold itself. Write the value out there.")
        loaded = yaml.load(text)
    except DuplicateKeyError as error:
        raise InputError(f"{name}:{_line(error)} has a key twice: {_duplicate(error)}. Keep one of them.") from None
    except MarkedYAMLError as error:
        raise InputError(f"{name}:{_line(error)} is no valid YAML: {_syntax(error, text)}.") from None
    except InputError:
        raise
    except Exception as error:  # what its constructors meet in odd scalars and tags is of any type
        raise InputError(f"{name}{_said(error, text)}.") from None
    source = YamlSource(name, None)
    source.data = _Unfolding(source).plain(loaded, ())
    return source


def _inside_its_own_anchor(text: str) -> tuple[str, int] | None:
    """Return the first alias, and its line, that lies inside what its anchor names; ruamel.yaml would load nothing there."""
    if "&" not in text or "*" not in text:
        return None
    last: dict[str, int] = {}  # what each anchor named last: names may be used again
    inside: list[int] = []
    for number, event in enumerate(YAML(typ="rt", pure=True).parse(text)):
        if isinstance(event, AliasEvent):
            if last.get(event.anchor) in inside:
                return str(event.anchor), event.start_mark.line + 1
        elif isinstance(event, CollectionEndEvent):
            inside.pop()
        elif isinstance(event, NodeEvent):
            if event.anchor is not None:
                last[event.anchor] = number
            if isinstance(event, CollectionStartEvent):
                inside.append(number)
    return None


def _said(error: Exception, text: str) -> str:
    """Return line (where it can be told) and reason of what ruamel.yaml does not mark itself."""
    if isinstance(error, ReaderError):
        return f":{_line_at(text, error.position)} is no valid YAML: it holds the control character {chr(error.character)!r}"
    number, tag = _LONG_NUMBER.search(text), _TAG.search(text)
    if isinstance(error, RecursionError):
        return " is no valid YAML: it is nested too deeply"
    if number and isinstance(error, ValueError):
        return f":{_line_at(text, number.start())} is no valid YAML: a number of so many digits is none that can be meant"
    if tag:
        return f":{_line_at(text, tag.start(1))} is no valid YAML: the tag {tag[1]!r} does not fit; keys here need no tags"
    return f" is no valid YAML: {(str(error).splitlines() or [type(error).__name__])[0].rstrip('.')}"


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


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


@dataclass
class _Unfolding:
    """Turns what ruamel.yaml loaded into plain data, and notes each key's line; aliases and merged keys become copies."""

    source: YamlSource
    values: int = 0

    def plain(self, value: Any, path: tuple) -> Any:
        self.values += 1
        if self.values > _MOST_NODES or len(path) > 100:
            raise InputError(f"{self.source.place(path[:100])} unfolds to more than {_MOST_NODES:,} values or 100 levels;"
                             " check its aliases.")
        if isinstance(value, CommentedMap):
            return self._mapping(value, path)
        if isinstance(value, CommentedSeq):
            for index in range(len(value)):
                self._note(path + (index,), value.lc.item, index)
            return [self.plain(entry, path + (index,)) for index, entry in enumerate(value)]
        return self._sound(_scalar(value), path)

    def _mapping(self, value: CommentedMap, path: tuple) -> dict:
        result = {}
        for key, entry in value.items():
            name = self._sound(_scalar(key), path)
            if isinstance(name, dict | list):
                raise InputError(f"{self.source.place(path)} has a key that is no plain word: {key}.")
            self._note(path + (name,), value.lc.key, key)
            result[name] = self.plain(entry, path + (name,))
        return result

    def _note(self, path: tuple, position: Callable[[Any], Any], key: Any) -> None:
        try:
            self.source.lines[path] = position(key)[0] + 1
        except (AttributeError, KeyError, TypeError):  # merged in by `<<`, or tagged: the enclosing key's line stands for it
            pass

    def _sound(self, scalar: Any, path: tuple) -> Any:
        """Return a scalar that can be told and stored; raises InputError otherwise."""
        if isinstance(scalar, int) and scalar.bit_length() > 1024:
            raise InputError(f"{self.source.place(path)} holds a number of {scalar.bit_length() * 3 // 10:,} digits.")
        if isinstance(scalar, str) and any("\ud800" <= c <= "\udfff" for c in scalar):
            raise InputError(f"{self.source.place(path)} holds half of a surrogate pair, which is no character: {scalar!r}.")
        return scalar


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
