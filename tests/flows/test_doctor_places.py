"""What the doctor finds where a run would work, and a disk that has no room."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from flows.doctor.places import examine_places
from flows.runs.extraction import Extracted, Job
from flows.runs.run import load_all, starting
from flows.settings import Settings
from load.errors import DiskLow
from load.making.space import LEFT_BYTES, SPARE_BYTES, needed_to_build
from load.tables.rows import Failure
from tests.faults.disk import fill, small_disk
from tests.load.invented import document, publish

pytestmark = pytest.mark.slow

Spoil = Callable[[Settings, pytest.MonkeyPatch], None]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    path = tmp_path / "w.duckdb"
    publish(path, [document(1)])
    return Settings(warehouse=path, store=str(tmp_path / "store"))


def sql(text: str) -> Spoil:
    def spoil(settings: Settings, _: pytest.MonkeyPatch) -> None:
        with duckdb.connect(str(settings.warehouse)) as connection:
            connection.execute(text)

    return spoil


def no_warehouse(settings: Settings, _: pytest.MonkeyPatch) -> None:
    settings.warehouse.unlink()


def no_database(settings: Settings, _: pytest.MonkeyPatch) -> None:
    settings.warehouse.write_bytes(b"something else" * 1000)


def file_for_a_folder(settings: Settings, _: pytest.MonkeyPatch) -> None:
    Path(settings.store_root).touch()


def killed_run(settings: Settings, _: pytest.MonkeyPatch) -> None:
    settings.warehouse.with_name("w.duckdb.next.duckdb").touch()


def another_format(settings: Settings, _: pytest.MonkeyPatch) -> None:
    file = Path(settings.store_root) / "documents" / "ab" / "abc.json.gz"
    file.parent.mkdir(parents=True)
    file.write_bytes(gzip.compress(json.dumps({"format": 0, "document": {}}).encode()))


def no_server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")


LATER = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%d %H:%M:%S")
OLD_TABLES = "UPDATE warehouse_info SET value = 'old' WHERE name = 'schema_fingerprint'"


@pytest.mark.parametrize(
    ("spoil", "name", "is_fine", "told"),
    [
        (no_warehouse, "warehouse", True, "none yet"),
        (sql(OLD_TABLES), "warehouse", False, "1 documents, of another version: readable"),
        (sql("DROP TABLE documents"), "warehouse", False, "not a cablehouse warehouse"),
        (no_database, "warehouse", False, "cannot be read as a DuckDB"),
        (file_for_a_folder, "page store", False, "name another place with --store"),
        (killed_run, "writer", True, "a run that was killed left w.duckdb.next.duckdb"),
        (another_format, "store's format", False, "run `cablehouse ingest` again"),
        (no_server, "Prefect's server", False, "no Prefect server answers"),
        (sql(f"UPDATE runs SET finished_at = '{LATER}'"), "clock", False, "set the clock"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_doctor_says_what_is_wrong(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Spoil,
    name: str,
    is_fine: bool,
    told: str,
):
    assert [f for f in examine_places(settings) if not f.is_fine] == []
    spoil(settings, monkeypatch)
    findings = {finding.name: finding for finding in examine_places(settings)}
    assert findings[name].is_fine is is_fine
    assert told in findings[name].found
    assert [f.name for f in findings.values() if not f.is_fine] == ([] if is_fine else [name])


def test_the_doctor_names_the_run_at_work(settings: Settings):
    from load.warehouse import building

    with building(settings.warehouse):
        findings = {finding.name: finding for finding in examine_places(settings)}
    assert f"process {os.getpid()} writes it now" in findings["writer"].found


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with just the room a first run asks for, and 5 MB."""
    with small_disk(tmp_path / "disk", SPARE_BYTES + 5_000_000) as disk:
        yield disk


def one_document() -> Iterator[Extracted]:
    job = Job(path=Path("a.pdf"), document_id="0" * 64, file_name="a", source_uri="a", byte_count=0)
    yield Extracted(job=job, failure=Failure(code="document.not_a_pdf", message="none"))


def test_a_run_does_not_begin_without_room(disk: Path):
    settings = Settings(warehouse=disk / "w.duckdb")
    fill(disk, SPARE_BYTES - 1_000_000)
    with pytest.raises(DiskLow, match="cablehouse prune"), starting(settings, "in", None):
        pass
    assert {path.name for path in disk.iterdir()} == {"others", "cablehouse-store"}
    findings = {finding.name: finding for finding in examine_places(settings)}
    assert not findings["room beside it"].is_fine


def test_a_run_stops_before_the_disk_is_full_and_the_old_warehouse_stands(disk: Path):
    settings = Settings(warehouse=disk / "w.duckdb", store=str(disk / "store"))
    publish(settings.warehouse, [document(1)])
    before = settings.warehouse.read_bytes()
    assert needed_to_build(settings.warehouse) > SPARE_BYTES
    subprocess.run(["mount", "-o", f"remount,size={2 * SPARE_BYTES}", str(disk)], check=True)
    with (
        pytest.raises(DiskLow, match="the new warehouse needs"),
        starting(settings, "in", None) as run,
    ):
        run.require_room()
        fill(disk, LEFT_BYTES)
        load_all(run, one_document())
    assert settings.warehouse.read_bytes() == before
    left = {path.name for path in disk.iterdir()}
    assert left == {"others", "store", "w.duckdb", "w.duckdb.lock"}
    (log,) = (disk / "store" / "logs").iterdir()
    last = json.loads(log.read_text().splitlines()[-1])
    assert last["code"] == "warehouse.disk_low"
