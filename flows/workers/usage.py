"""What a process has taken of the machine: processor time and memory."""

from __future__ import annotations

import resource
import sys
from dataclasses import dataclass
from pathlib import Path

_STATUS = Path("/proc/self/status")
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""`ru_maxrss` is in bytes on macOS and in kB elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one or several processes took.

    Attributes:
        cpu_seconds: Processor time, of all of them.
        peak_bytes: The most memory any one of them held at a time.
    """

    cpu_seconds: float = 0.0
    peak_bytes: int = 0

    def __add__(self, other: Usage) -> Usage:
        """Return what both took."""
        return Usage(
            cpu_seconds=self.cpu_seconds + other.cpu_seconds,
            peak_bytes=max(self.peak_bytes, other.peak_bytes),
        )


def own_usage() -> Usage:
    """Return what this process took so far."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return Usage(cpu_seconds=own.ru_utime + own.ru_stime, peak_bytes=_own_peak(own.ru_maxrss))


def usage_with_children() -> Usage:
    """Return what this process and the programs it started, and that have ended, took so far."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own_usage() + Usage(
        cpu_seconds=ended.ru_utime + ended.ru_stime, peak_bytes=ended.ru_maxrss * _RSS_UNIT
    )


def _own_peak(max_rss: int) -> int:
    """Return this process's most memory in bytes.

    On Linux `ru_maxrss` of a process counts the one that started it, up to its first instruction;
    the kernel's `VmHWM` does not.
    """
    if _STATUS.is_file():
        for line in _STATUS.read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return max_rss * _RSS_UNIT
