"""A temporary folder whose process was killed goes with the next; one that is in use stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.scratch import YOUNG_S, Scratch

PREFIX = ".made-"
HOLDER = """
import sys, time
from pathlib import Path
from extract.scratch import Scratch
scratch = Scratch(sys.argv[1], Path(sys.argv[2]))
(scratch.path / "half").write_text("written so far")
print(scratch.path, flush=True)
time.sleep(600)
"""


@contextmanager
def held(place: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another process with a folder it made long ago."""
    command = [sys.executable, "-c", HOLDER, PREFIX, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            folder = Path(process.stdout.readline().strip())
            grow_old(folder)
            yield process, folder
        finally:
            process.kill()


def grow_old(folder: Path, age_s: float = 2 * YOUNG_S) -> None:
    at = time.time() - age_s
    os.utime(folder, (at, at))


def test_it_goes_with_its_context(tmp_path: Path):
    with Scratch(PREFIX, tmp_path) as scratch:
        (scratch.path / "one").touch()
        assert list(tmp_path.iterdir()) == [scratch.path]
    assert not list(tmp_path.iterdir())


def test_one_whose_process_was_killed_goes_with_the_next(tmp_path: Path):
    with held(tmp_path) as (process, folder):
        with Scratch(PREFIX, tmp_path):
            assert (folder / "half").exists(), "its process is at work"
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Scratch(".other-", tmp_path):
            assert folder.exists(), "it is of another kind"
        grow_old(folder, 0)
        with Scratch(PREFIX, tmp_path):
            assert folder.exists(), "it may just have been made"
        grow_old(folder)
        with Scratch(PREFIX, tmp_path) as scratch:
            assert list(tmp_path.iterdir()) == [scratch.path]


def test_one_that_a_fenced_process_could_only_empty_goes_with_the_next(tmp_path: Path):
    folder = tmp_path / f"{PREFIX}empty"
    folder.mkdir()
    with Scratch(PREFIX, tmp_path):
        assert folder.exists(), "it may just have been made"
    grow_old(folder)
    with Scratch(PREFIX, tmp_path):
        assert not folder.exists()


def test_what_nothing_of_ours_made_stays(tmp_path: Path):
    (tmp_path / f"{PREFIX}folder" / "of another").mkdir(parents=True)
    (tmp_path / f"{PREFIX}file").touch()
    for path in list(tmp_path.iterdir()):
        grow_old(path)
    with Scratch(PREFIX, tmp_path):
        pass
    assert len(list(tmp_path.iterdir())) == 2
