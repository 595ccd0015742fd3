"""What a run measures of itself: its stages, its queue over time, processor time and memory.

    with measuring(progress, pool.usage) as meter:
        with meter.stage(READ): ...
        meter.begin(document_id)      # it is under way
        meter.end([document_id])      # its rows are staged

A meter counts what progress is told, and passes it on to be shown. What it measured goes into
`runs.metrics`, which the views of the schema `ops` read.
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any

from flows.runs.progress import DOCUMENTS, PAGES, Progress
from flows.workers.usage import Usage, own_usage

_LOG = logging.getLogger(__name__)

SAMPLE_S = 60.0
"""Seconds between two looks at the queue: what a rate a minute is made of."""

MOST_SAMPLES = 240
"""Looks that are kept of a run. Then every other one is dropped and half as many are taken: a row
of `runs` stays small (15 kB) however long the run, and a run of four hours has each minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How far a run was at a moment.

    Attributes:
        at_s: Seconds since it began.
        documents_waiting: Documents that nothing was done for yet.
        documents_under_way: Documents that are read, parsed, judged or staged.
        documents_done: Documents whose rows are staged.
        pages_done: Pages read, or found stored.
    """

    at_s: float
    documents_waiting: int
    documents_under_way: int
    documents_done: int
    pages_done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a run measured; see `docs/operations.md`.

    Attributes:
        seconds: Wall time.
        own: What the run's own process took.
        workers: What its worker processes took, with the programs they started.
        stages: Wall time by stage, in the order they ended; `load` goes on beside `read`.
        samples: The queue over time, the last at the end.
    """

    seconds: float
    own: Usage
    workers: Usage
    stages: dict[str, float]
    samples: tuple[Sample, ...]

    @property
    def cpu_seconds(self) -> float:
        """Processor time of all of it."""
        return (self.own + self.workers).cpu_seconds

    @property
    def pages_per_minute(self) -> float | None:
        """Pages read or found stored, a minute of the stage that reads; None without any."""
        reading, pages = self.stages.get(READ, 0.0), self.samples[-1].pages_done
        return 60.0 * pages / reading if reading and pages else None

    def followed_by(self, later: Measured) -> Measured:
        """Return what this slice of a run and the one after it measured, as one."""
        ours, last = self.samples[-1], later.samples[-1]
        end = replace(
            last,
            at_s=ours.at_s + last.at_s,
            documents_done=ours.documents_done + last.documents_done,
            pages_done=ours.pages_done + last.pages_done,
        )
        names = [*self.stages, *(name for name in later.stages if name not in self.stages)]
        return Measured(
            seconds=self.seconds + later.seconds,
            own=self.own + later.own,
            workers=self.workers + later.workers,
            stages={n: self.stages.get(n, 0.0) + later.stages.get(n, 0.0) for n in names},
            samples=(end,),
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values: what `runs.metrics` holds."""
        return {
            "seconds": round(self.seconds, 3),
            "cpu_seconds": round(self.cpu_seconds, 3),
            "peak_bytes": self.own.peak_bytes,
            "worker_peak_bytes": self.workers.peak_bytes,
            "stages": [
                {"stage": name, "seconds": round(seconds, 3)}
                for name, seconds in self.stages.items()
            ],
            "samples": [asdict(sample) for sample in self.samples],
        }


READ, LOAD, BUILD, JUDGE = "read", "load", "build", "judge"
"""The stages of a run. Finding and hashing files comes before; publishing, the last, is a rename
after the row of the run is written."""


class Meter:
    """Measures a run; `measuring` makes it."""

    def __init__(self, shown: Progress, workers_usage: Callable[[], Usage]) -> None:
        """Begin to measure; see `measuring`."""
        self._shown = shown
        self._workers_usage = workers_usage
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self._own_before = own_usage()
        self._expected: dict[str, int] = {}
        self._done: dict[str, int] = {}
        self._under_way: set[str] = set()
        self._ended = 0
        self._stages: dict[str, float] = {}
        self._samples: list[Sample] = []
        self._interval_s = SAMPLE_S

    def expect(self, stage: str, count: int) -> None:
        """See `Progress.expect`."""
        with self._lock:
            self._expected[stage] = self._expected.get(stage, 0) + count
        self._shown.expect(stage, count)

    def advance(self, stage: str, count: int = 1) -> None:
        """See `Progress.advance`."""
        with self._lock:
            self._done[stage] = self._done.get(stage, 0) + count
        self._shown.advance(stage, count)

    def begin(self, document_id: str) -> None:
        """Say that something is done for a document; again is no other document."""
        with self._lock:
            self._under_way.add(document_id)

    def end(self, document_ids: Iterable[str]) -> None:
        """Say that the rows of documents are staged."""
        with self._lock:
            ended = self._under_way.intersection(document_ids)
            self._under_way -= ended
            self._ended += len(ended)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the wall time of the block to a stage."""
        began = time.monotonic()
        try:
            yield
        finally:
            seconds = time.monotonic() - began
            with self._lock:
                self._stages[name] = self._stages.get(name, 0.0) + seconds
            _LOG.debug("%s: %.1f s", name, seconds, extra={"code": f"stage.{name}"})

    def look(self) -> Sample:
        """Return how far the run is now."""
        with self._lock:
            begun = self._ended + len(self._under_way)
            return Sample(
                at_s=round(time.monotonic() - self._began, 1),
                documents_waiting=max(0, self._expected.get(DOCUMENTS, 0) - begun),
                documents_under_way=len(self._under_way),
                documents_done=self._ended,
                pages_done=self._done.get(PAGES, 0),
            )

    def measured(self) -> Measured:
        """Return what was measured up to now."""
        last = self.look()
        before, own = self._own_before, own_usage()
        with self._lock:
            return Measured(
                seconds=time.monotonic() - self._began,
                own=Usage(
                    cpu_seconds=own.cpu_seconds - before.cpu_seconds, peak_bytes=own.peak_bytes
                ),
                workers=self._workers_usage(),
                stages=dict(self._stages),
                samples=(*self._samples, last),
            )

    def keep_looking(self, stop: threading.Event, report: Callable[[Sample], None]) -> None:
        """Take a sample now and then until `stop` is set: the whole life of a thread.

        Args:
            stop: Ends it.
            report: Told of every sample.
        """
        while not stop.wait(self._interval_s):
            sample = self.look()
            with self._lock:
                self._samples.append(sample)
                if len(self._samples) >= MOST_SAMPLES:
                    self._samples = self._samples[1::2]
                    self._interval_s *= 2
            _LOG.info(
                "%d documents waiting, %d under way, %d done; %d pages",
                sample.documents_waiting,
                sample.documents_under_way,
                sample.documents_done,
                sample.pages_done,
                extra={"code": "run.progress"},
            )
            report(sample)


@contextmanager
def measuring(
    shown: Progress, workers_usage: Callable[[], Usage], report: Callable[[Sample], None]
) -> Iterator[Meter]:
    """Measure a run while the block lasts.

    Args:
        shown: What shows its progress.
        workers_usage: Says what its worker processes took.
        report: Told of every sample, in a thread of its own.
    """
    meter = Meter(shown, workers_usage)
    stop = threading.Event()
    thread = threading.Thread(
        target=contextvars.copy_context().run,
        args=(meter.keep_looking, stop, report),
        daemon=True,
    )
    thread.start()
    try:
        yield meter
    finally:
        stop.set()
        thread.join()
