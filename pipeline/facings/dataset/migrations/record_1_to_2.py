"""Schema 2 names the model of the lens distortion, which so far was OpenCV's k1, k2, p1, p2, k3."""

from typing import Any


def migrate(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record of schema 1 as one of schema 2."""
    return record | {"camera": record["camera"] | {"distortion_model": "opencv"}}
