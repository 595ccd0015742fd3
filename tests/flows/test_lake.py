"""A warehouse on its way to an object store: what a kill leaves, and what the next one removes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from load.exports.lake import SCRATCH_NAME, query_lake, write_lake
from load.files import WarehouseFiles
from load.lock import writer_lock
from tests.load.invented import document, published

pytestmark = pytest.mark.slow

ADDRESS = "s3://cables/lake"
KILLED = """
import os, signal, sys
from load.exports.lake import write_lake
sys.addaudithook(lambda event, _: event == "os.rename" and os.kill(os.getpid(), signal.SIGKILL))
write_lake(*sys.argv[1:])
"""
"""Is killed when the first of the Parquet files is written and has not got its name yet."""


def test_what_a_killed_publication_left_goes_with_the_next(objects, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    published(warehouse, [document(1)])
    beside = {path.name for path in tmp_path.iterdir()}
    command = [sys.executable, "-c", KILLED, str(warehouse), ADDRESS]
    assert subprocess.run(command).returncode == -signal.SIGKILL
    (left,) = tmp_path.glob(f"{SCRATCH_NAME}*")
    assert any((left / "snapshot").iterdir())
    objects.pipe_file("cables/lake/snapshots/half/cables.parquet", b"half")
    at = time.time() - 7200
    os.utime(left, (at, at))

    write_lake(warehouse, ADDRESS)
    assert {path.name for path in tmp_path.iterdir()} == beside
    assert len(objects.ls("cables/lake/snapshots")) == 1
    assert query_lake(ADDRESS, "SELECT count(*) AS n FROM documents") == [{"n": 1}]


def test_an_export_keeps_out_of_the_way_of_a_run_that_publishes(objects, command, tmp_path):
    warehouse = tmp_path / "w.duckdb"
    published(warehouse, [document(1)])
    export = ("export", "--to", ADDRESS, "--warehouse", warehouse)
    with writer_lock(warehouse, WarehouseFiles.beside(warehouse).lock):
        refused = command(*export)
    assert refused.exit_code == 4 and "another" in refused.stderr
    assert not objects.exists("cables/lake")
    assert command(*export).exit_code == 0
