"""Which code made a dataset's frames: versions of packages, and digests of what shapes frames."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from facings.frames.code_digest import changed_modules

_MOST = 5
"""Modules that are named; of further ones the number is told."""


@dataclass(frozen=True)
class CodeIdentity:
    """Equal where frames of one recipe and seed come out equal on one kind of device."""

    versions: dict[str, str]
    """Of packages by name: {'facings': '0.1.0', 'blender': '5.2.3', 'numpy': '2.3.5', ...}."""
    kind: dict[str, str]
    """{'package': 'facings', 'version': '0.1.0'}: what brings the scene kind."""
    code: dict[str, Any]
    """As `facings.frames.code_digest.code_digest` returns it."""

    def differences(self, other: "CodeIdentity") -> list[str]:
        """Return 'numpy 2.3.5 there, 2.4.0 here' for each difference, changed modules as one; `other` is 'here'."""
        found = [f"{name} {self.versions.get(name, 'unknown')} there, {other.versions.get(name, 'absent')} here"
                 for name in _keys(self.versions, other.versions) if self.versions.get(name) != other.versions.get(name)]
        if self.kind != other.kind:
            found.append(f"the scene kind of {_package(self.kind)} there, of {_package(other.kind)} here")
        modules = changed_modules(self.code, other.code)
        if not self.code and other.code:
            found.append("it is not known which code made it")
        elif modules:
            more = f" and {len(modules) - _MOST} more" if len(modules) > _MOST else ""
            found.append(f"changed code in {', '.join(modules[:_MOST])}{more}")
        elif self.code.get("stages") != other.code.get("stages"):
            found.append("the modules that make a frame are others")
        return found


def _keys(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return [*one, *(key for key in other if key not in one)]


def _package(kind: Mapping[str, str]) -> str:
    return f"{kind.get('package', 'an unknown package')} {kind.get('version', '')}".rstrip()
