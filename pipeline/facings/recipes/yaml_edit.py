"""Changes one key in the text of a YAML file and leaves every other character: comments, order, blank lines, quotes.

What comes out is read again and compared with what was meant; a text in which a key cannot be changed so (one that an alias
shares, say) is refused.
"""

import copy
import json
import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from facings.errors import InputError
from facings.recipes.yaml_source import parse_yaml

Path = tuple[str, ...]

_PLAIN = re.compile(r"[A-Za-z_]([\w./:+-]*[\w./+-])?")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
"""Which one or the other version of YAML takes for something else than text."""


def with_value(text: str, path: Path, value: Any, name: str) -> str:
    """Return `text` with the key at `path` holding `value` (JSON data), added where it is not there.

    Raises InputError, beginning with the file's `name`, where that cannot be done by changing this key alone.
    """
    wanted = copy.deepcopy(parse_yaml(text, name).data) or {}
    inner = wanted
    for depth, step in enumerate(path[:-1]):
        if inner.get(step) is None:
            inner[step] = {}
        inner = inner[step]
        if not isinstance(inner, dict):
            raise InputError(f"{name}: {'.'.join(path[: depth + 1])} holds {inner!r} and has no keys inside.")
    inner[path[-1]] = value
    return _proved(_Text(text, name).put(path, value), wanted, path, name)


def without(text: str, path: Path, name: str) -> str:
    """Return `text` without the key at `path`, nor mappings that are empty by that. Raises InputError as `with_value`, and
    where there is no such key."""
    wanted = copy.deepcopy(parse_yaml(text, name).data)
    holders = [wanted]
    for step in path:
        if not isinstance(holders[-1], dict) or step not in holders[-1]:
            raise InputError(f"{name} has no key {'.'.join(path)}.")
        holders.append(holders[-1][step])
    for holder, step in reversed(list(zip(holders, path, strict=False))):
        del holder[step]
        if holder:
            break
    return _proved(_Text(text, name).removed(path), wanted, path, name)


def flow(value: Any) -> str:
    """Return JSON data as YAML on one line, in the style of recipes: `{uniform: [1, 2]}`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and value.lower() not in _WORDS else json.dumps(value, ensure_ascii=False)
    return {None: "null", True: "true", False: "false"}[value] if value is None or isinstance(value, bool) else repr(value)


def _proved(text: str, wanted: Any, path: Path, name: str) -> str:
    try:
        right = parse_yaml(text, name).data == wanted
    except InputError:
        right = False
    if not right:
        raise InputError(f"{name}: {'.'.join(path)} is written in a way that can only be changed in a text editor.")
    return text


class _Text:
    """A YAML text and its nodes, which know where they begin and end."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        self.newline = "\r\n" if "\r\n" in text else "\n"
        yaml = YAML(typ="rt", pure=True)
        self.root: Node | None = yaml.compose(text)

    def put(self, path: Path, value: Any) -> str:
        holder: Any = self.root
        if not isinstance(holder, MappingNode):
            return self._at(len(self.text), len(self.text), self.newline.join(["", *_block(path, value, 0), ""]).lstrip())
        for depth, step in enumerate(path):
            entry = _entry(holder, step)
            rest = path[depth + 1:]
            if entry is None:
                return self._inserted(holder, path[depth:], value)
            key, node = entry
            if not rest or not isinstance(node, MappingNode):
                return self._replaced(holder, key, node, rest, value)
            self._own(key, node, path)
            holder = node
        raise AssertionError("a path has steps")

    def removed(self, path: Path) -> str:
        holders: list[Any] = [self.root]
        for step in path:
            entry = _entry(holders[-1], step) if isinstance(holders[-1], MappingNode) else None
            if entry is None:
                raise InputError(f"{self.name}: {'.'.join(path)} is merged in; change it in a text editor.")
            self._own(*entry, path)
            holders.append(entry[1])
        depth = len(path) - 1
        while depth and len(holders[depth].value) == 1:
            depth -= 1
        holder, step = holders[depth], path[depth]
        entries = holder.value
        at = next(k for k, (key, _) in enumerate(entries) if _text_of(key) == step)
        start, end = entries[at][0].start_mark.index, self._end(*entries[at])
        if not holder.flow_style:
            return self._at(self.text.rfind("\n", 0, start) + 1, self._line_end(end), "")
        if at:
            return self._at(self._end(*entries[at - 1]), end, "")
        return self._at(start, entries[1][0].start_mark.index if len(entries) > 1 else end, "")

    def _replaced(self, holder: Any, key: Node, node: Node, rest: Path, value: Any) -> str:
        for step in reversed(rest):
            value = {step: value}
        if isinstance(node, ScalarNode) and not node.value and node.style is None:
            colon = self.text.index(":", key.end_mark.index) + 1
            return self._at(colon, colon, " " + flow(value))
        self._own(key, node, (str(_text_of(key)),))
        start, end = node.start_mark.index, self._end(key, node)
        # What stood in lines of its own goes behind its key.
        start = self.text.index(":", key.end_mark.index) + 1 if "\n" in self.text[key.end_mark.index:start] else start
        space = " " if self.text[start - 1] == ":" else ""
        return self._at(start, end, space + flow(value))

    def _inserted(self, holder: Any, path: Path, value: Any) -> str:
        entries = holder.value
        if holder.flow_style or not entries:
            for step in reversed(path[1:]):
                value = {step: value}
            at = self._end(*entries[-1]) if entries else holder.start_mark.index + 1
            return self._at(at, at, (", " if entries else "") + f"{flow(path[0])}: {flow(value)}")
        column = entries[0][0].start_mark.column
        at = self._line_end(self._end(*entries[-1]))
        before = "" if self.text[at - 1] == "\n" else self.newline
        return self._at(at, at, before + self.newline.join(_block(path, value, column)) + self.newline)

    def _own(self, key: Node, node: Node, path: Path) -> None:
        """Raise InputError where the value stands elsewhere, under an anchor."""
        if node.start_mark.index < key.end_mark.index:
            raise InputError(f"{self.name}: {'.'.join(path)} is an alias of another value; change it in a text editor.")

    def _end(self, key: Node, node: Node) -> int:
        """Where a value ends; a block's mark lies behind all that follows it, comments too."""
        if isinstance(node, ScalarNode) and not node.value and node.style is None:
            return self.text.index(":", key.end_mark.index) + 1
        if getattr(node, "flow_style", True) or not node.value:
            return node.end_mark.index
        last = node.value[-1]
        return self._end(*last) if isinstance(last, tuple) else self._end(key, last)

    def _line_end(self, at: int) -> int:
        if self.text[at - 1] == "\n":
            return at
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _at(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]


def _entry(holder: Any, step: str) -> tuple[Node, Node] | None:
    return next(((key, node) for key, node in holder.value if _text_of(key) == step), None)


def _text_of(key: Node) -> Any:
    return key.value if isinstance(key, ScalarNode) else None


def _block(path: Path, value: Any, column: int) -> list[str]:
    lines = [" " * (column + 2 * depth) + f"{flow(step)}:" for depth, step in enumerate(path)]
    return [*lines[:-1], f"{lines[-1]} {flow(value)}"]
