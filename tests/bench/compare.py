"""Has every way read every page, in turn, and notes what it cost and what was read.

Lanes, one a core, take the pages one after the other. A lane holds one process for every way; each
page goes through all of them before the next, the first of them another one each time. So the load
of the machine, whatever it is, falls on all ways alike.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from tests.bench.journal import Journal
from tests.bench.memory import MemoryWatch
from tests.bench.sheet import Sheet
from tests.bench.ways import WayIsMissing
from tests.bench.workers import Worker

Lane = Mapping[str, Worker]
"""One process for every way."""

PAGE, SCALING = "page", "scaling"
"""Kinds of records in the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """All processes of a bench, and the watch over their memory."""

    lanes: Sequence[Lane]
    watch: MemoryWatch

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways that can be taken here."""
        return tuple(self.lanes[0])

    @property
    def versions(self) -> dict[str, str]:
        """What each way runs on."""
        return {way: worker.version for way, worker in self.lanes[0].items()}


@contextmanager
def open_lanes(ways: Sequence[str], count: int) -> Iterator[Lanes]:
    """Start the processes; a way that is not installed is left out, and said to be.

    Raises:
        WayIsMissing: none of the ways is installed.
    """
    with ExitStack() as stack:
        watch = stack.enter_context(MemoryWatch())
        lanes: list[dict[str, Worker]] = [{} for _ in range(count)]
        missing: list[str] = []
        for way in ways:
            try:
                workers = [stack.enter_context(closing(Worker(way))) for _ in range(count)]
            except WayIsMissing as error:
                missing.append(f"{way}: {error}")
                say(f"left out, {missing[-1]}")
                continue
            for lane, worker in zip(lanes, workers, strict=True):
                watch.add(worker.pid)
                lane[way] = worker
        if not lanes[0]:
            raise WayIsMissing("; ".join(missing))
        yield Lanes(lanes=lanes, watch=watch)


def warm_up(lanes: Lanes, sheet: Sheet) -> None:
    """Have every process read a page that does not count: the first one pays for imports."""
    with ThreadPoolExecutor(len(lanes.lanes)) as pool:
        list(pool.map(lambda lane: [worker.read(sheet) for worker in lane.values()], lanes.lanes))


def measure_pages(lanes: Lanes, sheets: Sequence[Sheet], journal: Journal) -> None:
    """Have all pages read in every way, but for what the journal holds already."""
    done = {(r["way"], r["document"], r["page_no"]) for r in journal.records(PAGE)}
    left = iter(list(enumerate(sheets)))
    lock = threading.Lock()

    def run(lane: Lane) -> None:
        while True:
            with lock:
                turn, sheet = next(left, (0, None))
            if sheet is None:
                return
            for way in rotated(list(lane), turn):
                if (way, str(sheet.document), sheet.page_no) not in done:
                    _measure(lane[way], way, sheet, lanes.watch, journal)
            say(f"page {turn + 1} of {len(sheets)}", is_passing=True)

    with ThreadPoolExecutor(len(lanes.lanes)) as pool:
        list(pool.map(run, lanes.lanes))


def rotated(ways: list[str], turn: int) -> list[str]:
    """Return the ways, another one first each turn."""
    first = turn % len(ways)
    return ways[first:] + ways[:first]


def _measure(worker: Worker, way: str, sheet: Sheet, watch: MemoryWatch, journal: Journal) -> None:
    read = worker.read(sheet)
    journal.add(
        kind=PAGE,
        way=way,
        document=str(sheet.document),
        page_no=sheet.page_no,
        cpu=read.cpu,
        wall=read.wall,
        lines=read.lines,
        page=read.page,
        peak=watch.peak(worker.pid),
    )


def measure_scaling(lanes: Lanes, sheets: Sequence[Sheet], repeats: int, journal: Journal) -> None:
    """Time the same pages on 1, 2 and all cores, way after way, and all of it again.

    Every process reads all the pages, so that all have the same work and none waits at the end:
    what is lost is lost to the machine.
    """
    done = {(r["repeat"], r["way"], r["processes"]) for r in journal.records(SCALING)}
    for repeat in range(repeats):
        for way in rotated(list(lanes.ways), repeat):
            for count in sorted({1, min(2, len(lanes.lanes)), len(lanes.lanes)}):
                if (repeat, way, count) in done:
                    continue
                say(f"scaling: {way} on {count}, time {repeat + 1}", is_passing=True)
                seconds = _time([lane[way] for lane in lanes.lanes[:count]], sheets)
                journal.add(
                    kind=SCALING,
                    repeat=repeat,
                    way=way,
                    processes=count,
                    pages=count * len(sheets),
                    wall=seconds,
                )


def _time(workers: Sequence[Worker], sheets: Sequence[Sheet]) -> float:
    """Return the wall seconds until each process has read all pages."""
    with ThreadPoolExecutor(len(workers)) as pool:
        start = time.monotonic()
        list(pool.map(lambda worker: [worker.read(sheet) for sheet in sheets], workers))
        return time.monotonic() - start


def say(text: str, *, is_passing: bool = False) -> None:
    """Tell how far it is; what is only passing is written over on a terminal, else left out."""
    if not is_passing:
        sys.stderr.write(f"bench: {text}\n")
    elif sys.stderr.isatty():
        sys.stderr.write(f"\rbench: {text:<60}\r")
