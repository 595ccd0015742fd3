"""The command as a user starts it: a process of its own, with a store of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROC = Path("/proc")
COMMAND = (sys.executable, "-c", "from flows.cli import main; main()")

WORKERS = "2"
"""Processes that read pages: enough that some are always in the middle of one."""

GONE_S = 30.0
"""What the processes of a killed run may take to notice it and end."""

OURS = ("CABLEHOUSE_", "PREFECT_", "DO_NOT_TRACK", "GX_")


def environment_of(store: Path) -> dict[str, str]:
    """Return an environment without settings of whoever runs this, but the store.

    Its processes can be told by it, for it is inherited.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"CABLEHOUSE_STORE": str(store), "HOME": str(store.parent / "home")}


def ingest_command(source: Path, warehouse: Path) -> tuple[str, ...]:
    """Return the command that ingests a folder into a warehouse."""
    return (*COMMAND, "ingest", str(source), "--warehouse", str(warehouse), "--workers", WORKERS)


@contextmanager
def running(command: tuple[str, ...], store: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command; what is left of it when the context ends is ended."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=environment_of(store),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def processes_of(store: Path) -> list[int]:
    """Return the processes that were started with a store."""
    marker = f"CABLEHOUSE_STORE={store}".encode()

    def found() -> Iterator[int]:
        for folder in PROC.glob("[0-9]*"):
            # A process of another user, or one that has just ended.
            with suppress(OSError):
                if marker in (folder / "environ").read_bytes().split(b"\0"):
                    yield int(folder.name)

    return list(found())


def wait_until_gone(store: Path, limit_s: float = GONE_S) -> list[int]:
    """Wait for the processes of a store to end, and return those that do not."""
    end = time.monotonic() + limit_s
    while (left := processes_of(store)) and time.monotonic() < end:
        time.sleep(0.05)
    return left
