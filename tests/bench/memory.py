"""Peak memory of processes with everything they start, by looking again and again.

What the kernel itself reports of a child (`ru_maxrss`) counts the parent's memory at the moment the
child was started, so that a small program started by a large one seems large.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self

INTERVAL_S = 0.05
"""Between two looks: a page takes a second or more, and a look at 16 processes about a
millisecond."""

_PROC = Path("/proc")


class MemoryWatch:
    """Keeps the peaks of some processes while it is open. Linux only: elsewhere they stay empty.

    A peak is the largest sum of resident memory of a process and all it started, in bytes, and at
    least the process's own peak as the kernel keeps it. Pages two of them share count twice.
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
        if _PROC.is_dir():
            self._peaks[pid] = 0

    def peak(self, pid: int) -> int | None:
        """Return a process's peak so far."""
        return self._peaks.get(pid)

    def _run(self) -> None:
        while not self._closing.wait(INTERVAL_S):
            for pid in tuple(self._peaks):
                together = sum(_kilobytes(one, "VmRSS") for one in _tree(pid))
                own = _kilobytes(pid, "VmHWM")
                self._peaks[pid] = max(self._peaks[pid], 1024 * together, 1024 * own)


def _tree(pid: int) -> Iterator[int]:
    """Yield a process and all it started; none when it is gone."""
    yield pid
    for children in _PROC.glob(f"{pid}/task/*/children"):
        try:
            text = children.read_text()
        except OSError:
            continue
        for child in text.split():
            yield from _tree(int(child))


def _kilobytes(pid: int, field: str) -> int:
    """Return a figure of `/proc/PID/status`, 0 when the process is gone or about to be."""
    try:
        lines = (_PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{field}:")), 0)
