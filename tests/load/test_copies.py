"""Copies of one cable are found by what they print and by their text, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice, permutations
from typing import Any

import duckdb
import pytest

from load.connection import rows_of
from load.making.bulk import append
from load.making.copies import link_copies
from load.making.schema import create_schema
from load.tables.reference_tables import reference_rows
from load.tables.rows import DocumentLoad, content_rows, stamped_rows
from tests.load.invented import cable, document, document_id, no_cable, stamp
from tests.transform.test_fingerprint import damaged, prose
from transform.cable import Cable
from transform.fingerprint import text_sketch

ELSEWHEN = datetime(2011, 2, 3, 9, 10, tzinfo=UTC)
MISREAD_YEAR = datetime(1971, 1, 31, 22, 43, tzinfo=UTC)


def sketched(text: str, serial: int = 7, post: str = "MEXICO", **more: Any) -> Cable:
    return cable(serial, post, body=text, text_sketch=text_sketch(text), **more)


def unnumbered(text: str, **more: Any) -> Cable:
    numbered = sketched(text, **more)
    return replace(numbered, mrn=None, year=None, post=None, serial=None)


@pytest.fixture(scope="module")
def tables():
    """A database with all tables and no document."""
    with duckdb.connect() as connection:
        create_schema(connection)
        append(connection, reference_rows())
        yield connection


def linked(
    connection: duckdb.DuckDBPyConnection, loads: Sequence[DocumentLoad]
) -> duckdb.DuckDBPyConnection:
    """The database with these documents, linked."""
    for name in ("documents", "cables", "near_texts", "cable_copies"):
        connection.execute(f"DELETE FROM {name}")
    for load in loads:
        rows = content_rows(load) | stamped_rows(load, stamp(), "", {})
        append(connection, {name: rows[name] for name in ("documents", "cables")})
    link_copies(connection)
    return connection


def copies(connection: duckdb.DuckDBPyConnection, *cables: Cable) -> list[list[int]]:
    """The documents, numbered from 1, that hold one cable each, in groups."""
    loads = [document(number, one) for number, one in enumerate(cables, 1)]
    found = linked(connection, loads).execute(
        "SELECT list(cable_id) FROM cable_copies GROUP BY identity_id"
    )
    number_of = {f"{document_id(n)[:16]}-01": n for n in range(1, len(loads) + 1)}
    return sorted(sorted(number_of[one] for one in group) for (group,) in found.fetchall())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(cable(7), cable(7), id="number"),
        pytest.param(cable(7, "KIEV"), cable(7, "KYIV"), id="former-name"),
        pytest.param(cable(7, "TEGUCIGALPA"), cable(7, "TEGUCI"), id="archive-s-cut"),
        pytest.param(
            sketched(prose(1)), unnumbered(damaged(prose(1), 0.07)), id="misread-and-no-number"
        ),
        pytest.param(
            sketched(prose(1)), unnumbered(damaged(prose(1), 0.07), dtg=None), id="no-time"
        ),
        pytest.param(
            sketched(prose(1)),
            unnumbered(damaged(prose(1), 0.02), dtg=None, originator=None),
            id="text-alone",
        ),
        pytest.param(
            sketched(prose(1)), sketched(damaged(prose(1), 0.02), 17), id="misread-number"
        ),
        pytest.param(sketched(prose(1)), unnumbered(prose(1), dtg=MISREAD_YEAR), id="misread-year"),
        pytest.param(unnumbered(prose(1)), unnumbered(prose(1)), id="neither-has-a-number"),
        pytest.param(
            sketched(prose(1)),
            unnumbered("[REDACTED B1] " + damaged(prose(1)[1400:], 0.05)),
            id="half-withheld-and-misread",
        ),
    ],
)
def test_copies_of_one_cable(tables: duckdb.DuckDBPyConnection, one: Cable, other: Cable):
    assert copies(tables, one, other) == [[1, 2]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(cable(7), cable(8), id="numbers-differ"),
        pytest.param(cable(7), cable(7, "LIMA"), id="posts-differ"),
        pytest.param(cable(7), cable(7, year=2010, mrn="10 MEXICO 7"), id="years-differ"),
        pytest.param(sketched(prose(1)), sketched(prose(1), 8, dtg=ELSEWHEN), id="sent-again"),
        pytest.param(
            sketched(prose(1)), unnumbered(prose(1), dtg=ELSEWHEN), id="another-time-no-number"
        ),
        pytest.param(sketched(prose(1)), unnumbered(prose(2)), id="another-text"),
        pytest.param(cable(7, mrn=None), cable(7, mrn=None), id="no-number-and-no-text"),
    ],
)
def test_no_copies(tables: duckdb.DuckDBPyConnection, one: Cable, other: Cable):
    assert copies(tables, one, other) == [[1], [2]]


def test_a_copy_without_a_number_does_not_make_one_of_two_cables(
    tables: duckdb.DuckDBPyConnection,
):
    first = sketched(prose(1))
    again = sketched(damaged(prose(1), 0.01), 8, dtg=ELSEWHEN)
    assert copies(tables, first, again, unnumbered(prose(1), dtg=None)) == [[1, 3], [2]]


def test_the_number_is_the_one_most_copies_print(tables: duckdb.DuckDBPyConnection):
    misread = sketched(prose(1), 1, mrn="11 MEXICO 1")
    loads = [document(n, one) for n, one in enumerate((misread, *[sketched(prose(1))] * 2), 1)]
    found = rows_of(linked(tables, loads), "FROM cable_copies ORDER BY cable_id")
    assert {row["mrn"] for row in found} == {"11 MEXICO 7"}
    assert {row["identity_id"] for row in found} == {found[0]["cable_id"]}


def test_near_texts_of_documents_without_a_cable(tables: duckdb.DuckDBPyConnection):
    texts = (prose(1), damaged(prose(1), 0.05), prose(2)[:600])
    loads = [no_cable(n, text_sketch=text_sketch(text)) for n, text in enumerate(texts, 1)]
    found = rows_of(linked(tables, loads), "FROM near_texts")
    assert [(row["kind"], row["id"], row["other_id"]) for row in found] == [
        ("document", *sorted((document_id(1), document_id(2))))
    ]
    assert 0.12 < found[0]["similarity"] < 0.6


def test_any_order_of_arrival_gives_the_same_links(tables: duckdb.DuckDBPyConnection):
    cables = (
        sketched(prose(1)),
        unnumbered(damaged(prose(1), 0.03), dtg=None),
        sketched(prose(1), 8, dtg=ELSEWHEN),
        sketched(prose(2), 9),
    )
    loads = [document(n, one) for n, one in enumerate(cables, 1)]
    stored = [
        [
            linked(tables, order).execute(f"FROM {name}").fetchall()
            for name in ("near_texts", "cable_copies")
        ]
        for order in islice(permutations(loads), 0, None, 5)
    ]
    assert all(one == stored[0] for one in stored)
