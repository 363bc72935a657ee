"""The process of one local worker: `python -m facings.rendering.worker_process`, started by `local_worker`.

On standard input come pickles: the job with the worker's index, then one `job.FrameRequest` after the other. On
standard output go pickled events. Standard error carries what Blender and Python print.
"""

import faulthandler
import os
import pickle
import queue
import signal
import sys
import threading
import traceback
from typing import Any

from facings.rendering.events import Event


def main() -> None:
    """Serve until standard input ends; a process that cannot go on says why and ends."""
    try:
        _serve()
    except BaseException:  # sys.exit in a scene kind too: with threads that wait, an interpreter need not come to its end
        _give_up()
    # Tearing an interpreter down after Blender ran in it may crash, when all is said.
    sys.stderr.flush()
    os._exit(0)


def _serve() -> None:
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed must not stand among the replies
    faulthandler.enable()
    # Whoever started this process decides when it ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()

    telling = threading.Lock()

    def tell(event: Event) -> None:
        with telling:
            replies.write(pickle.dumps(event))
            replies.flush()

    from facings.rendering.frame_worker import FrameWorker

    job, index = requests.get()
    worker = FrameWorker(job, index)
    working = worker.start(tell)
    while working:
        working = worker.make(requests.get(), tell)


def _read(requests: queue.SimpleQueue[Any]) -> None:
    """Hand requests on; when there is nobody left who could send any, end at once: what is half-written is swept."""
    while True:
        try:
            requests.put(pickle.load(sys.stdin.buffer))
        except EOFError:
            os._exit(0)
        except BaseException:  # what is unpickled imports the scene kind, which may do anything
            _give_up()


def _give_up() -> None:
    traceback.print_exc()
    sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    main()
