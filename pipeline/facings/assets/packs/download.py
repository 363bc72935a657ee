"""One file over HTTP: goes on where an interrupted download stopped, and tells how far it is."""

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

Told = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes there will be (0: unknown)."""

_TIMEOUT_S = 60
_BLOCK = 1 << 18


def download(address: str, target: Path, told: Told) -> str:
    """Fetch `address` into `target`, adding to what is there; return what went wrong, empty where nothing did.

    What has come stays in `target` when the line breaks, and the next call asks for the rest (RFC 9110, Range). A server that
    does not know ranges sends everything, which then replaces what was there.
    """
    have = target.stat().st_size if target.is_file() else 0
    request = urllib.request.Request(address, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as reply:
            goes_on = reply.status == 206
            have = have if goes_on else 0
            length = reply.headers.get("Content-Length")
            total = have + int(length) if length else 0
            with target.open("ab" if goes_on else "wb") as part:
                while block := reply.read(_BLOCK):
                    part.write(block)
                    have += len(block)
                    told(have, total)
            return f"{address} broke off after {have:,} of {total:,} bytes" if total and have < total else ""
    except urllib.error.HTTPError as error:
        # 416: there is no rest, all of it is there already.
        return "" if error.code == 416 and have else f"{address} answered {error.code} {error.reason}"
    except (OSError, ValueError) as error:
        return f"{address}: {getattr(error, 'reason', None) or error}"
