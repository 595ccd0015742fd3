"""The command's surface: what it offers, and how fast it answers."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from extract.engines import READING_ENGINES, tesserocr
from flows.cli import app
from flows.doctor.examine import examine

COMMANDS = [
    (
        "ingest",
        "--warehouse",
        "--store",
        "--strict",
        "--workers",
        "--patches",
        "--where",
        "--since",
    ),
    ("reparse", "--warehouse", "--store", "--strict", "--workers", "--patches", "--where"),
    ("show", "--json", "--noise"),
    ("check", "--warehouse"),
    ("score", "TRUTH", "--warehouse"),
    ("export", "--to", "--format", "--single-files", "--spreadsheet-safe"),
    ("query", "--warehouse", "--csv", "--json"),
    ("quarantine", "list", "retry"),
    ("review", "--to"),
    ("serve", "--cron", "--timezone"),
    ("doctor",),
    ("settings",),
]


@pytest.mark.parametrize("expected", COMMANDS, ids=lambda expected: expected[0])
def test_every_command_explains_itself(expected):
    name, *words = expected
    result = CliRunner().invoke(app, [name, "--help"])
    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from flows.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'prefect', 'duckdb', 'pandas', 'numpy', 'great_expectations', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


def test_doctor_finds_what_is_installed():
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 0, result.output
    assert "tesseract" in result.stdout and "prefect" in result.stdout


def test_doctor_shows_every_engine_and_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    tesserocr._checked.cache_clear()
    findings = {finding.name: finding for finding in examine()}
    assert {f"or engine {name}" for name in READING_ENGINES[1:]} <= set(findings)
    missing = findings["or engine tesserocr"]
    assert "make engines" in missing.found and missing.is_optional and not missing.is_fine
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 0, "a run can do without"
    monkeypatch.setenv("CABLEHOUSE_ENGINE", "tesserocr")
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 3, "this one cannot"
    tesserocr._checked.cache_clear()


def test_doctor_misses_what_is_not(monkeypatch):
    monkeypatch.setenv("CABLEHOUSE_LANGUAGE", "tlh")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 3
    assert "MISSING" in result.stdout


def test_settings_are_listed_with_their_variables():
    result = CliRunner().invoke(app, ["settings"])
    assert "CABLEHOUSE_WORKERS" in result.stdout


def test_export_knows_its_formats(tmp_path):
    result = CliRunner().invoke(app, ["export", "--to", str(tmp_path), "--format", "xlsx"])
    assert result.exit_code == 2
    assert "xlsx" in result.stderr and "parquet" in result.stderr


def test_marks_for_spreadsheets_are_for_csv(tmp_path):
    result = CliRunner().invoke(app, ["export", "--to", str(tmp_path), "--spreadsheet-safe"])
    assert result.exit_code == 2
    assert "--format csv" in result.stderr
