"""Export: every table in every format, with the dictionary."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from load.connection import query
from load.errors import DiskFull, WarehouseUnwritable
from load.export import EXPORTED, ExportFormat, export_tables
from tests.load.invented import cable, document, failed, publish, redaction
from tests.load.test_processes import file_size_limit

pytestmark = pytest.mark.slow
"""Every test publishes real warehouse files."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    publish(path, [document(1, cable(1, redactions=(redaction(),))), document(2), failed(3)])
    return path


def test_every_table_in_every_format(path: Path, tmp_path: Path):
    to = tmp_path / "out" / "deeper"
    seen: list[str] = []
    written = export_tables(path, to, list(ExportFormat), progress=seen.append)
    assert seen == [table.name for table in EXPORTED]
    assert len(written) == 3 * len(EXPORTED) + 1
    assert {file.name for file in to.iterdir()} == {file.name for file in written}
    assert "### cables" in (to / "data-dictionary.md").read_text("utf-8")
    with duckdb.connect() as connection:
        for table in EXPORTED:
            expected = query(path, f"SELECT count(*) AS n FROM {table.name}")[0]["n"]
            for form in ExportFormat:
                held = connection.execute(
                    f"SELECT count(*) FROM '{to}/{table.name}.{form}'"
                ).fetchone()
                empty_json = form is ExportFormat.JSONL and expected == 0
                assert held == (expected,) or empty_json, (table.name, form)


def test_parquet_keeps_types_and_order(path: Path, tmp_path: Path):
    export_tables(path, tmp_path)
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT typeof(dtg), captions, mrn FROM '{tmp_path}/cables.parquet'"
        ).fetchall()
    expected = query(path, "SELECT mrn FROM cables ORDER BY cable_id")
    assert [row[:2] for row in rows] == [("TIMESTAMP", ["SENSITIVE", "SIPDIS"])] * 2
    assert [row[2] for row in rows] == [row["mrn"] for row in expected]


def test_the_same_warehouse_gives_the_same_bytes(path: Path, tmp_path: Path):
    one, two = tmp_path / "one", tmp_path / "two"
    for to in (one, two):
        export_tables(path, to, [ExportFormat.CSV, ExportFormat.JSONL])
    for file in one.iterdir():
        assert file.read_bytes() == (two / file.name).read_bytes(), file.name


def test_a_file_where_the_folder_should_be(path: Path):
    with pytest.raises(WarehouseUnwritable, match="--to"):
        export_tables(path, path / "below")


def test_a_full_disk_leaves_no_half_file_under_a_table_s_name(path: Path, tmp_path: Path):
    to = tmp_path / "out"
    with file_size_limit(2_000), pytest.raises(DiskFull, match="--to"):
        export_tables(path, to, [ExportFormat.CSV])
    for file in to.glob("*.csv"):
        assert file.read_text("utf-8").endswith("\n")
    assert {file.suffix for file in to.iterdir()} <= {".csv"}
