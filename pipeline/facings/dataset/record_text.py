"""A frame's record as the text that is stored."""

import hashlib
from collections.abc import Mapping
from typing import Any

from facings.dataset.json_text import json_text


def record_text(record: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Return the record's file: its last keys become 'bytes' and 'files', the size and the SHA-256 of each data file.

    `files` holds the data files by path relative to the dataset ('images/000000.png'). Raises ValueError and TypeError for
    what JSON cannot hold (`json_text`).
    """
    body = {key: value for key, value in record.items() if key not in ("bytes", "files")}
    sizes = {relative: len(data) for relative, data in files.items()}
    checksums = {relative: hashlib.sha256(data).hexdigest() for relative, data in files.items()}
    return json_text({**body, "bytes": sizes, "files": checksums}).encode()
