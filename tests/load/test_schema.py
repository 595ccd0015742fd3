"""The schema: the contract's names, comments everywhere, generated files current."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from load.connection import rows_of
from load.diagram import PARTS, schema_picture
from load.dictionary import (
    DICTIONARY_FILE,
    PICTURE_FILE,
    SCHEMA_FILE,
    data_dictionary,
    empty_warehouse,
)
from load.making import schema
from load.tables import ddl
from load.tables.records import TABLE_BY_NAME, TABLES
from load.tables.relations import RELATIONS

CONTRACT = {
    "documents": "document_id file_name source_uri byte_count page_count status status_reason "
    "release_decision review_authority reviewed_on case_id document_number page_banner run_id "
    "loaded_at",
    "pages": "document_id page_no width height text_source engine mean_confidence text line_count "
    "redacted_share skew_degrees",
    "lines": "document_id page_no line_no text x0 top x1 bottom confidence layer",
    "cables": "cable_id document_id cable_no page_first page_last mrn year post serial dtg dtg_raw "
    "precedence info_precedence originator classification captions passing_instructions "
    "executive_order declassify_raw declassify_on classified_by classification_reasons tags "
    "subject summary comment signature drafted_by approved_by cleared_by distribution_total "
    "distribution_letter relay_counter filed_raw section_count sections_present format body "
    "word_count paragraph_count redaction_count confidence defect_count run_id",
    "addressees": "cable_id position role plain_language_address post routing_indicator "
    "precedence continuity_number is_collective",
    "distribution": "cable_id position role office copies",
    "cable_tags": "cable_id position tag kind meaning",
    "cable_references": "cable_id position label kind mrn year post serial raw suffix "
    "target_cable_id",
    "paragraphs": "cable_id position number portion_marking is_struck heading text page_first "
    "page_last redaction_count",
    "redactions": "document_id cable_id page_no x0 top x1 bottom extent exemptions "
    "paragraph_position",
    "readings": "cable_id field block raw value is_chosen confidence rule page_no line_no x0 top "
    "x1 bottom",
    "defects": "document_id cable_id code severity field message page_no line_no",
    "runs": "run_id started_at finished_at outcome source documents_seen documents_loaded "
    "documents_failed pages_ocr pages_embedded code_version engine_version settings",
    "check_results": "run_id suite expectation severity success evaluated_count unexpected_count "
    "detail",
    "quarantine": "document_id cable_id stage code message quarantined_at attempts",
    "posts": "post kind city country iso_country latitude longitude bureau opened_on closed_on",
    "tag_codes": "tag kind meaning valid_from valid_to",
    "office_codes": "office meaning",
    "exemption_codes": "code authority meaning",
}
"""The columns promised to analysts, in order."""

CONTRACT_TYPES = {
    ("documents", "reviewed_on"): "DATE",
    ("documents", "loaded_at"): "TIMESTAMP",
    ("cables", "dtg"): "TIMESTAMP",
    ("cables", "captions"): "VARCHAR[]",
    ("cables", "passing_instructions"): "VARCHAR[]",
    ("cables", "declassify_on"): "DATE",
    ("cables", "classification_reasons"): "VARCHAR[]",
    ("cables", "tags"): "VARCHAR[]",
    ("cables", "cleared_by"): "VARCHAR[]",
    ("cables", "sections_present"): "INTEGER[]",
    ("redactions", "exemptions"): "VARCHAR[]",
    ("readings", "value"): "VARCHAR",
    ("runs", "settings"): "JSON",
    ("check_results", "detail"): "JSON",
}


@pytest.fixture(scope="module")
def warehouse():
    with empty_warehouse() as connection:
        yield connection


@pytest.mark.parametrize("name", CONTRACT)
def test_the_contract_s_columns_are_there_in_order(name: str):
    names = CONTRACT[name].split()
    assert [one for one in TABLE_BY_NAME[name].column_names if one in names] == names


@pytest.mark.parametrize(("table", "column"), CONTRACT_TYPES)
def test_the_contract_s_types(warehouse: duckdb.DuckDBPyConnection, table: str, column: str):
    assert (
        schema.column_types(warehouse, "memory", table)[column] == (CONTRACT_TYPES[table, column])
    )


def test_keys_are_columns():
    for table in TABLES:
        assert set(table.key) | set(table.sort_columns) <= set(table.column_names), table.name


def test_every_table_view_and_column_has_a_comment(warehouse: duckdb.DuckDBPyConnection):
    silent = rows_of(
        warehouse,
        "SELECT table_name AS name FROM duckdb_tables() "
        "WHERE schema_name = 'main' AND coalesce(comment, '') = '' "
        "UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() "
        "WHERE schema_name = 'main' AND NOT internal AND coalesce(comment, '') = '' "
        "UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() "
        "WHERE schema_name IN ('mart', 'ops') AND coalesce(comment, '') = '' "
        "UNION ALL SELECT view_name FROM duckdb_views() "
        "WHERE schema_name IN ('mart', 'ops') AND coalesce(comment, '') = '' "
        "UNION ALL SELECT function_name FROM duckdb_functions() "
        "WHERE schema_name IN ('mart', 'ops') AND coalesce(comment, '') = ''",
    )
    assert silent == []
    counted = rows_of(
        warehouse, "SELECT count(*) AS n FROM duckdb_columns() WHERE schema_name = 'main'"
    )
    assert counted[0]["n"] >= sum(len(table.columns) for table in TABLES)


def test_the_committed_schema_is_current():
    assert SCHEMA_FILE.read_text("utf-8") == ddl.schema_sql(), "run python -m load.dictionary"


def test_the_committed_dictionary_is_current(warehouse: duckdb.DuckDBPyConnection):
    assert DICTIONARY_FILE.read_text("utf-8") == data_dictionary(warehouse), (
        "run python -m load.dictionary"
    )


def test_the_committed_picture_is_current():
    assert PICTURE_FILE.read_text("utf-8") == schema_picture(), "run python -m load.dictionary"


def test_the_picture_has_every_table_and_every_relation():
    assert {name for names in PARTS.values() for name in names} <= set(TABLE_BY_NAME)
    drawn = schema_picture()
    assert {name for name in TABLE_BY_NAME if f"    {name} {{" in drawn} == set(TABLE_BY_NAME)
    for relation in RELATIONS:
        assert f'{relation.table} : "{", ".join(relation.columns)}"' in drawn, relation
        assert set(relation.columns) <= set(TABLE_BY_NAME[relation.table].column_names)
        assert relation.target_columns == TABLE_BY_NAME[relation.target].key


def test_relations_are_those_the_check_for_orphans_judges():
    """One list for people, one for the gate: they may not drift apart."""
    check = Path(SCHEMA_FILE.parents[2], "expectations", "sql", "orphans.sql").read_text("utf-8")
    judged = set(re.findall(r"select '(\w+)'(?: as child)?, '(\w+)", check))
    drawn = {(relation.table, relation.target) for relation in RELATIONS}
    # A run is recorded when it publishes, after its checks.
    assert {pair for pair in drawn if "runs" not in pair} - judged == set()


def test_the_dictionary_names_every_table_and_view():
    text = DICTIONARY_FILE.read_text("utf-8")
    for table in TABLES:
        assert f"### {table.name}\n" in text
    for view in ddl.views():
        assert f"### {view.full_name}" in text


def test_the_committed_schema_runs():
    with duckdb.connect() as connection:
        connection.execute(SCHEMA_FILE.read_text("utf-8"))
        assert schema.column_types(connection, "memory", "cables")["dtg"] == "TIMESTAMP"


def test_a_view_without_a_comment_is_refused():
    with pytest.raises(ValueError, match="must begin with a comment"):
        ddl._read_view("silent", "CREATE OR REPLACE VIEW mart.silent AS SELECT 1;")


def test_every_column_a_view_describes_is_there(warehouse: duckdb.DuckDBPyConnection):
    for view in ddl.views():
        held = schema.column_types(warehouse, "memory", view.name, view.schema)
        assert set(view.column_docs) <= set(held), view.name


def test_a_view_s_columns_are_described_below_an_empty_line():
    text = (
        "-- Which?\n-- All.\n--\n-- one: First,\n--   and more.\n-- columns as in runs\nSELECT 1;"
    )
    view = ddl._read_view("all", text)
    assert view.doc == "Which? All."
    assert view.column_doc("one") == "First, and more."
    assert view.column_doc("run_id") == "Name of the run."
    assert view.column_doc("other") == ""


def test_a_line_that_describes_no_column_is_refused():
    with pytest.raises(ValueError, match="stand column: meaning"):
        ddl._read_view("all", "-- Which?\n--\n-- something else\nSELECT 1;")


def test_a_quote_in_a_comment_is_kept():
    assert ddl.quoted("the file's") == "'the file''s'"
