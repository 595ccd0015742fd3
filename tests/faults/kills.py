"""A run killed at a random moment: what readers see then, and what the next run makes of it.

A warehouse with some releases is published once. Every trial copies it with its store, starts an
ingest of all releases, kills it (in turn the command alone, as the system does when memory runs
out, and the whole group, as a machine that goes down does), looks at the published file, and runs
the ingest again.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from load.asks.compare import RUN_COLUMNS, TableDigest, table_digests
from tests.faults.command import ingest_command, processes_of, running, wait_until_gone
from tests.faults.sources import make_releases

PUBLISHED_FIRST = 3
"""One in so many releases is in the warehouse before: a run carries rows over and adds some."""

NEXT_RUN_S = 300.0
"""What the run after a kill may take: many times what it does take on two busy cores."""

Digests = dict[str, TableDigest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One kill, and what was seen after it."""

    number: int
    moment: float
    """Seconds from the start of the command."""
    share: float
    """The same as a share of what an undisturbed run took."""
    is_group: bool
    """Whether every process was killed, not the command alone."""
    had_ended: bool
    """Whether the run had ended by itself before."""
    published: str
    """What the published file was after it: `old`, `new`, or what was wrong with it."""
    left_running: int
    """Processes that were there `GONE_S` after the kill."""
    next_exit: int
    next_seconds: float
    wrong_tables: tuple[str, ...]
    """Tables that differ from those of an undisturbed run."""
    left_behind: tuple[str, ...]
    """Files beside the warehouse that no run would have left."""
    log: str
    """What the run after the kill printed, where it did not end well."""

    @property
    def is_fine(self) -> bool:
        """Whether all that is promised held."""
        return (
            self.published in ("old", "new")
            and not self.left_running
            and self.next_exit == 0
            and not self.wrong_tables
            and not self.left_behind
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Undisturbed:
    """What was there before, and what a run that nobody kills makes of it."""

    before: Path
    source: Path
    seconds: float
    old: Digests
    new: Digests


def kill_trials(
    work: Path, *, trials: int, documents: int, seed: int, say: Callable[[str], None]
) -> Iterator[Trial]:
    """Yield one trial after another.

    Args:
        work: An empty folder.
        trials: How many runs are to be killed; one that ended before its moment came is one more.
        documents: Releases the killed run is given.
        seed: Decides the moments.
        say: Called with what is being done.

    Raises:
        CalledProcessError: A run that nobody killed did not publish.
    """
    undisturbed = _prepare(work, documents, say)
    moments = random.Random(seed)
    killed = 0
    for number in count():
        if killed == trials:
            return
        # Beyond the end too: the last moments of a run are those in which it publishes.
        moment = moments.uniform(0.0, 1.1 * undisturbed.seconds)
        trial = _trial(work / "trial", undisturbed, number, moment)
        killed += not trial.had_ended
        yield trial


def _prepare(work: Path, documents: int, say: Callable[[str], None]) -> _Undisturbed:
    """Publish the warehouse there is before, and see what an undisturbed run makes of it."""
    say(f"making {documents} releases")
    source, first = work / "releases", work / "first"
    files = make_releases(source, documents)
    first.mkdir()
    for file in files[::PUBLISHED_FIRST]:
        (first / file.name).hardlink_to(file)
    before = work / "before"
    before.mkdir()
    say("publishing the warehouse there is before")
    _run_whole(source=first, folder=before)
    # So that the rows name the same places, whichever run read a release first.
    say("an undisturbed run")
    undisturbed = work / "undisturbed"
    shutil.copytree(before, undisturbed)
    began = time.monotonic()
    _run_whole(source=source, folder=undisturbed)
    return _Undisturbed(
        before=before,
        source=source,
        seconds=time.monotonic() - began,
        old=_digests(before / "w.duckdb"),
        new=_digests(undisturbed / "w.duckdb"),
    )


def _trial(folder: Path, undisturbed: _Undisturbed, number: int, moment: float) -> Trial:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(undisturbed.before, folder)
    warehouse, store = folder / "w.duckdb", folder / "store"
    command = ingest_command(undisturbed.source, warehouse)
    is_group = number % 2 == 1
    with running(command, store, folder / "killed.txt") as process:
        began = time.monotonic()
        try:
            process.wait(moment)
            had_ended = True
        except subprocess.TimeoutExpired:
            had_ended = False
            _kill(process.pid, store, is_group=is_group)
        moment = time.monotonic() - began
        left = wait_until_gone(store)
    published = _state_of(warehouse, undisturbed)
    began = time.monotonic()
    log = folder / "next.txt"
    with running(command, store, log) as process:
        next_exit = process.wait(NEXT_RUN_S)
    next_seconds = time.monotonic() - began
    found = _digests(warehouse)
    wrong = tuple(name for name, digest in undisturbed.new.items() if found[name] != digest)
    return Trial(
        number=number,
        moment=moment,
        share=moment / undisturbed.seconds,
        is_group=is_group,
        had_ended=had_ended,
        published=published,
        left_running=len(left),
        next_exit=next_exit,
        next_seconds=next_seconds,
        wrong_tables=wrong,
        left_behind=tuple(sorted(set(_beside(folder)) - set(_beside(undisturbed.before)))),
        log=log.read_text(encoding="utf-8") if next_exit or wrong else "",
    )


def _kill(pid: int, store: Path, *, is_group: bool) -> None:
    """Kill the command, or with it everything it started: the workers have groups of their own."""
    for one in {pid, *processes_of(store)} if is_group else {pid}:
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _state_of(warehouse: Path, undisturbed: _Undisturbed) -> str:
    """Return which warehouse is published: the one of before, that of the run, or another."""
    found = _digests(warehouse)
    if found == undisturbed.old:
        return "old"
    if found == undisturbed.new:
        return "new"
    names = [
        name for name in found if found[name] not in (undisturbed.old[name], undisturbed.new[name])
    ]
    return f"neither: {', '.join(names) or 'tables of both'}"


def _digests(warehouse: Path) -> Digests:
    return table_digests(warehouse, leave_out=RUN_COLUMNS)


def _beside(folder: Path) -> list[str]:
    """Return the names of the files in a folder but those the trial itself makes."""
    return [path.name for path in folder.iterdir() if path.suffix != ".txt"]


def _run_whole(*, source: Path, folder: Path) -> None:
    command = ingest_command(source, folder / "w.duckdb")
    log = folder / "run.txt"
    with running(command, folder / "store", log) as process:
        if process.wait(NEXT_RUN_S):
            raise subprocess.CalledProcessError(
                process.returncode, command, output=log.read_text(encoding="utf-8")
            )
