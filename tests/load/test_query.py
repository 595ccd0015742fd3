"""Questions people type: a wrong one is told, not thrown."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from load.connection import query
from load.errors import WrongQuery


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE cables AS SELECT 'LIMA' AS post")
    return path


def test_rows_come_back_by_column(file):
    assert query(file, "SELECT post FROM cables WHERE post = ?", ["LIMA"]) == [{"post": "LIMA"}]


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("SELECT nope FROM cables", id="no such column"),
        pytest.param("SELECT * FROM nope", id="no such table"),
        pytest.param("SELEKT 1", id="no SQL"),
        pytest.param("SELECT post::INTEGER FROM cables", id="no such value"),
    ],
)
def test_a_wrong_query_says_what_to_do(file, sql):
    with pytest.raises(WrongQuery, match=r"data-dictionary\.md"):
        query(file, sql)
