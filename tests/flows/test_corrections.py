"""Corrections through the command: replayed on every parse, checked first, fed by the review."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from load.asks.compare import changed_tables
from load.connection import query

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parents[2] / "docs" / "corrections.md"
TELEGRAM = (
    "O R 022125Z JAN 74\nFM AMEMBASSY ACCRA\nTO SECSTATE WASHDC 1844\n \nSECRET ACCRA 0O15\n \n"
    "E.O. 11652: GDS\nTAGS: EAID, GH, US\nSUBJ: COCOA\n \n1. ONE TWO THREE.\nSAMPLE\n"
)
CABLE = "SELECT mrn, serial, subject, run_id FROM cables"
SERIAL = "SELECT value, is_chosen, rule FROM readings WHERE field = 'serial' ORDER BY is_chosen"


@pytest.fixture(scope="module")
def ingested(tmp_path_factory) -> Path:
    """An empty folder, for what the first test that asks for a warehouse ingests for all."""
    folder: Path = tmp_path_factory.mktemp("ingested")
    return folder


@pytest.fixture
def warehouse(ingested, command, make_pdf, tmp_path) -> Path:
    """A warehouse with one cable whose number is misprinted, its file and its store beside it."""
    if not list(ingested.iterdir()):
        make_pdf(ingested / "in", "a.pdf", TELEGRAM)
        published = command("ingest", ingested / "in", "--warehouse", ingested / "w.duckdb")
        assert published.exit_code == 0, published.output
    shutil.copytree(ingested, tmp_path, dirs_exist_ok=True)
    path: Path = tmp_path / "w.duckdb"
    return path


def test_patch_reparse_and_again(command, ingested, warehouse, tmp_path):
    (before,) = query(warehouse, CABLE)
    assert before["mrn"] == "74 ACCRA 15"
    document = query(warehouse, "SELECT document_id FROM documents")[0]["document_id"]
    (tmp_path / "patches.yml").write_text(
        f"- document: {document}\n  cable: 1\n  field: serial\n  printed: SECRET ACCRA 0O15\n"
        "  value: 915\n  reason: the page shows a nine\n  by: AB\n  on: 2026-02-01\n"
        "- {document: ffffffffffffffff, field: case_id, value: 1, reason: x, by: AB, "
        "on: 2026-02-01}\n"
    )
    result = command("reparse", "--warehouse", warehouse)
    assert result.exit_code == 0, result.output
    assert "1 applied, 1 for documents not held here" in result.stdout
    assert "ffffffffffffffff" in result.stdout
    (after,) = query(warehouse, CABLE)
    assert (after["mrn"], after["serial"]) == ("74 ACCRA 915", 915)
    assert query(warehouse, SERIAL) == [
        {"value": "15", "is_chosen": False, "rule": "telegram.control_line "
         "control_line.serial_digits"},
        {"value": "915", "is_chosen": True, "rule": "patch:patches.yml AB 2026-02-01"},
    ]  # fmt: skip
    kept = warehouse.with_name("kept.duckdb")
    kept.write_bytes(warehouse.read_bytes())
    for again in (["reparse"], ["ingest", ingested / "in"]):
        assert command(*again, "--warehouse", warehouse).exit_code == 0
        assert changed_tables(kept, warehouse) == ()
    # A dropped correction takes its value back, with the next ingest as with a reparse.
    (tmp_path / "patches.yml").unlink()
    assert command("ingest", ingested / "in", "--warehouse", warehouse).exit_code == 0
    assert query(warehouse, CABLE)[0]["mrn"] == "74 ACCRA 15"


def test_a_wrong_file_stops_the_run(command, warehouse, tmp_path):
    published = warehouse.read_bytes()
    (tmp_path / "patches.yml").write_text("\n- {document: ffffffffffffffff, cable: 1, field: dgt}")
    for arguments in (["reparse"], ["ingest", tmp_path / "in"]):
        result = command(*arguments, "--warehouse", warehouse)
        assert result.exit_code == 2
        assert "patches.yml:2: 'dgt' is no field" in result.stderr
    named = command("reparse", "--warehouse", warehouse, "--patches", tmp_path / "none.yml")
    assert (named.exit_code, "none.yml cannot be read" in named.stderr) == (2, True)
    assert warehouse.read_bytes() == published


def test_what_is_confirmed_leaves_the_review(command, make_pdf, tmp_path):
    without = TELEGRAM.replace("SUBJ: COCOA\n", "").replace("TAGS: EAID, GH, US\n", "")
    make_pdf(tmp_path / "in", "a.pdf", without)
    path, file = tmp_path / "w.duckdb", tmp_path / "patches.yml"
    assert command("ingest", tmp_path / "in", "--warehouse", path).exit_code == 0
    listed = command("review", "--warehouse", path, "--to", file)
    assert "2 entries appended" in listed.stderr and "subject" in listed.stdout
    assert "0 entries appended" in command("review", "--warehouse", path, "--to", file).stderr
    result = command("reparse", "--warehouse", path, "--json")
    assert json.loads(result.stdout)["corrections"]["unsigned"] == 2
    text = file.read_text().replace("reason:", "reason: none is printed").replace("by:", "by: AB")
    file.write_text(re.sub("on:$", "on: 2026-02-01", text, flags=re.MULTILINE))
    assert command("reparse", "--warehouse", path).exit_code == 0
    assert "nothing is doubtful" in command("review", "--warehouse", path).stdout


def test_the_example_of_the_documentation(command, warehouse, tmp_path):
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCS.read_text("utf-8"), flags=re.DOTALL)
    document = query(warehouse, "SELECT document_id FROM documents")[0]["document_id"]
    file = tmp_path / "mine.yml"
    file.write_text(example.replace("4f1c0a52b7d94e60", document[:16]))
    result = command("reparse", "--warehouse", warehouse, "--patches", file, "--json")
    assert result.exit_code == 0, result.output
    counts = json.loads(result.stdout)["corrections"]
    assert (counts["applied"], counts["unsigned"], counts["stale"]) == (4, 1, 0)
