"""Schema 2 says which package brings the scene kind, which code made the frames, and how classes are coloured.

Of older datasets none of that is known. Their fingerprint was taken of fewer things.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_NO_PART = ("device", "workers", "frames", "start", "shard")
"""Keys of a recipe that said how or how much was rendered, not what."""


def migrate(header: dict[str, Any]) -> dict[str, Any]:
    """Return the header of schema 1 as one of schema 2."""
    return header | {"kind": {}, "code": {}}


def fingerprint(header: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) that a header of schema 1 states of itself."""
    decisive = {key: header[key] for key in ("schema", "scene", "seed", "versions", "semantic_classes", "categories")}
    decisive["recipe"] = {key: value for key, value in header["recipe"].items() if key not in _NO_PART}
    decisive["assets"] = {str(asset.get("name")): asset.get("sha256") for asset in header["assets"]}
    return hashlib.sha256(json.dumps(decisive, sort_keys=True, allow_nan=False).encode()).hexdigest()
