"""Whose turn it is to write: one at a time, and one that waits comes next."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from load.errors import WarehouseLocked
from load.lock import writer_lock

WAITING = """
import sys
from pathlib import Path
from load.lock import writer_lock

lock, done = map(Path, sys.argv[1:])
with writer_lock(lock, lock, wait_s=60, on_wait=lambda holder: print(holder, flush=True)):
    done.touch()
"""


@contextmanager
def one_that_waits(lock: Path, done: Path) -> Iterator[str]:
    """A process that waits to write; yields the process it was told it waits for."""
    command = [sys.executable, "-c", WAITING, str(lock), str(done)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    assert process.returncode == 0


def test_one_that_waits_comes_before_one_that_begins_again(tmp_path):
    """A run in slices takes the lock again at once, and yet another run has its turn."""
    lock, done = tmp_path / "lock", tmp_path / "done"
    slices = writer_lock(lock, lock)
    slices.__enter__()
    with one_that_waits(lock, done) as holder:
        assert holder.isdigit() and not done.exists()
        slices.__exit__(None, None, None)
        with writer_lock(lock, lock, wait_s=60):
            assert done.exists()


def test_one_that_does_not_wait_is_refused_while_another_does(tmp_path):
    lock, done = tmp_path / "lock", tmp_path / "done"
    slices = writer_lock(lock, lock)
    slices.__enter__()
    with pytest.raises(WarehouseLocked, match="--wait-seconds"), writer_lock(lock, lock):
        pass
    with one_that_waits(lock, done):
        slices.__exit__(None, None, None)
