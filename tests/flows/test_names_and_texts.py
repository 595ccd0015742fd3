"""Names and texts are data, wherever they are shown: a table of hostile ones through a whole run.

The dashboard's pages have the same in `tests/infra/dashboard`, readings of files in `test_show`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys

import pytest
from typer.testing import Result

from extract.page import Box, Page, TextLine, TextSource, Word
from extract.store.document_record import DocumentRecord
from extract.store.store import PageStore
from flows.command.report import RowForm, show_rows
from load.connection import query

pytestmark = pytest.mark.slow

TEXTS = {
    "clears the screen": "\x1b[2J\x1b]0;owned\x07",
    "8-bit escape": "\x9b31mRED",
    "SQL": "Robert'); DROP TABLE cables; --",
    "HTML": "<script>alert(1)</script>",
    "formula": "=cmd|'/c calc'!A1",
    "right to left": "\u202efdp.exe",
    "NUL": "nul\x00here",
    "half a character": "half\ud800word",
    "separators": "one\u2028two\u2029three\x85four",
    "backspaces": "secret\b\b\b\b\b\bpublic",
    "template": "{{ 7 * 7 }} %s ${x} [bold]",
    "option": "--help",
    "forged line": "\r\nERROR: forged",
}
NAMES = (
    "../../escape\x1b[31m.pdf",
    "two\nlines.pdf",
    "\u202efdp.exe.pdf",
    "'; DROP TABLE documents; --.pdf",
    "<img src=x onerror=alert(1)>.pdf",
    "-rf.pdf",
    "=1+1.pdf",
    "x" * 250 + ".pdf",
)
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
"""What a terminal would obey; tabs and ends of lines apart."""


def line_of(line_no: int, text: str) -> TextLine:
    """A printed line, each of its words 80 points wide."""
    top = 12.0 * line_no
    words = [
        Word(text=word, box=Box(x0=10.0 + 80 * n, top=top, x1=80.0 + 80 * n, bottom=top + 9))
        for n, word in enumerate(text.split(" "))
        if word
    ]
    return TextLine(page_no=1, line_no=line_no, words=tuple(words))


@pytest.fixture
def run(command, tmp_path) -> Result:
    """A run over a store that holds a cable of every text, and a failed file of every name."""
    store = PageStore(tmp_path / "cablehouse-store")
    head = ("FM AMEMBASSY HELSINKI", "TO SECSTATE WASHDC 1234", "R 212028Z FEB 78",
            "UNCLAS HELSINKI 2673", "SUBJECT: " + " ".join(TEXTS.values()))  # fmt: skip
    body = [f"{n}. (U) BEGIN {text} END." for n, text in enumerate(TEXTS.values(), start=1)]
    page = Page(
        document_id="a" * 64,
        page_no=1,
        width=2000.0,
        height=792.0,
        source=TextSource.EMBEDDED,
        engine="test",
        route_reason=TEXTS["clears the screen"],
        lines=tuple(line_of(n, text) for n, text in enumerate([*head, *body], start=1)),
    )
    store.put_page(page, "key")
    store.put_document(record_of("a" * 64, NAMES[0]))
    for number, name in enumerate(NAMES):
        store.put_document(record_of(f"{number:064}", name, failure=f"{name} is broken; fetch it"))
    result: Result = command("reparse", "--warehouse", tmp_path / "w.duckdb", "--workers", "1")
    assert result.exit_code == 0, result.output
    return result


def record_of(document_id: str, name: str, failure: str | None = None) -> DocumentRecord:
    return DocumentRecord(
        document_id=document_id,
        file_name=name,
        source_uri=name,
        byte_count=1,
        page_count=None if failure else 1,
        page_key=None if failure else "key",
        failure_code="document.not_a_pdf" if failure else None,
        failure_message=failure,
    )


def test_names_and_texts_are_stored_as_they_are_and_obeyed_nowhere(
    run, command, tmp_path, monkeypatch, capsys
):
    warehouse = tmp_path / "w.duckdb"
    at = ("--warehouse", warehouse)

    # Stored whole: halves of characters have no place in UTF-8, and are the one exception.
    lines = [row["text"] for row in query(warehouse, "SELECT text FROM lines")]
    for text in TEXTS.values():
        whole = " ".join(part for part in text.split(" ") if part).replace("\ud800", "\ufffd")
        assert any(whole in line for line in lines), whole
    names = query(warehouse, "SELECT source_uri FROM documents")
    places = {row["source_uri"] for row in names}
    assert places == set(NAMES), places ^ set(NAMES)

    # Shown, and obeyed by no terminal.
    everything = "SELECT * FROM lines JOIN documents USING (document_id) ORDER BY ALL"
    shown = [run]
    shown += [command(*words, *at) for words in (
        ("query", everything), ("query", everything, "--json"), ("quarantine", "list"),
        ("quarantine", "list", "--json"), ("review",), ("review", "--json"), ("check",),
        ("query", "SELECT '\x1b[31m' AS \"\x1b[32m\" FROM nothing"),
    )]  # fmt: skip
    for result in shown:
        assert not OBEYED.search(result.output), ascii(result.output[:500])
    told = shown[4]
    assert {row["source_uri"] for row in json.loads(told.stdout)} >= set(NAMES[1:]), "JSON is whole"
    assert len(shown[3].stdout.splitlines()) >= 2 + len(NAMES), "a row on a line"

    # CSV is for programs, and neutral where a person looks at it.
    rows = query(warehouse, "SELECT text FROM lines ORDER BY ALL")
    asked = command("query", "SELECT text FROM lines ORDER BY ALL", "--csv", *at)
    # Not `stdout`: the runner makes every line end a plain one.
    printed = io.StringIO(asked.stdout_bytes.decode(), newline="")
    assert [row[0] for row in csv.reader(printed)][1:] == [row["text"] for row in rows]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    capsys.readouterr()
    show_rows(rows, RowForm.CSV)
    assert not OBEYED.search(capsys.readouterr().out)

    # A spreadsheet computes nothing, and no name of a file becomes a place to write.
    exported = command(
        "export", "--to", tmp_path / "out", "--format", "csv", "--single-files",
        "--spreadsheet-safe", *at,
    )  # fmt: skip
    assert exported.exit_code == 0, exported.output
    with (tmp_path / "out" / "documents.csv").open(newline="", encoding="utf-8") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert "'=1+1.pdf" in cells and not [cell for cell in cells if cell[:1] in "=+@" and cell]
    assert {path.name for path in tmp_path.iterdir()} <= {
        "cablehouse-store", "w.duckdb", "w.duckdb.lock", "out",
    }  # fmt: skip

    # A line of the log is one line, whatever a name holds.
    (log,) = (tmp_path / "cablehouse-store" / "logs").iterdir()
    assert not OBEYED.search(log.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in NAMES if "/" not in name])
def test_an_error_that_names_a_file_moves_no_cursor(command, tmp_path, name):
    result = command("show", tmp_path / f"\x1b[31m{name}"[:255])
    assert result.exit_code == 2
    assert not OBEYED.search(result.output), ascii(result.output)
    assert "\\x1b[31m" in result.output


def test_no_name_of_a_document_leads_out_of_the_store(tmp_path):
    """What is stored lies by the sha256 of its bytes: the name is a value, never a path."""
    store = PageStore(tmp_path / "store")
    store.put_document(record_of("b" * 64, "../../../outside.pdf"))
    assert list(tmp_path.rglob("*outside*")) == []
    assert [path.name for path in tmp_path.iterdir()] == ["store"]
