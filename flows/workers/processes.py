"""What the system tells of running processes: memory and processor time, with what they started."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_RESIDENT_FIELD = 1
_TIME_FIELDS = slice(11, 15)
"""Behind the name in `stat`: of the process and of the children it saw end, in user and system."""


def resident_bytes(pid: int) -> int:
    """Return the bytes in memory of a process and of all it started; 0 where Linux does not tell.

    What they share counts twice.
    """
    return sum(_own_bytes(one) for one in family(pid))


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process took with all it started; 0 where Linux does not tell."""
    return sum(_own_ticks(one) for one in family(pid)) / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> Iterator[int]:
    """Yield a process and all that descend from it, as far as they are alive."""
    yield pid
    for child in children_of(pid):
        yield from family(child)


def children_of(pid: int) -> list[int]:
    """Return the processes one has started; none when it ends while it is looked at."""
    started: list[str] = []
    # It, or a thread of it, may end at any moment.
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208  # a Path is ten times slower
            with suppress(OSError):
                started += Path(f"/proc/{pid}/task/{thread}/children").read_text().split()
    return list(map(int, started))


def _own_ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return sum(map(int, fields[_TIME_FIELDS]))


def _own_bytes(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[_RESIDENT_FIELD]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
