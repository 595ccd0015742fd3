"""What `suites.yml` may say, and that it says something about every table."""

from __future__ import annotations

import re

import pytest

from expectations.derived import DERIVED
from expectations.rules import load_suites, parse_suites
from extract.errors import ConfigurationError
from load.tables.records import FILE_TABLES, TABLES

SUITE = """
cables:
  key: [cable_id]
  expectations:
    - {name: one, expect: in, column: format, list: CableFormat, severity: error, why: a reason}
"""

HELPERS = {table.name for table in FILE_TABLES}
"""Tables of the file itself, not of the contract."""


def columns_named() -> list[tuple[str, str]]:
    named = []
    for table, suite in load_suites().items():
        for rule in suite.expectations:
            given = [rule.column, *rule.columns, *suite.key, rule.when and rule.when.column]
            named += [(table, column) for column in given if column]
    return sorted(set(named))


def test_every_table_has_a_suite():
    assert set(load_suites()) == {table.name for table in TABLES} - HELPERS


def test_every_column_named_exists():
    held = {(table.name, column) for table in TABLES for column in table.column_names}

    held |= {(table, column) for table, columns in DERIVED.items() for column in columns}

    assert not set(columns_named()) - held


def test_every_closed_list_of_the_contract_is_asked_for():
    asked = {
        rule.list_ for suite in load_suites().values() for rule in suite.expectations if rule.list_
    }

    assert asked >= {"DocumentStatus", "TextSource", "Layer", "Precedence", "Classification"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param("expect: in", "expect: inside", "Input should be 'present'", id="word"),
        pytest.param("list: CableFormat", "list: Formats", "no list 'Formats'", id="list"),
        pytest.param("list: CableFormat, ", "", "`in` needs list or values", id="argument less"),
        pytest.param("severity", "regex: a, severity", "`in` takes no regex", id="argument more"),
        pytest.param("column: format, ", "", "`in` needs column", id="no column"),
        pytest.param("severity: error", "severity: dire", "Input should be 'info'", id="severity"),
        pytest.param("why: a reason", "why: a, b", "Extra inputs", id="unquoted comma"),
        pytest.param("[cable_id]", "[post]", "belong to no document", id="error without owner"),
        pytest.param(
            "in, column: format, list: CableFormat",
            "matches, column: mrn, regex: '(a|b)'",
            r"write groups as \(\?:",
            id="capturing group",
        ),
        pytest.param("why", "when: {column: a}, why", "exactly one of equals, in, is", id="when"),
        pytest.param("cables:", "- cables", "not YAML|expected tables", id="no tables"),
    ],
)
def test_a_bad_expectation_is_named(old: str, new: str, says: str):
    with pytest.raises(ConfigurationError, match=says):
        parse_suites(SUITE.replace(old, new))


def test_the_same_name_twice_is_refused():
    entry = SUITE.splitlines()[-1]
    with pytest.raises(ConfigurationError, match="named twice: one"):
        parse_suites(SUITE + entry + "\n")


@pytest.mark.parametrize(
    ("table", "name", "accepted", "refused"),
    [
        (
            "cables",
            "mrn_shape",
            ["11 MEXICO 392", "94 DUSHANBE 259", "79 LA PAZ 9050", "74 USUN NEW YORK 1"],
            ["11 MEXICO 000392", "2011 MEXICO 392", "11 392", "MEXICO 392", "11 MEXICO"],
        ),
        (
            "cable_references",
            "mrn_shape",
            ["09 MEXICO 829", "74 LA PAZ A-48", "74 STATE A-3772"],
            ["MEXICO 829", "09 MEXICO 0829"],
        ),
        (
            "documents",
            "review_authority_is_a_name",
            ["NORMAN M BOUTON", "JOHN POWERS", "MARGARET P. GRAFELD"],
            ["DATE/CASE ID: 11 JUL 2011", "Norman M Bouton", "X"],
        ),
        (
            "paragraphs",
            "portion_marking_shape",
            ["SBU", "C", "S/NF", "TS", "C- ENTIRE TEXT", "SBU/NF"],
            ["5BU", "SBÜ", "X"],
        ),
        (
            "cables",
            "signature_is_a_name",
            ["FEELEY", "de la Cruz", "A. B. SMITH"],
            ["NNNN 12", "1"],
        ),
        ("distribution", "office_shape", ["H", "WHA", "DHSE"], ["WHA-00", "0ES", "TOOLONG"]),
    ],
)
def test_shapes(table: str, name: str, accepted: list[str], refused: list[str]):
    rule = next(r for r in load_suites()[table].expectations if r.name == name)
    assert rule.regex

    assert [text for text in accepted if not re.search(rule.regex, text)] == []
    assert [text for text in refused if re.search(rule.regex, text)] == []
