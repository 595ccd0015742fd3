"""Warnings from where no log of a run is open, kept until they can go into one.

Before a run has begun; and on a machine of a cluster, from where they go back with a call's answer.
With the answer, and not by Dask's own `Client.forward_logging` or events: those go to every client
of the scheduler, one run's to another's too, and are dropped beyond a number for all of them
together. A line that comes with its answer is handled where the call was made, which knows the
document and the page it is about.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from logging.handlers import QueueHandler

from flows.logs.log_context import LOGGED_PACKAGES

LEVEL = logging.WARNING
"""The least level that is kept: what tells every page would be more than the pages."""

MOST_CHARACTERS = 64_000
"""What the lines of one block may come to: a hundred with a traceback. A document that warns
without end costs no more than a dense page."""


@dataclass(slots=True, kw_only=True)
class KeptLines:
    """The lines of a block.

    Attributes:
        records: The lines, plain enough to be sent.
        left_out: How many more there were.
    """

    records: list[logging.LogRecord] = field(default_factory=list)
    left_out: int = 0
    _characters: int = 0

    def add(self, record: logging.LogRecord) -> None:
        """Keep a line, or count it where there is no more room."""
        self._characters += len(record.msg)
        if self._characters > MOST_CHARACTERS:
            self.left_out += 1
        else:
            self.records.append(record)

    def replay(self, **fields: str) -> None:
        """Handle the lines, once, as if they were logged here, at the time they have.

        Args:
            fields: What each line says besides.
        """
        records, self.records = self.records, []
        for record in records:
            logger = logging.getLogger(record.name)
            if logger.isEnabledFor(record.levelno):
                record.__dict__ |= fields
                logger.handle(record)


_lines: ContextVar[KeptLines | None] = ContextVar("lines", default=None)


@contextmanager
def keeping_lines() -> Iterator[KeptLines]:
    """Keep what our packages log in the block, and wherever its context goes."""
    _keep_from_now_on()
    kept = KeptLines()
    token = _lines.set(kept)
    try:
        yield kept
    finally:
        _lines.reset(token)


class _Keeper(QueueHandler):
    """Adds each line, which `QueueHandler` makes plain, to those of the block it is from."""

    def __init__(self) -> None:
        logging.Handler.__init__(self, LEVEL)

    def enqueue(self, record: logging.LogRecord) -> None:
        """Keep a line of a block; any other is for the log that is open there alone."""
        if (kept := _lines.get()) is not None:
            kept.add(record)


@cache
def _keep_from_now_on() -> None:
    """Listen to our packages, once for all blocks of this process; what they log stays as it is."""
    keeper = _Keeper()
    for name in LOGGED_PACKAGES:
        logging.getLogger(name).addHandler(keeper)
