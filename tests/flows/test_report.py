"""The rows of a query: for people a table, for programs every value whole."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, datetime
from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from flows.cli import app
from flows.command import report
from flows.command.report import RowForm, show_rows
from tests.load.invented import document, publish

ROWS = [
    {
        "mrn": "11 LIMA 7",
        "dtg": datetime(2011, 1, 31, 22, 43),
        "tags": ["EFIN", None],
        "share": 1 / 3,
        "is_held": False,
        "text": "two\nlines\x1b[31m",
        "none": None,
        "empty": "",
        "day": date(2011, 1, 31),
    }
]


def printed(capsys, rows=ROWS, form: RowForm = RowForm.TABLE) -> str:
    show_rows(rows, form)
    text: str = capsys.readouterr().out
    return text


def test_a_table_tells_null_from_empty_and_keeps_a_row_on_a_line(capsys):
    header, _, row = printed(capsys).splitlines()
    assert header.split() == list(ROWS[0])
    assert [cell for cell in re.split(" {3,}", row) if cell] == [
        "11 LIMA 7",
        "2011-01-31 22:43:00",
        "EFIN, NULL",
        "0.3333",
        "false",
        r"two⏎lines\x1b[31m",
        "NULL",
        "2011-01-31",
    ], "an empty text is no NULL"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1e9 + 0.5, "1000000000.5"),
        (5743.0, "5743"),
        (1e-7, "1e-07"),
        (0.0, "0"),
        (-2.5, "-2.5"),
        (True, "true"),
        ([], ""),
    ],
)
def test_numbers_are_as_long_as_a_person_reads_them(value, shown):
    assert report._shown(value) == shown


def test_csv_has_every_value_whole(capsys):
    (row,) = csv.DictReader(StringIO(printed(capsys, form=RowForm.CSV)))
    assert row["dtg"] == "2011-01-31T22:43:00Z"
    assert json.loads(row["tags"]) == ["EFIN", None]
    assert float(row["share"]) == 1 / 3
    assert (row["is_held"], row["none"], row["text"]) == ("false", "", ROWS[0]["text"])


def test_json_has_nulls_and_lists(capsys):
    (row,) = json.loads(printed(capsys, form=RowForm.JSON))
    assert (row["tags"], row["none"], row["share"]) == (["EFIN", None], None, 1 / 3)


@pytest.mark.parametrize("form", RowForm)
def test_no_row_is_said(capsys, form):
    assert printed(capsys, [], form) == {"table": "no row\n", "csv": "", "json": "[]\n"}[form]


def test_rows_too_wide_for_a_terminal_become_lists(capsys, monkeypatch):
    terminal = Console
    monkeypatch.setattr(
        report, "Console", lambda **more: terminal(**({"force_terminal": True, "width": 40} | more))
    )
    monkeypatch.setenv("NO_COLOR", "1")
    text = printed(capsys)
    assert "row 1" in text and "│" not in text
    assert any(line.split()[-2:] == ["NULL"] or "NULL" in line for line in text.splitlines())
    assert all(name in text for name in ROWS[0])


@pytest.mark.slow
def test_a_query_may_come_from_a_file(tmp_path):
    path = tmp_path / "w.duckdb"
    publish(path, [document(1)])
    asked = CliRunner().invoke(
        app, ["query", "-", "--csv", "--warehouse", str(path)], input="SELECT mrn FROM cables;"
    )
    assert asked.stdout == "mrn\n11 MEXICO 1\n"
    both = CliRunner().invoke(app, ["query", "SELECT 1", "--csv", "--json"])
    assert both.exit_code == 2 and "--csv" in both.stderr
