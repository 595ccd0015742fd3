"""Peak memory of processes with everything they start, by looking again and again.

What the kernel itself reports of a child (`ru_maxrss`) counts the parent's memory at the moment the
child was started, so that a small program started by a large one seems large.
"""

from __future__ import annotations

import threading
from typing import Self

from flows.workers.processes import family
from tests.bench.processes import PROC, memory_of

INTERVAL_S = 0.05
"""Between two looks: a page takes a second or more, and a look at 16 processes about a
millisecond."""


class MemoryWatch:
    """Keeps the peaks of some processes while it is open. Linux only: elsewhere they stay empty.

    A peak is the largest sum of resident memory of a process and all it started, in bytes, and at
    least the process's own peak as the kernel keeps it. Pages two of them share count twice, so a
    process that was started counts from the second look on: until it has its own program it holds
    all its parent's memory, for some milliseconds.
    """

    def __init__(self) -> None:
        self._peaks: dict[int, int] = {}
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._closing.set()
        self._thread.join()

    def add(self, pid: int) -> None:
        """Watch a process from now on."""
        if PROC.is_dir():
            self._peaks[pid] = 0

    def peak(self, pid: int) -> int | None:
        """Return a process's peak so far."""
        return self._peaks.get(pid)

    def _run(self) -> None:
        before: set[int] = set()
        while not self._closing.wait(INTERVAL_S):
            seen: set[int] = set()
            for pid in tuple(self._peaks):
                tree = set(family(pid))
                seen |= tree
                together = sum(memory_of(one, "VmRSS") for one in tree & (before | {pid}))
                self._peaks[pid] = max(self._peaks[pid], together, memory_of(pid, "VmHWM"))
            before = seen
