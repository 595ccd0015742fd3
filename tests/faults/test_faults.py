"""Faults in the middle of a run: a kill, once (`make kills` has a hundred), and a full disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.command import PROC, ingest_command, running
from tests.faults.disk import OTHERS, fill_up, small_disk
from tests.faults.kills import NEXT_RUN_S, kill_trials
from tests.faults.sources import make_releases

pytestmark = [
    pytest.mark.proof,
    pytest.mark.slow,
    pytest.mark.ocr,
    pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc to look for processes"),
]

DISK_BYTES = 700_000_000
"""More than a run asks for before it begins."""


def test_a_kill_costs_nothing(tmp_path: Path):
    for trial in kill_trials(tmp_path, trials=1, documents=4, seed=3, say=lambda _: None):
        assert trial.is_fine, trial


def test_a_disk_that_others_fill_costs_the_run_and_nothing_else(tmp_path: Path):
    files = make_releases(tmp_path / "in", 12)
    with small_disk(tmp_path / "disk", DISK_BYTES) as disk:
        warehouse, store, log = disk / "w.duckdb", disk / "store", tmp_path / "log.txt"

        def ingest(source: Path, *, is_filled: bool = False) -> tuple[int, str]:
            with running(ingest_command(source, warehouse), store, log) as process:
                if is_filled:
                    # Its log is there once it holds the warehouse: it reads, and stores pages.
                    known = set(store.glob("logs/*"))
                    while set(store.glob("logs/*")) == known:
                        assert process.poll() is None, log.read_text()
                    fill_up(disk)
                return process.wait(NEXT_RUN_S), log.read_text()

        assert ingest(files[1])[0] == 0
        before = warehouse.read_bytes()
        code, said = ingest(tmp_path / "in", is_filled=True)
        assert code == 4 and "Traceback" not in said, said
        assert warehouse.read_bytes() == before
        assert {path.name for path in disk.iterdir()} == {
            OTHERS, "store", "w.duckdb", "w.duckdb.lock",
        }  # fmt: skip
        (disk / OTHERS).unlink()
        assert ingest(tmp_path / "in")[0] == 0
