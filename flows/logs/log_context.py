"""Which document and page a log line is about, whatever code writes it and in whatever process.

The run says what it works on (`about`); the pool carries that along with the work, so that a line
from a worker process is handled here as if it had been written here (`flows.workers.pool`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

LOGGED_PACKAGES = ("extract", "transform", "load", "expectations", "flows")
"""The loggers whose lines are a run's."""

LOGS_NAME = "logs"
"""The folder of the runs' logs, in the work folder."""

_NOTHING: Mapping[str, str | int] = MappingProxyType({})
_subject: ContextVar[Mapping[str, str | int]] = ContextVar("subject", default=_NOTHING)


@contextmanager
def about(*, document: str | None = None, page: int | None = None) -> Iterator[None]:
    """Have the lines logged in the block say which document and page they are about.

    Args:
        document: The document's id.
        page: The page's number, 1-based.
    """
    given = {"document": document, "page": page}
    fields = {name: value for name, value in given.items() if value is not None}
    token = _subject.set({**_subject.get(), **fields})
    try:
        yield
    finally:
        _subject.reset(token)


def subject() -> Mapping[str, str | int]:
    """Return what the lines logged now are about: `document`, `page`, neither or both."""
    return _subject.get()


def listen(handler: logging.Handler, level: int) -> Mapping[str, int]:
    """Hand the lines of our packages to a handler, from a level on.

    Returns:
        The level each package had before, for `unlisten`.
    """
    before = {}
    for name in LOGGED_PACKAGES:
        logger = logging.getLogger(name)
        before[name] = logger.level
        logger.setLevel(level)
        logger.addHandler(handler)
    return before


def unlisten(handler: logging.Handler, before: Mapping[str, int]) -> None:
    """Undo `listen`."""
    for name, level in before.items():
        logger = logging.getLogger(name)
        logger.removeHandler(handler)
        logger.setLevel(level)
