"""Runs watched from outside: their log, their figures, and the upgrade of an older warehouse."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from load.connection import query

pytestmark = pytest.mark.slow

SECRET = "HELSINKI VELVETEEN"
"""Words of a page: they stand in no log."""


def log_of(store: Path, number: int) -> list[dict[str, object]]:
    logs = sorted((store / "logs").iterdir(), key=lambda path: path.stat().st_mtime)
    return [json.loads(line) for line in logs[number].read_text("utf-8").splitlines()]


@pytest.fixture
def older(command, make_pdf, tmp_path: Path) -> Path:
    """A warehouse of two documents, as a version with other tables would have left it."""
    folder = tmp_path / "in"
    make_pdf(folder, "one.pdf", text=f"MEMORANDUM\n{SECRET}")
    make_pdf(folder, "two.pdf", text="AIRGRAM\nON ANOTHER MATTER")
    (folder / "broken.pdf").write_text("no PDF")
    path = tmp_path / "w.duckdb"
    ended = command("ingest", folder, "--warehouse", path, "--workers", "2", "--json")
    assert ended.exit_code == 0, ended.output
    (tmp_path / "summary.json").write_text(ended.stdout)
    shutil.copyfile(path, tmp_path / "current.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE warehouse_info SET value = 'old' WHERE name LIKE 'schema%'")
        connection.execute("DROP VIEW ops.runs; DROP VIEW ops.failures; DROP VIEW ops.stages")
        connection.execute("DROP VIEW ops.throughput; ALTER TABLE runs DROP COLUMN metrics")
        connection.execute("ALTER TABLE pages DROP COLUMN skew_degrees")
    return path


def test_an_older_warehouse_is_readable_and_becomes_one_of_this_version(
    command, make_pdf, older: Path, tmp_path: Path
):
    store = tmp_path / "cablehouse-store"
    # What the first run said of itself.
    lines = log_of(store, 0)
    assert SECRET not in json.dumps(lines) and SECRET.split()[1] not in json.dumps(lines)
    codes = [line["code"] for line in lines]
    assert codes[0] == "run.started" and codes[-1] == "run.published"
    assert codes.count("document.read") == 2 and codes.count("document.not_a_pdf") == 1
    assert all("document" in line for line in lines if str(line["code"]).startswith("document."))
    metrics = json.loads((tmp_path / "summary.json").read_text())["metrics"]
    assert metrics["failures"] == [{"code": "document.not_a_pdf", "documents": 1}]
    assert metrics["cpu_seconds"] > 0 and metrics["worker_peak_bytes"] > 10_000_000
    assert [stage["stage"] for stage in metrics["stages"]] == [
        "load", "read", "build", "judge",
    ]  # fmt: skip
    assert metrics["samples"][-1]["documents_done"] == 3
    stored = query(tmp_path / "current.duckdb", "SELECT * FROM ops.runs")
    assert stored[0]["seconds"] == metrics["seconds"]

    # Commands that read say what they can, and what to do.
    asked = command("query", "SELECT count(*) AS n FROM documents", "--warehouse", older)
    assert asked.exit_code == 0 and "3" in asked.stdout
    lacking = command("query", "FROM ops.runs", "--warehouse", older)
    assert lacking.exit_code == 2 and "`cablehouse reparse` makes them" in lacking.stderr
    looked = command("doctor", "--warehouse", older)
    assert looked.exit_code == 0 and "`cablehouse reparse` writes it anew" in looked.stdout

    # Without its stored documents nothing is lost, and nothing replaced.
    before = older.read_bytes()
    another = make_pdf(tmp_path / "more", "three.pdf", text="TELEGRAM\nA THIRD MATTER")
    refused = command(
        "ingest", another, "--warehouse", older, "--store", tmp_path / "empty", "--workers", "1"
    )
    assert refused.exit_code == 4 and "cablehouse reparse" in refused.stderr
    assert older.read_bytes() == before

    # An ingest of something else brings the documents along, from the store and with no PDF.
    shutil.rmtree(tmp_path / "in")
    ended = command("ingest", another, "--warehouse", older, "--workers", "2")
    assert ended.exit_code == 0, ended.output
    assert "3 further documents from the stored pages" in ended.stdout
    names = query(older, "SELECT file_name, status FROM documents ORDER BY file_name")
    assert [(row["file_name"], row["status"]) for row in names] == [
        ("broken.pdf", "failed"),
        ("one.pdf", "no_cable"),
        ("three.pdf", "no_cable"),
        ("two.pdf", "no_cable"),
    ]
    runs = query(older, "SELECT seconds FROM ops.runs")
    assert runs[0]["seconds"] is None and runs[1]["seconds"] > 0
    # And what was there before is as a warehouse of this version had it.
    kept = tmp_path / "current.duckdb"
    third = "SELECT document_id FROM documents WHERE file_name = 'three.pdf'"
    for table in ("lines", "pages", "documents"):
        ours = (
            f"SELECT COLUMNS(c -> c NOT IN ('run_id', 'loaded_at')) FROM {table} "
            f"ANTI JOIN ({third}) USING (document_id) ORDER BY ALL"
        )
        assert query(older, ours) == query(kept, ours), table
