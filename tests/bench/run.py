"""What of a real run is not reading pages: `cablehouse ingest`, watched from outside.

CPU time by process tells who worked: the worker processes read pages and parse documents, the
command is Prefect's client with the store's ledger, the load and the checks, and Prefect's server
keeps the run's states. Wall time is parted by the moments the first and the last page were stored.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pypdfium2

from flows.workers.processes import children_of
from tests.bench.memory import MemoryWatch
from tests.bench.prints import PrintFile, make_prints
from tests.bench.processes import command_of, cpu_of, memory_of
from tests.bench.report import MEGABYTE, table

SEEDS_AT_ONCE = 12

LOOK_S = 0.05
"""Between two looks at the processes: the last look before one ends misses as much of its time."""


class Role(StrEnum):
    """What a process of a run does."""

    WORKER = "workers: read pages, parse documents"
    COMMAND = "the command: Prefect's client, load, checks"
    SERVER = "Prefect's server"


@dataclass(slots=True, kw_only=True)
class Seen:
    """What was seen of the processes of a run, by process id."""

    roles: dict[int, Role] = field(default_factory=dict)
    cpu: dict[int, float] = field(default_factory=dict)
    peaks: dict[int, int] = field(default_factory=dict)

    def of(self, role: Role) -> list[int]:
        """Return the processes of a role."""
        return [pid for pid, own in self.roles.items() if own is role and pid in self.cpu]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFigures:
    """One run. Times in seconds, memory in bytes."""

    documents: int
    pages: int
    workers: int
    before: float
    """Wall time until the first page was stored."""
    reading: float
    """From there until the last page was stored."""
    after: float
    """From there until the command ended."""
    cpu: dict[Role, float]
    peaks: dict[Role, int]
    """The largest process of a role; a worker with the engine it has started."""

    @property
    def wall(self) -> float:
        """All of it."""
        return self.before + self.reading + self.after

    @property
    def cpu_share(self) -> float:
        """Share of the CPU time that is not the workers'."""
        return 1 - self.cpu[Role.WORKER] / sum(self.cpu.values())

    @property
    def wall_share(self) -> float:
        """Share of the wall time in which no page is read: before the first, after the last.

        The first page stored has been read for as long as pages take.
        """
        a_page = self.cpu[Role.WORKER] / self.pages
        return (max(self.before - a_page, 0.0) + self.after) / self.wall

    @property
    def busy_share(self) -> float:
        """Share of the workers' wall time they had a core for; less where others use the cores."""
        return self.cpu[Role.WORKER] / (self.workers * (self.reading + self.before))


def make_source(work: Path, first_seed: int, pages: int, processes: int) -> tuple[Path, int]:
    """Make prints of at least so many pages; return their folder and how many pages there are."""
    source = work / "source"
    source.mkdir(parents=True, exist_ok=True)
    held = 0
    for one in _prints(work / "prints", first_seed, processes):
        link = source / one.path.name
        if not link.exists():
            os.link(one.path, link)
        with pypdfium2.PdfDocument(one.path) as document:
            held += len(document)
        if held >= pages:
            break
    return source, held


def _prints(folder: Path, first: int, processes: int) -> Iterator[PrintFile]:
    """Yield prints, seed after seed, at all levels."""
    while True:
        yield from make_prints(folder, range(first, first + SEEDS_AT_ONCE), processes)
        first += SEEDS_AT_ONCE


