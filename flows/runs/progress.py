"""What a person sees while a run works: a bar per stage on a terminal, a line now and then else.

Everything here goes to standard error, so that standard output holds results only.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import TaskID

PLAIN_INTERVAL_S = 10.0
"""Seconds between lines where there is no terminal: a log of an hour's run stays readable."""

FILES, PAGES, DOCUMENTS = "files looked at", "pages read", "documents loaded"
"""The stages of a run."""


class Progress(Protocol):
    """Counts that grow, by stage."""

    def expect(self, stage: str, count: int) -> None:
        """Say that `count` more items of a stage are to be done; names the stage if it is new."""

    def advance(self, stage: str, count: int = 1) -> None:
        """Say that `count` more items of a stage are done."""


class BarProgress:
    """Bars of the rich library."""

    def __init__(self, stream: TextIO) -> None:
        """Prepare for a terminal."""
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as Bars

        self._bars = Bars(
            TextColumn("{task.description:<18}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(file=stream),
        )
        self._stages: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> BarProgress:
        """Begin to draw."""
        self._bars.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Leave the bars as they are and stop drawing."""
        self._bars.stop()

    def expect(self, stage: str, count: int) -> None:
        """See `Progress.expect`."""
        with self._lock:
            if stage not in self._stages:
                self._stages[stage] = self._bars.add_task(stage, total=0)
            bar = self._stages[stage]
            total = next(task.total or 0 for task in self._bars.tasks if task.id == bar)
            self._bars.update(bar, total=total + count)

    def advance(self, stage: str, count: int = 1) -> None:
        """See `Progress.advance`."""
        self._bars.advance(self._stages[stage], count)


class LineProgress:
    """A line for all stages, at most one every `PLAIN_INTERVAL_S`."""

    def __init__(self, stream: TextIO) -> None:
        """Prepare for a log or a pipe."""
        self._stream = stream
        self._done: dict[str, int] = {}
        self._expected: dict[str, int] = {}
        self._lock = threading.Lock()
        self._last = time.monotonic()

    def __enter__(self) -> LineProgress:
        """Begin to count."""
        return self

    def __exit__(self, *error: object) -> None:
        """Say the final counts."""
        self._write()

    def expect(self, stage: str, count: int) -> None:
        """See `Progress.expect`."""
        with self._lock:
            self._expected[stage] = self._expected.get(stage, 0) + count
            self._done.setdefault(stage, 0)

    def advance(self, stage: str, count: int = 1) -> None:
        """See `Progress.advance`."""
        with self._lock:
            self._done[stage] += count
            if time.monotonic() - self._last >= PLAIN_INTERVAL_S:
                self._write()
                self._last = time.monotonic()

    def _write(self) -> None:
        counts = [f"{name} {self._done[name]}/{self._expected[name]}" for name in self._expected]
        if counts:
            print(", ".join(counts), file=self._stream, flush=True)


@contextmanager
def show_progress(stream: TextIO | None = None) -> Iterator[Progress]:
    """Show progress on a stream, standard error by default, in the way that suits it."""
    stream = stream or sys.stderr
    with BarProgress(stream) if stream.isatty() else LineProgress(stream) as progress:
        yield progress
