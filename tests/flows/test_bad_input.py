"""Every kind of bad input: a message that says what to do, the right exit code, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from load.connection import query
from load.warehouse import building
from tests.faults.command import COMMAND

pytestmark = pytest.mark.slow

FILE_SIZE_LIMIT = 200_000
"""Bytes a process may write to a file where a full disk is played: pages fit, no warehouse does."""


def statuses(warehouse: Path) -> dict[str, tuple[str, str | None]]:
    rows = query(
        warehouse,
        "SELECT file_name, status, code FROM documents LEFT JOIN quarantine USING (document_id)",
    )
    return {row["file_name"]: (row["status"], row["code"]) for row in rows}


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Path:
    """An empty folder, for what the first test that asks for it ingests for all."""
    folder: Path = tmp_path_factory.mktemp("once")
    return folder


@pytest.fixture
def ingested(once, command, bad_input, tmp_path) -> Path:
    """A warehouse of every kind of bad file (they are in `once / "in"`), its store, its summary."""
    if not list(once.iterdir()):
        shutil.copytree(bad_input, once / "in", symlinks=True)
        own = ("--warehouse", once / "w.duckdb", "--workers", "2")
        result = command("ingest", once / "in", *own, "--json")
        assert result.exit_code == 0, result.output
        (once / "summary.json").write_text(result.stdout)
    folder: Path = tmp_path / "ingested"
    shutil.copytree(once, folder, symlinks=True)
    return folder


def test_files_that_cannot_be_used_are_listed_and_do_not_stop_the_rest(ingested):
    warehouse = ingested / "w.duckdb"
    assert statuses(warehouse) == {
        "good.pdf": ("no_cable", None),
        "not_a_pdf.pdf": ("failed", "document.not_a_pdf"),
        "truncated.pdf": ("failed", "document.not_a_pdf"),
        "zero_bytes.pdf": ("failed", "document.not_a_pdf"),
        "no_pages.pdf": ("failed", "document.no_pages"),
        "encrypted.pdf": ("failed", "document.encrypted"),
        "unreadable.pdf": ("failed", "document.unreadable_file"),
    }
    summary = json.loads((ingested / "summary.json").read_text())
    assert summary["documents"] == {"loaded": 0, "no_cable": 1, "quarantined": 0, "failed": 6}
    assert {item["file_name"] for item in summary["left_out"]} == {
        name for name in statuses(warehouse) if name != "good.pdf"
    }
    (run,) = query(warehouse, "SELECT * FROM runs")
    assert (run["documents_seen"], run["documents_loaded"], run["documents_failed"]) == (7, 1, 6)
    assert (run["pages_embedded"], run["pages_ocr"]) == (1, 0)


def test_the_same_call_again_changes_no_row_but_a_run(command, once, ingested):
    warehouse = ingested / "w.duckdb"
    tables = """
        SELECT schema_name || '.' || table_name AS name FROM duckdb_tables()
        WHERE table_name <> 'runs'
    """

    def rows() -> dict[str, list[dict[str, object]]]:
        names = [row["name"] for row in query(warehouse, tables)]
        return {name: query(warehouse, f"SELECT * FROM {name} ORDER BY ALL") for name in names}

    before = rows()
    again = command("ingest", once / "in", "--warehouse", warehouse)
    assert again.exit_code == 0
    assert "nothing changed" in again.stdout
    assert rows() == before
    runs = query(warehouse, "SELECT pages_embedded + pages_ocr AS pages FROM runs ORDER BY 1")
    assert [run["pages"] for run in runs] == [0, 1]


def test_reparse_gives_the_tables_of_ingest(command, ingested):
    store = ingested / "cablehouse-store"
    by_ingest, by_reparse = ingested / "w.duckdb", ingested / "reparse.duckdb"
    result = command("reparse", "--warehouse", by_reparse, "--store", store, "--workers", "2")
    assert result.exit_code == 0, result.output
    for table in ("documents", "document_sources", "pages", "lines", "cables", "quarantine"):
        sql = f"SELECT * EXCLUDE (run_id, loaded_at) FROM {table} ORDER BY ALL"
        if table not in ("documents", "cables"):
            sql = f"SELECT * FROM {table} ORDER BY ALL"
        if table == "cables":
            sql = "SELECT * EXCLUDE (run_id) FROM cables ORDER BY ALL"
        if table == "quarantine":
            sql = "SELECT * EXCLUDE (quarantined_at) FROM quarantine ORDER BY ALL"
        assert query(by_ingest, sql) == query(by_reparse, sql), table


def test_strict_tells_by_its_exit_code(command, once, ingested):
    warehouse = ingested / "w.duckdb"
    result = command("ingest", once / "in", "--warehouse", warehouse, "--strict")
    assert result.exit_code == 1
    assert "encrypted.pdf" in result.stdout and "document.encrypted" in result.stdout
    assert query(warehouse, "SELECT count(*) AS n FROM runs") == [{"n": 2}], (
        "published all the same"
    )


def test_a_file_mended_in_the_meantime_is_taken_up(command, make_pdf, tmp_path):
    folder, warehouse = tmp_path / "in", tmp_path / "w.duckdb"
    make_pdf(folder, "good.pdf")
    broken = folder / "broken.pdf"
    broken.write_text("half a download")
    arguments = ("ingest", folder, "--warehouse", warehouse)
    command(*arguments)
    make_pdf(folder, "broken.pdf", text="AIRGRAM")
    assert command(*arguments, "--strict").exit_code == 0
    assert statuses(warehouse)["good.pdf"] == ("no_cable", None)


def test_the_same_file_twice_is_one_document(command, make_pdf, tmp_path):
    folder, warehouse = tmp_path / "in", tmp_path / "w.duckdb"
    one = make_pdf(folder, "b.pdf")
    (folder / "a").mkdir()
    (folder / "a" / "copy.pdf").write_bytes(one.read_bytes())
    result = command("ingest", folder, "--warehouse", warehouse)
    assert result.exit_code == 0
    assert "1 further copies" in result.stdout
    rows = query(warehouse, "SELECT source_uri FROM documents")
    assert rows == [{"source_uri": "a/copy.pdf"}]
    (folder / "later.pdf").write_bytes(one.read_bytes())
    one.unlink()
    command("ingest", folder, "--warehouse", warehouse)
    places = query(warehouse, "SELECT source_uri, file_name FROM document_sources")
    assert [tuple(row.values()) for row in places] == [
        ("a/copy.pdf", "copy.pdf"), ("b.pdf", "b.pdf"), ("later.pdf", "later.pdf"),
    ]  # fmt: skip


ODD_NAMES = [
    "x" * 251 + ".pdf",
    "[bold]brackets 'quotes' \"double\" $HOME `id`.pdf",
    "tab\tand\nnewline.PDF",
    "Zürich 東京 🗼.pdf",
    "-rf --force.pdf",
    "caf\udce9.pdf",
]


def test_odd_and_very_long_names(command, make_pdf, tmp_path):
    folder, warehouse = tmp_path / "in", tmp_path / "w.duckdb"
    for number, name in enumerate(ODD_NAMES):
        make_pdf(folder, name, text=f"MEMORANDUM {number}")
    (folder / ODD_NAMES[0]).write_text("no PDF")
    result = command("ingest", folder, "--warehouse", warehouse, "--workers", "2")
    assert result.exit_code == 0, result.output
    assert len(statuses(warehouse)) == len(ODD_NAMES)


@pytest.mark.parametrize(
    ("source", "said"),
    [("missing", "does not exist"), ("empty", "no PDF under"), ("letters", "no PDF under")],
)
def test_nothing_to_read_is_wrong_usage(command, tmp_path, source, said):
    (tmp_path / "empty").mkdir()
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").touch()
    warehouse = tmp_path / "w.duckdb"
    result = command("ingest", tmp_path / source, "--warehouse", warehouse)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not warehouse.exists()


@pytest.mark.parametrize(
    "arguments",
    [("ingest",), ("ingest", "in", "--workers", "0"), ("ingest", "in", "--no-such-option")],
)
def test_wrong_usage(command, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    result = command(*arguments)
    assert result.exit_code == 2
    assert result.stderr


def test_a_warehouse_another_run_is_writing(command, make_pdf, tmp_path):
    folder, warehouse = tmp_path / "in", tmp_path / "w.duckdb"
    make_pdf(folder, "good.pdf")
    with building(warehouse):
        result = command("ingest", folder, "--warehouse", warehouse)
    assert result.exit_code == 4
    assert "another run" in result.stderr and "Wait until it ends" in result.stderr
    assert not warehouse.exists()


@pytest.mark.parametrize(
    ("warehouse", "said"), [("no/such/folder/w.duckdb", "no folder"), ("in", "is a folder")]
)
def test_a_warehouse_that_cannot_be_there(command, make_pdf, tmp_path, warehouse, said):
    make_pdf(tmp_path / "in", "good.pdf")
    arguments = ("--warehouse", tmp_path / warehouse, "--store", tmp_path / "store")
    result = command("ingest", tmp_path / "in", *arguments)
    assert result.exit_code == 4
    assert said in result.stderr


def test_a_file_that_is_no_warehouse_is_not_overwritten(command, make_pdf, tmp_path):
    make_pdf(tmp_path / "in", "good.pdf")
    warehouse = tmp_path / "w.duckdb"
    warehouse.write_text("my notes, ten years of them")
    result = command("ingest", tmp_path / "in", "--warehouse", warehouse)
    assert result.exit_code == 4
    assert warehouse.read_text() == "my notes, ten years of them"


def in_a_process(
    *arguments: str | Path, environment: Mapping[str, str], limit: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, for what cannot be played in this one."""
    command = [*COMMAND, *map(str, arguments)]
    if limit is not None:
        set_limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit},) * 2);"
        command[2] = set_limit + command[2]
    return subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120
    )


