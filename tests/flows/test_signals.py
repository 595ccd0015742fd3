"""A signal in the middle of a query ends the command, at once and with the signal's code."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.command import COMMAND, PROC
from tests.load.invented import document, published

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc to see a query at work"),
]

ONE_STEP = (
    "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range, b.range) = 7"
)
"""DuckDB does not look for signals in it, for minutes."""
MANY_STEPS = "SELECT max(h) FROM (SELECT hash(range) AS h FROM range(1000000000000))"
"""It does in this one, and makes its own error of what it finds."""
WAIT_S = 120.0
"""Many times what starting, or ending, takes on a busy core."""


def cpu_seconds(pid: int) -> float:
    fields = (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def wait_until_asked(process: subprocess.Popen[str]) -> None:
    """Return when the process has worked for a second with the warehouse open."""
    end, asked_at = time.monotonic() + WAIT_S, None
    while asked_at is None or cpu_seconds(process.pid) < asked_at + 1.0:
        assert process.poll() is None and time.monotonic() < end
        if asked_at is None and has_opened(process.pid):
            asked_at = cpu_seconds(process.pid)
        time.sleep(0.05)


def has_opened(pid: int) -> bool:
    """Return whether a process holds the warehouse open."""
    return any(
        handle.exists() and handle.resolve().name == "w.duckdb"
        for handle in (PROC / str(pid) / "fd").iterdir()
    )


@pytest.mark.parametrize(
    ("query", "sent", "code"),
    [
        (ONE_STEP, signal.SIGTERM, 143),
        (MANY_STEPS, signal.SIGTERM, 143),
        (MANY_STEPS, signal.SIGINT, 130),
    ],
    ids=["one step, SIGTERM", "many steps, SIGTERM", "many steps, Ctrl-C"],
)
def test_it_ends_a_query(tmp_path: Path, query: str, sent: signal.Signals, code: int):
    warehouse = tmp_path / "w.duckdb"
    published(warehouse, [document(1)])
    with subprocess.Popen(
        [*COMMAND, "query", query, "--warehouse", str(warehouse)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            wait_until_asked(process)
            process.send_signal(sent)
            _, errors = process.communicate(timeout=WAIT_S / 4)
        finally:
            process.kill()
    assert process.returncode == code, errors
    assert "The published warehouse is whole" in errors and "Traceback" not in errors
