"""A log file per run, beside what the run stored: one JSON object per line.

Every line has `time` (UTC), `level`, `logger`, `run` and `message`; where they are known also
`code` (of the event or the error), `document` (its id), `page` and `machine` (of a cluster); and
`traceback` where there is one. No text of a cable stands in it above DEBUG.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flows.logs.log_context import LOGS_NAME, listen, subject, unlisten
from load.tables.rows import Stamp

SUFFIX = ".jsonl"

_LOG = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """A record as one line of JSON. Escaped, so that no text in it can end the line."""

    def __init__(self, run_id: str) -> None:
        """Format the lines of one run."""
        super().__init__()
        self._run_id = run_id

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        time = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": time.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "run": self._run_id,
            "code": getattr(record, "code", None),
            **subject(),
            "machine": getattr(record, "machine", None),
            "message": record.getMessage(),
            "traceback": record.exc_text,
        }
        if record.exc_info and not record.exc_text:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps({name: value for name, value in line.items() if value is not None})


def log_files(folder: Path) -> list[Path]:
    """Return the logs in a folder, the oldest first; those of versions that wrote text, too."""
    names = (f"*{SUFFIX}", "*.log")
    return sorted((path for name in names for path in folder.glob(name)), key=lambda p: p.name)


class LogFile(logging.FileHandler):
    """A log that ends no run when its disk is full, and says how much of it is missing.

    The standard one prints a traceback for each line then, and raises when it is closed.

    Attributes:
        failure: Why lines could not be written; None while all were.
    """

    failure: OSError | None = None

    def handleError(self, record: logging.LogRecord) -> None:
        """Remember why a line could not be written; what else is wrong with one is a fault."""
        error = sys.exc_info()[1]
        if isinstance(error, OSError):
            self.failure = error
        else:
            super().handleError(record)

    def close(self) -> None:
        """Write what is left, and tell on standard error if lines are missing."""
        try:
            super().close()
        except OSError as error:
            self.failure = error
        if self.failure is not None:
            told = f"the log {self.baseFilename} lacks lines ({self.failure})"
            print(f"cablehouse: {told}; free some space on its disk", file=sys.stderr)
            self.failure = None


@contextmanager
def logging_to(folder: Path, stamp: Stamp, level: int) -> Iterator[Path]:
    """Write what our packages log to `<folder>/logs/<start>-<run>.jsonl` while the block runs.

    What ends the block is logged too, so that the file says how the run ended.

    Args:
        folder: The run's work folder.
        stamp: The run.
        level: The least level that is written.
    """
    path = folder / LOGS_NAME / f"{stamp.at:%Y%m%dT%H%M%SZ}-{stamp.run_id[:8]}{SUFFIX}"
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = LogFile(path, encoding="utf-8")
    handler.setFormatter(JsonLines(stamp.run_id))
    before = listen(handler, level)
    try:
        yield path
    except BaseException as error:
        code = getattr(error, "code", type(error).__name__)
        _LOG.error("not published: %s", error, extra={"code": code})
        raise
    finally:
        unlisten(handler, before)
        handler.close()