def measure_run(source: Path, pages: int, work: Path, workers: int) -> RunFigures:
    """Ingest a folder into a new store and warehouse in `work`, and watch.

    Raises:
        CalledProcessError: the run did not publish; its output is above.
    """
    store, warehouse = work / "store", work / "warehouse.duckdb"
    command = [
        *(sys.executable, "-c", "from flows.cli import main; main()", "ingest", str(source)),
        *("--store", str(store), "--warehouse", str(warehouse), "--workers", str(workers)),
    ]
    ours = ("CABLEHOUSE_", "PREFECT_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    began = time.time()
    with MemoryWatch() as watch, subprocess.Popen(command, env=env) as process:
        seen = _watch(process, watch)
    ended = time.time()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    stored = sorted(path.stat().st_mtime for path in store.glob("pages/**/*.json.gz"))
    return RunFigures(
        documents=sum(1 for _ in source.iterdir()),
        pages=pages,
        workers=workers,
        before=stored[0] - began,
        reading=stored[-1] - stored[0],
        after=ended - stored[-1],
        cpu={role: sum(seen.cpu[pid] for pid in seen.of(role)) for role in Role},
        peaks={role: max((seen.peaks[pid] for pid in seen.of(role)), default=0) for role in Role},
    )


def _watch(process: subprocess.Popen[bytes], watch: MemoryWatch) -> Seen:
    """Look at the processes of a run until it has ended."""
    seen = Seen(roles={process.pid: Role.COMMAND})
    command_peak = 0
    while process.poll() is None:
        for pid in children_of(process.pid):
            if pid not in seen.roles and (role := _role_of(pid)) is not None:
                seen.roles[pid] = role
                watch.add(pid)
        for pid, role in seen.roles.items():
            # The command's children that have ended are counted already, each by itself.
            seconds = cpu_of(pid, with_children=role is not Role.COMMAND)
            seen.cpu[pid] = max(seen.cpu.get(pid, 0.0), seconds or 0.0)
        command_peak = max(command_peak, memory_of(process.pid, "VmHWM"))
        time.sleep(LOOK_S)
    seen.peaks = {pid: watch.peak(pid) or command_peak for pid in seen.roles}
    return seen


def _role_of(pid: int) -> Role | None:
    """Return what a child of the command does; None for the helpers of `multiprocessing`."""
    command = command_of(pid)
    if "local_server" in command:
        return Role.SERVER
    return Role.WORKER if "spawn_main" in command else None


def render_run(one: RunFigures, machine: Sequence[tuple[str, str]]) -> str:
    """Return the figures as a page of Markdown."""
    return "\n".join(_parts(one, machine)) + "\n"


def _parts(one: RunFigures, machine: Sequence[tuple[str, str]]) -> Iterator[str]:
    yield "# What of a run is not reading pages\n"
    yield (
        "Made by `make bench-run`; do not edit. `cablehouse ingest` of scanned prints the "
        "generator makes, into a new store and a new warehouse, its processes looked at every "
        f"{1000 * LOOK_S:.0f} ms.\n"
    )
    yield from table(("", ""), machine)
    yield from table(
        ("", ""),
        (
            ("documents, pages", f"{one.documents}, {one.pages}"),
            ("worker processes", str(one.workers)),
            ("CPU time that is not the workers'", f"{100 * one.cpu_share:.1f} %"),
            ("wall time in which no page is read", f"{100 * one.wall_share:.1f} %"),
            ("pages a second of wall time", f"{one.pages / one.wall:.2f}"),
            ("share of a core each worker had while pages were read", f"{one.busy_share:.2f}"),
        ),
    )
    cpu = sum(one.cpu.values())
    yield "## CPU time and memory\n"
    yield from table(
        ("process", "CPU s", "share", "CPU s a page", "peak MB of the largest"),
        (
            (
                str(role),
                f"{seconds:.1f}",
                f"{100 * seconds / cpu:.1f} %",
                f"{seconds / one.pages:.3f}",
                f"{one.peaks[role] / MEGABYTE:.0f}",
            )
            for role, seconds in one.cpu.items()
        ),
    )
    yield "A worker's peak is with the engine it has started; what they share counts twice.\n"
    yield "## Wall time\n"
    yield from table(
        ("phase", "s", "share"),
        (
            (name, f"{seconds:.1f}", f"{100 * seconds / one.wall:.1f} %")
            for name, seconds in (
                ("until the first page was stored", one.before),
                ("until the last page was stored", one.reading),
                ("until the command ended", one.after),
            )
        ),
    )
