"""A run watched from outside: memory of the command and of its workers, and what they are at."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from types import TracebackType
from typing import Self

from flows.workers.processes import cpu_seconds, family, resident_bytes

LOOK_S = 0.1


class Watch:
    """Looks at a command and the processes it started, until it is left.

    Attributes:
        parent_bytes: The most memory the command itself took.
        worker_bytes: The most a worker took with what it started.
        seconds: By file, how long a worker that computed had it open.
        file_bytes: By file, the most memory of a worker that had it open.
    """

    def __init__(self, pid: int, folder: Path) -> None:
        """Prepare to look at a process that is given the files of a folder."""
        self._pid = pid
        self._folder = str(folder)
        self.parent_bytes = 0
        self.worker_bytes = 0
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.file_bytes: Counter[str] = Counter()
        self._computed: dict[int, float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Look no more."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        last = time.monotonic()
        while not self._ended.wait(LOOK_S):
            now = time.monotonic()
            workers = [pid for pid in family(self._pid) if _is_worker(pid)]
            whole = resident_bytes(self._pid)
            held = {pid: resident_bytes(pid) for pid in workers}
            self.parent_bytes = max(self.parent_bytes, whole - sum(held.values()))
            for pid, taken in held.items():
                self.worker_bytes = max(self.worker_bytes, taken)
                computed = cpu_seconds(pid)
                has_worked = computed > self._computed.get(pid, 0.0)
                self._computed[pid] = computed
                for name in _opened(pid, self._folder):
                    self.file_bytes[name] = max(self.file_bytes[name], taken)
                    self.seconds[name] += (now - last) * has_worked
            last = now


def _is_worker(pid: int) -> bool:
    """Return whether a process is one that multiprocessing started to work."""
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _opened(pid: int, folder: str) -> set[str]:
    """Return the names of the files of a folder that a process has open."""
    names = set()
    try:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            target = os.readlink(link)  # noqa: PTH115  # a Path would make it absolute
            if target.startswith(folder):
                names.add(target.rsplit("/", 1)[1])
    except OSError:
        # It ended, or closed the file, in the meantime.
        pass
    return names
