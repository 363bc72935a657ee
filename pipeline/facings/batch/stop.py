"""Ctrl-C and SIGTERM while frames are under way: counted, so that what runs may come to an end first."""

import signal
import threading
from collections.abc import Callable
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """A context in which Ctrl-C and SIGTERM are only noted; after it they do what they did before.

    Unless one came: then they stay ignored, for the process is about to end, and in good order.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        """`wake` is called from the signal handler, to end a wait."""
        self._wake = wake
        self._before: dict[int, Any] = {}
        self.signal: int | None = None
        """The first that came."""
        self.count = 0

    @property
    def name(self) -> str:
        """For people."""
        return "Ctrl-C" if self.signal == signal.SIGINT else signal.Signals(self.signal or signal.SIGTERM).name

    @property
    def exit_code(self) -> int:
        """What a shell expects of a process that a signal ended: 130 or 143."""
        return 128 + (self.signal or signal.SIGTERM)

    def __enter__(self) -> "Stop":
        # Python takes signals in its main thread alone; a run in another one is stopped by whoever started it.
        if threading.current_thread() is threading.main_thread():
            # One that is ignored stays so: `facings render ... &` in a script is not the script's Ctrl-C's affair.
            self._before = {number: signal.signal(number, self._note) for number in _SIGNALS
                            if signal.getsignal(number) is not signal.SIG_IGN}
        return self

    def __exit__(self, *raised: Any) -> None:
        for number, handler in self._before.items():
            signal.signal(number, signal.SIG_IGN if self.count else handler)

    def _note(self, number: int, frame: Any) -> None:
        self.signal = self.signal or number
        self.count += 1
        self._wake()