def test_a_missing_tool(api, make_pdf, tmp_path):
    make_pdf(tmp_path / "in", "good.pdf")
    warehouse = tmp_path / "w.duckdb"
    ended = in_a_process(
        "ingest", tmp_path / "in", "--warehouse", warehouse, environment={"PATH": "/nonexistent"}
    )
    assert ended.returncode == 3, ended.stderr
    assert "tesseract is not installed" in ended.stderr and "install it" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not warehouse.exists()


def test_a_missing_language(command, make_pdf, tmp_path, monkeypatch, capfd):
    make_pdf(tmp_path / "in", "good.pdf")
    warehouse = tmp_path / "w.duckdb"
    monkeypatch.setenv("CABLEHOUSE_LANGUAGE", "tlh")
    result = command("ingest", tmp_path / "in", "--warehouse", warehouse)
    assert result.exit_code == 3
    assert "no language data for tlh" in result.stderr and "install" in result.stderr
    assert "Traceback" not in result.stderr + capfd.readouterr().err
    assert not warehouse.exists()


@pytest.mark.proof
def test_a_full_disk_leaves_the_published_warehouse(api, command, make_pdf, tmp_path):
    folder, warehouse = tmp_path / "in", tmp_path / "w.duckdb"
    make_pdf(folder, "good.pdf")
    assert command("ingest", folder, "--warehouse", warehouse).exit_code == 0
    published = warehouse.read_bytes()
    make_pdf(folder, "more.pdf", text="AIRGRAM")
    ended = in_a_process(
        "ingest", folder, "--warehouse", warehouse, environment={}, limit=FILE_SIZE_LIMIT
    )
    assert ended.returncode == 4, ended.stderr
    assert "no room" in ended.stderr and "Free some space" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert warehouse.read_bytes() == published
    left = {path.name for path in tmp_path.glob("w.duckdb*")}
    assert left <= {"w.duckdb", "w.duckdb.lock"}, "nothing half made is left"
    assert command("ingest", folder, "--warehouse", warehouse).exit_code == 0
    assert len(statuses(warehouse)) == 2


def test_an_unknown_prefect_server(command, make_pdf, tmp_path, monkeypatch, capfd):
    make_pdf(tmp_path / "in", "good.pdf")
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    result = command("ingest", tmp_path / "in", "--warehouse", tmp_path / "w.duckdb")
    assert result.exit_code == 4
    assert "no Prefect server answers" in result.stderr and "PREFECT_API_URL" in result.stderr
    assert "Traceback" not in result.stderr + capfd.readouterr().err
