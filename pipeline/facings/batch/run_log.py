"""What a run writes into DIR/logs: its events as JSON lines, and its state, which `facings status` reads from outside."""

import contextlib
import json
import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from facings.batch.state import BatchState
from facings.dataset.layout import LOGS
from facings.process import durable

STATE_SUFFIX = ".state.json"
_EVERY_S = 2.0
"""How often the state is written."""


class RunLog:
    """A `state.Listener`. A log that cannot be written is no reason to stop: the disk's trouble shows with the frames."""

    def __init__(self, out: Path) -> None:
        """Begin the log of a run in the dataset's folder `out`, which exists."""
        self._run = durable.new_run()
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        folder = out / LOGS
        self._file: TextIO | None = None
        self.path = folder / f"{stamp}-{self._run}.jsonl"
        self._state_path = folder / f"{stamp}-{self._run}{STATE_SUFFIX}"
        self._about = {"host": platform.node(), "pid": os.getpid(), "log": self.path.name}
        self._written = -_EVERY_S
        self._ended = ""
        with contextlib.suppress(OSError):
            folder.mkdir(exist_ok=True)
            self._file = self.path.open("a", encoding="utf-8")

    def tell(self, event: str, state: BatchState, **details: Any) -> None:
        """Write the event; see `state.Listener`."""
        if self._file is not None:
            line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **details}
            with contextlib.suppress(OSError):
                self._file.write(json.dumps(line) + "\n")
                self._file.flush()
        if event == "done":
            self._ended = "done"
        elif event == "stop":
            self._ended = f"stopped by {details['signal']}"
        if event in ("start", "done", "stop"):
            self._write_state(state)

    def tick(self, state: BatchState) -> None:
        """Write the state every few seconds."""
        if time.monotonic() - self._written >= _EVERY_S:
            self._write_state(state)

    def close(self, state: BatchState, error: str = "") -> None:
        """End the log; `error` says what ended the run early."""
        if error:
            self.tell("error", state, why=error)
        self._ended = error or self._ended or "done"
        self._write_state(state)
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def remove(self) -> None:
        """Remove the log of a run that was refused before it made anything; `close` came before."""
        for path in (self.path, self._state_path):
            with contextlib.suppress(OSError):
                path.unlink()

    def _write_state(self, state: BatchState) -> None:
        self._written = time.monotonic()
        data = {**self._about, "ended": self._ended, **state.plain()}
        # Not synced to disk: it is told anew in a moment, and proves nothing.
        part = self._state_path.with_name(f".{self._state_path.name}.{self._run}.part")
        with contextlib.suppress(OSError):
            try:
                part.write_text(json.dumps(data), encoding="utf-8")
                os.replace(part, self._state_path)
            finally:
                part.unlink(missing_ok=True)
