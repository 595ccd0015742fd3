"""What a worker process does its whole life: it answers calls, one after another.

Knows nothing of Prefect, so that a worker process does not import it. `flows.workers.worker` starts
it, and is at the other end of its connection.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import traceback
from contextlib import suppress
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler

from flows.logs.log_context import listen
from flows.workers.fence import Fence
from flows.workers.usage import usage_with_children

ANSWER, LINE = b"a", b"l"
"""What a message of a worker begins with: the answer to a call, or something it logged."""


def pickled(value: object) -> bytes:
    """Return a value as it goes through a connection."""
    return bytes(ForkingPickler.dumps(value))


class _Back(QueueHandler):
    """Sends what is logged in a worker process to the one that handed out the work."""

    def __init__(self, connection: Connection) -> None:
        logging.Handler.__init__(self)
        self._connection = connection

    def enqueue(self, record: logging.LogRecord) -> None:
        """Send a line, which `QueueHandler` has made plain; the connection is the queue."""
        self._connection.send_bytes(LINE + pickled(record))


def work(connection: Connection, scratch: str, fence: Fence | None, log_level: int) -> None:
    """Answer calls until there are none: a worker process's whole life."""
    # A group of its own, so that an engine it started can be ended with it.
    os.setpgid(0, 0)
    # As many threads as cores, in as many processes, do nothing but reserve memory.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    if fence is not None:
        # Before any other thread starts: it would stay outside.
        fence.close_around(scratch)
    threading.Thread(target=_end_with_parent, args=(scratch,), daemon=True).start()
    listen(_Back(connection), log_level)
    with suppress(EOFError):
        while True:
            call = connection.recv_bytes()
            connection.send_bytes(ANSWER + _answer(call))


def _answer(call: bytes) -> bytes:
    """Return what a call returned or raised, and what this process took so far, pickled."""
    try:
        function, args, kwargs = ForkingPickler.loads(call)
        return pickled((None, function(*args, **kwargs), usage_with_children()))
    except Exception as error:
        # The traceback itself cannot be handed over.
        error.add_note(traceback.format_exc())
        return pickled((error, None, usage_with_children()))


def _end_with_parent(scratch: str) -> None:
    """Wait for the parent's death, and end with it and with what was started and left here."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(scratch, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)
