"""A worker process as seen from the run: started, asked, watched, ended.

Only from outside can a library be ended that hangs, or takes memory, in the process itself.
"""

from __future__ import annotations

import contextvars
import logging
import multiprocessing
import os
import signal
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.reduction import ForkingPickler
from typing import Any

from extract.scratch import Scratch
from flows.errors import TooMuchOutput, WorkerTooLarge
from flows.workers.answering import ANSWER, work
from flows.workers.bounds import Bounds
from flows.workers.fence import Fence
from flows.workers.processes import cpu_seconds, resident_bytes
from flows.workers.usage import Usage

_SPAWN = multiprocessing.get_context("spawn")
"""Forking a process that has threads, as Prefect's has, can copy a held lock."""

WATCH_S = 0.2
"""How often a process at work is looked at: one that takes memory as fast as it can gets about
0.3 GB in that time, and looking costs 0.2 ms."""

IDLE_BYTES = 512 << 20
"""What a process may hold while it has no work: libraries and tables 0.2 GB, RapidOCR's models
0.3. One that holds more after an item, for what a library did not give back, is ended, so that the
next item does not pay for it."""

SCRATCH_NAME = "cablehouse-worker-"
"""What the name of a process's temporary folder begins with."""


@dataclass(slots=True, kw_only=True)
class Call:
    """A call that waits or is under way."""

    pickled: bytes
    """Function and arguments."""
    bounds: Bounds
    """What it may take."""
    future: Future[Any] = field(default_factory=Future)
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    """What it was handed out in: what its log lines are about."""


class Worker:
    """A process that does one item after another.

    Attributes:
        usage: What it and the programs it started took, up to its last answer.
    """

    def __init__(self, fence: Fence | None, log_level: int) -> None:
        self.usage = Usage()
        # Of its own, so that what it leaves there when it is killed goes with it.
        self._scratch = Scratch(SCRATCH_NAME)
        self._connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=work, args=(theirs, str(self._scratch.path), fence, log_level), daemon=True
        )
        self._process.start()
        # Only the process itself holds that end now, so that its death shows as end of file here.
        theirs.close()

    def ask(self, call: Call) -> bytes:
        """Return the answer to a call, and handle what the process logs until then.

        Raises:
            EOFError: the process died over it.
            DocumentError: it took more than it may; the process may still be at it.
        """
        bounds = call.bounds
        computed_before, deadline = self._cpu_seconds(), bounds.deadline()
        try:
            self._connection.send_bytes(call.pickled)
            while True:
                # Whatever it says, its time runs: it could log for ever.
                if not deadline.left():
                    raise deadline.exceeded(self._cpu_seconds() - computed_before)
                if not self._connection.poll(min(WATCH_S, deadline.left())):
                    self._check_memory(bounds.memory_bytes)
                    continue
                message = self._connection.recv_bytes(bounds.answer_bytes)
                kind, content = message[:1], message[1:]
                if kind == ANSWER:
                    return content
                call.context.run(_handle, content)
        except OSError as error:
            if error.errno is not None:
                raise EOFError from error
            # What multiprocessing raises of a message longer than was asked for has no number.
            raise TooMuchOutput(
                f"its pages and values come to over {bounds.answer_bytes >> 20:,} MB, more than a "
                "document may give; split the PDF, or raise CABLEHOUSE_MAX_DOCUMENT_MB"
            ) from error

    def _check_memory(self, limit: int) -> None:
        """Raise if the process takes more than it may.

        Raises:
            WorkerTooLarge: it does.
        """
        taken = self.resident_bytes() - IDLE_BYTES
        if taken > limit:
            raise WorkerTooLarge(
                f"the process at it, with what it had started, took {taken >> 20:,} MB of memory, "
                f"over the limit of {limit >> 20:,}, and was ended; look at the PDF, or raise "
                "CABLEHOUSE_MEMORY_MB if it is wanted"
            )

    def resident_bytes(self) -> int:
        """Return how much memory the process takes now, with what it started."""
        assert self._process.pid is not None
        return resident_bytes(self._process.pid)

    def _cpu_seconds(self) -> float:
        assert self._process.pid is not None
        return cpu_seconds(self._process.pid)

    def end(self) -> None:
        """Let the process end, which has nothing to do."""
        self._connection.close()
        self._process.join()
        self._scratch.remove()

    def kill(self) -> None:
        """End the process and whatever it started."""
        # An OCR engine outlives the process that waits for it; it is in that one's group, which
        # there is none of when the process had no time to start or left nothing behind.
        assert self._process.pid is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._scratch.remove()


def _handle(line: bytes) -> None:
    """Handle what a process logged, as if it had been logged here."""
    record: logging.LogRecord = ForkingPickler.loads(line)
    logger = logging.getLogger(record.name)
    if logger.isEnabledFor(record.levelno):
        logger.handle(record)
