"""A log file per run, beside what the run stored: tracebacks and warnings to go back to."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.prefect_api import LOGGED_PACKAGES
from load.rows import Stamp

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@contextmanager
def logging_to(folder: Path, stamp: Stamp) -> Iterator[Path]:
    """Write what our packages log to `<folder>/logs/<start>-<run>.log` while the block runs.

    Args:
        folder: The run's work folder.
        stamp: The run.
    """
    path = folder / "logs" / f"{stamp.at:%Y%m%dT%H%M%SZ}-{stamp.run_id[:8]}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    loggers = [logging.getLogger(name) for name in LOGGED_PACKAGES.split(",")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    try:
        yield path
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
        handler.close()
