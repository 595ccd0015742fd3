"""The figures of a run, and what is seen of a process from outside."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from flows.workers.processes import children_of
from tests.bench.memory import MemoryWatch
from tests.bench.processes import PROC, command_of, cpu_of, memory_of
from tests.bench.run import Role, RunFigures, render_run

BUSY = "import time; held = b'1' * 60_000_000\nwhile time.process_time() < 0.3: pass\n"
"""Holds 60 MB, works for 0.3 s, and waits to be ended."""

RUN = RunFigures(
    documents=2,
    pages=4,
    workers=2,
    before=5.0,
    reading=3.0,
    after=2.0,
    cpu={Role.WORKER: 8.0, Role.COMMAND: 1.5, Role.SERVER: 0.5},
    peaks={Role.WORKER: 300_000_000, Role.COMMAND: 400_000_000, Role.SERVER: 200_000_000},
)


def test_what_is_not_reading():
    assert RUN.wall == 10.0
    assert RUN.cpu_share == pytest.approx(0.2)
    # The first page, stored after 5 s, was read for the 2 s that pages take.
    assert RUN.wall_share == pytest.approx(0.5)
    assert RUN.busy_share == pytest.approx(0.5)


def test_a_run_as_a_page():
    text = render_run(RUN, [("date", "2026-01-01")])
    assert "| Prefect's server | 0.5 | 5.0 % | 0.125 | 200 |" in text
    assert "| until the command ended | 2.0 | 20.0 % |" in text


@pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc")
def test_a_process_seen_from_outside():
    code = f"{BUSY}print('done', flush=True); input()"
    with (
        MemoryWatch() as watch,
        subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process,
    ):
        watch.add(process.pid)
        assert process.stdout is not None and process.stdout.readline() == b"done\n"
        seconds = cpu_of(process.pid, with_children=False)
        assert process.pid in children_of(os.getpid())
        assert "input()" in command_of(process.pid)
        assert 60_000_000 < memory_of(process.pid, "VmRSS") < 200_000_000
        process.communicate(b"\n")
    assert seconds is not None and 0.2 < seconds < 5
    assert 60_000_000 < (watch.peak(process.pid) or 0) < 200_000_000


@pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc")
def test_a_process_that_has_ended():
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        pass
    assert cpu_of(process.pid, with_children=True) is None
    assert memory_of(process.pid, "VmRSS") == 0
    assert children_of(process.pid) == []
