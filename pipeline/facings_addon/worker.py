"""The kept process behind the panels: `facings serve`, asked and answered in lines of JSON.

Nothing here waits: a thread reads what comes, `poll` hands it on in Blender's main thread.
"""

import contextlib
import json
import queue
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PROTOCOL = 1
"""What this extension speaks; see `facings.rendering.preview_service`."""
_PATIENCE_S = 2.0
_LAST_WORDS = 400

Result = Callable[[dict[str, Any]], None]
Failure = Callable[[str], None]


@dataclass
class _Asked:
    what: str
    on_result: Result
    on_error: Failure


class Worker:
    """One process; `said` is why it is of no use, once it is not."""

    def __init__(self, command: list[str], log: str) -> None:
        """Start it; what it prints goes to the file `log`. Raises OSError where it cannot be started."""
        self.said = ""
        self.version: dict[str, Any] = {}
        self.progress = ""
        self._log = log
        self._waiting: dict[int, _Asked] = {}
        self._last = 0
        self._heard: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        with open(log, "wb") as printed:
            self._process: Any = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=printed)
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the command's process."""
        return self._process.pid

    @property
    def busy(self) -> str:
        """What it was asked for and has not answered, '' where nothing is."""
        return next((asked.what for asked in self._waiting.values()), "")

    def asked_for(self, names: tuple[str, ...]) -> str:
        """Return which of these it was asked for and has not answered, '' where none is."""
        return next((asked.what for asked in self._waiting.values() if asked.what in names), "")

    def ask(self, what: str, on_result: Result, on_error: Failure, **request: Any) -> int:
        """Ask; one of the two is called once, by `poll` or `end`. Return the request's number."""
        self._last += 1
        self._waiting[self._last] = _Asked(what, on_result, on_error)
        if self.said:
            self._heard.put({"id": self._last, "error": {"kind": "input", "message": self.said}})
        else:
            self._send({"id": self._last, "do": what, **request})
        return self._last

    def cancel(self, names: tuple[str, ...]) -> None:
        """Have requests of these names dropped; their answer then is that they were cancelled."""
        for number, asked in self._waiting.items():
            if asked.what in names:
                self._last += 1
                self._send({"id": self._last, "do": "cancel", "which": number})

    def poll(self) -> bool:
        """Hand on what has come; return whether anything has."""
        came = False
        while not self._heard.empty():
            told, came = self._heard.get(), True
            if told is None:
                self._gone()
            elif "hello" in told:
                self.version = told["hello"]
                if self.version.get("protocol") != PROTOCOL:
                    self._give_up(f"The facings command here is {self.version.get('facings')}, which this extension does not"
                                  " understand. Build the extension anew with it: facings addon build.")
            elif "progress" in told:
                part = told["progress"]
                self.progress = f"{part['what']} {part['done']} of {part['total']}" if part["total"] else str(part["what"])
            else:
                self._answer(told)
        return came

    def end(self) -> None:
        """End it: by closing its input, and where that does not help at once. What it has not answered is cancelled."""
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE_S)
        self._drop("")

    def _send(self, request: dict[str, Any]) -> None:
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            pass  # it is gone: its output has ended too, and `poll` says so

    def _read(self) -> None:
        for line in self._process.stdout:
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if isinstance(told, dict):
                self._heard.put(told)
        self._heard.put(None)

    def _answer(self, told: dict[str, Any]) -> None:
        asked = self._waiting.pop(told.get("id", 0), None)
        self.progress = ""
        error = told.get("error")
        if asked is None:
            if error and told.get("id") is None:
                self._give_up(str(error["message"]))
        elif error:
            asked.on_error("" if error["kind"] == "cancelled" else str(error["message"]))
        else:
            asked.on_result(told["result"])

    def _gone(self) -> None:
        code = self._process.wait()
        words = self._last_words()
        self._give_up(f"The facings process ended by itself (exit code {code}{': ' + words if words else ''}). Press the button"
                      " again to start another one.")

    def _give_up(self, said: str) -> None:
        self.said = self.said or said
        self._drop(self.said)

    def _drop(self, said: str) -> None:
        waiting, self._waiting = self._waiting, {}
        for asked in waiting.values():
            asked.on_error(said)

    def _last_words(self) -> str:
        try:
            with open(self._log, "rb") as printed:
                lines = printed.read().decode("utf-8", "replace").strip().splitlines()
        except OSError:
            return ""
        told = [line for line in lines if line.startswith("facings: ")] or lines
        return told[-1].removeprefix("facings: ")[:_LAST_WORDS].rstrip(". ") if told else ""
