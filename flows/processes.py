"""What the system tells of running processes: how much memory one takes with what it started."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

_RESIDENT_FIELD = 1


def resident_bytes(pid: int) -> int:
    """Return the bytes in memory of a process and of all it started; 0 where Linux does not tell.

    What they share counts twice.
    """
    return sum(_own_bytes(one) for one in family(pid))


def family(pid: int) -> Iterator[int]:
    """Yield a process and all that descend from it, as far as they are alive."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            started = children.read_text().split()
        except OSError:
            # It, or the thread, ended in the meantime.
            continue
        for child in started:
            yield from family(int(child))


def _own_bytes(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[_RESIDENT_FIELD]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
