"""What `/proc` says of processes: their memory, their CPU time, their command. Linux only."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")


def memory_of(pid: int, field: str) -> int:
    """Return `VmRSS` (resident memory) or `VmHWM` (its peak) in bytes, 0 when it is gone."""
    lines = (_read(PROC / str(pid) / "status") or "").splitlines()
    return next((1024 * int(one.split()[1]) for one in lines if one.startswith(f"{field}:")), 0)


def cpu_of(pid: int, *, with_children: bool) -> float | None:
    """Return the CPU seconds of a process, if asked with its children's that have ended."""
    text = _read(PROC / str(pid) / "stat")
    if not text:
        return None
    # The name in brackets may hold blanks; user, system and the children's are fields 14 to 17.
    ticks = text[text.rindex(")") + 2 :].split()[11 : 15 if with_children else 13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def command_of(pid: int) -> str:
    """Return the command line, its parts joined by blanks."""
    return (_read(PROC / str(pid) / "cmdline") or "").replace("\0", " ")


def _read(path: Path) -> str | None:
    """Return a file's text, None when its process has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
