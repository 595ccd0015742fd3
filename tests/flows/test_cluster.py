"""A run on a cluster that loses a machine, and a warehouse asked in an object store."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import s3fs

from load.asks.compare import changed_tables
from load.connection import query
from load.exports.lake import query_lake
from load.tables.ddl import views
from load.tables.records import TABLES
from tests.cluster import ELSEWHERE
from tests.cluster.machines import Machines
from tests.cluster.releases import make_born_digital

pytestmark = [pytest.mark.proof, pytest.mark.slow]

RELEASES = 4
"""None needs OCR, and one cannot be read."""


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with Machines(tmp_path_factory.mktemp("machines")) as machines:
        machines.start_worker()
        machines.start_worker()
        yield machines


@pytest.fixture
def store(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> Iterator[s3fs.S3FileSystem]:
    for name, value in machines.environment.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    yield s3fs.S3FileSystem(use_listings_cache=False)
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_run_on_a_cluster_that_loses_a_machine_gives_the_rows_of_one_machine(
    machines, store, command, tmp_path, monkeypatch
):
    releases, alone, together = tmp_path / "in", tmp_path / "a.duckdb", tmp_path / "b.duckdb"
    make_born_digital(releases, RELEASES)
    store.mkdir("cables")
    store.put(str(releases), "cables/releases", recursive=True)
    assert command("ingest", releases, "--warehouse", alone).exit_code == 0

    killer = threading.Thread(target=kill_once_stored, args=(machines, store, 2), daemon=True)
    killer.start()
    monkeypatch.setenv("CABLEHOUSE_DASK_SCHEDULER", machines.scheduler)
    monkeypatch.setenv("CABLEHOUSE_LAKE", "s3://cables/lake")
    ended = command(
        *("ingest", "s3://cables/releases", "--warehouse", together),
        *("--store", "s3://cables/store"),
    )
    assert ended.exit_code == 0, ended.output
    killer.join()
    assert machines.workers[0].poll() is not None, "one machine was lost"
    assert changed_tables(alone, together, leave_out=ELSEWHERE) == ()
    assert not store.find("cables/store/marks"), "what machines were known by is gone"

    assert_lake_holds_the_same("s3://cables/lake", together)


def test_what_a_machine_warns_of_is_in_the_log_of_the_run(
    machines, store, command, tmp_path, monkeypatch
):
    releases, pages = tmp_path / "in", "warned-of/pages"
    make_born_digital(releases, 1)
    store.mkdir("warned-of")
    monkeypatch.setenv("CABLEHOUSE_DASK_SCHEDULER", machines.scheduler)
    for name in ("first", "second"):
        place = ("--warehouse", tmp_path / name / "w.duckdb", "--store", f"s3://{pages}")
        (tmp_path / name).mkdir()
        ended = command("ingest", releases, *place)
        assert ended.exit_code == 0, ended.output
        (damaged,) = store.find(f"{pages}/pages")
        store.pipe_file(damaged, b"a disk block gone bad")
    (log,) = (tmp_path / "second" / "cablehouse-store" / "logs").iterdir()
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    of_machine = [line for line in lines if "machine" in line]
    assert {line["message"].partition(" (")[0] for line in of_machine} == {
        f"stored page 1 of document {damaged.split('/')[-3]} is damaged"
    }
    assert {(line["level"], line["document"], line["page"]) for line in of_machine} == {
        ("WARNING", damaged.split("/")[-3], 1)
    }


def test_the_doctor_asks_every_machine(machines, store, command, tmp_path, monkeypatch):
    store.mkdir("looked-at")
    old = tmp_path / "packages" / "pdfplumber-0.0.1.dist-info"
    old.mkdir(parents=True)
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: pdfplumber\nVersion: 0.0.1\n")
    before = machines.worker_count()
    machines.start_worker(PYTHONPATH=str(old.parent))
    while machines.worker_count() == before:
        time.sleep(0.3)
    monkeypatch.setenv("CABLEHOUSE_DASK_SCHEDULER", machines.scheduler)
    monkeypatch.setenv("CABLEHOUSE_LAKE", "s3://looked-at/lake")
    ended = command(
        *("doctor", "--store", "s3://looked-at/pages", "--json"),
        *("--warehouse", tmp_path / "w.duckdb"),
    )
    assert ended.exit_code == 3
    found = {one["name"]: one for one in json.loads(ended.stdout)}
    (wrong,) = (one for one in found.values() if not one["is_fine"] and not one["is_optional"])
    assert wrong["name"].startswith("worker tcp://127.0.0.1:")
    assert "it has pdfplumber 0.0.1 instead of" in wrong["found"]
    assert found["Dask scheduler"]["found"].endswith(f"{before + 1} workers")
    assert found["workers"]["found"].startswith(f"{before} as this machine")
    assert not store.find("looked-at"), "nothing stays"


def kill_once_stored(machines: Machines, store: s3fs.S3FileSystem, pages: int) -> None:
    while len(store.find("cables/store/pages")) < pages:
        time.sleep(0.3)
    machines.kill_worker(0)


def assert_lake_holds_the_same(lake: str, warehouse: Path) -> None:
    """Every table and view asked in the object store gives what it gives in the file."""
    tables = [table.name for table in TABLES if not table.name.startswith("search_")]
    names = tables + [view.full_name for view in views() if not view.is_macro]
    asked = " UNION ALL ".join(
        f"SELECT '{name}' AS name, count(*) AS rows, bit_xor(hash(t::VARCHAR)) AS rows_hash "
        f"FROM {name} AS t"
        for name in names
    )
    assert query_lake(lake, asked) == query(warehouse, asked)
