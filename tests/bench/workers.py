"""The processes that read, seen from outside, and their way through the pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import IO, Any

from tests.bench.sheet import Sheet
from tests.bench.ways import WayIsMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A page as a worker read it: CPU seconds with its children's, wall seconds, and the text."""

    cpu: float
    wall: float
    lines: tuple[str, ...]
    page: dict[str, Any] | None
    """Its record, as the store keeps one."""


class Worker:
    """A process that takes one way, seen from outside."""

    def __init__(self, way: str) -> None:
        """Start it.

        Raises:
            WayIsMissing: it cannot be taken on this machine.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.worker", way],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"},
        )
        said = self._hear()
        if "missing" in said:
            self.close()
            raise WayIsMissing(said["missing"])
        self.version = str(said["version"])

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def read(self, sheet: Sheet) -> Read:
        """Read a page; waits for it."""
        job = {
            "document": str(sheet.document),
            "page_no": sheet.page_no,
            "alone": str(sheet.alone),
        }
        self._pipe(self._process.stdin).write(json.dumps(job) + "\n")
        self._pipe(self._process.stdin).flush()
        said = self._hear()
        return Read(
            cpu=said["cpu"],
            wall=said["wall"],
            lines=tuple(said["lines"]),
            page=said["page"],
        )

    def close(self) -> None:
        """End it: it ends when nothing more comes."""
        self._pipe(self._process.stdin).close()
        self._process.wait()
        self._pipe(self._process.stdout).close()

    def _hear(self) -> dict[str, Any]:
        line = self._pipe(self._process.stdout).readline()
        if not line:
            raise RuntimeError(f"a worker ended with {self._process.wait()}; its error is above")
        said: dict[str, Any] = json.loads(line)
        return said

    @staticmethod
    def _pipe(end: IO[str] | None) -> IO[str]:
        assert end is not None
        return end
