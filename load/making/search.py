"""The full-text index over paragraphs and subjects, ranked by BM25.

Plain tables, filled by plain SQL (`load/sql/search`) in segments of some hundred thousand texts,
each in order of its terms: no step holds more than a segment in memory, and a delivery adds one
segment instead of building all anew. DuckDB's `fts` extension, from the `duckdb-extension-fts`
wheel, gives stems and stop words when it is built; to read it takes none: `mart.search` is SQL.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import zip_longest
from pathlib import Path

import duckdb
import duckdb_extension_fts

from load.extensions import extension_binary, load_extension
from load.tables.ddl import MART, quoted

SEARCH_SETTINGS = "porter, english stop words, [^a-z0-9]+, segments 1"
"""What a file's index was built with; an index built with something else is built anew."""

SEGMENT_TEXTS = 250_000
"""Texts of a segment: some ten million words, half a gigabyte while they are sorted."""


def fts_extension() -> Path:
    """Return the extension's binary.

    Raises:
        MissingTool: The wheel is not for this DuckDB.
    """
    return extension_binary(
        duckdb_extension_fts,
        "fts",
        "the full-text extension",
        "Install the pinned packages again: "
        "pip install --require-hashes --no-deps -r requirements.lock",
    )


def build_search_index(
    connection: duckdb.DuckDBPyConnection, *, segment_texts: int = SEGMENT_TEXTS
) -> None:
    """Fill the empty index of the connection's database from its paragraphs and subjects.

    Args:
        connection: A connection to the new file; the view `mart.search_texts` must be there.
        segment_texts: Texts of a segment, more or less.

    Raises:
        MissingTool: The extension is not installed.
    """
    _load_language(connection)
    firsts = connection.execute(_sql("segments"), {"segment_texts": segment_texts}).fetchall()
    bounds = [first for (first,) in firsts]
    for first, end in zip_longest(bounds, bounds[1:]):
        where = f"cable_id >= {quoted(first)}"
        if end is not None:
            where += f" AND cable_id < {quoted(end)}"
        _add_segment(connection, f"SELECT * FROM {MART}.search_texts WHERE {where}")
    _drop_segment(connection)
    connection.execute(_sql("sorted"))


def amend_search_index(connection: duckdb.DuckDBPyConnection, removed: str, added: str) -> None:
    """Take the texts of some cables out of the index, and add those of others as a segment.

    Args:
        connection: A connection to the new file, its paragraphs and subjects those it shall have.
        removed: A query for the `cable_id` of the cables whose texts are not as indexed.
        added: A query for the `cable_id` of the cables to index.

    Raises:
        MissingTool: The extension is not installed.
    """
    _load_language(connection)
    connection.execute(_sql("removed").format(removed=removed))
    _add_segment(connection, f"SELECT * FROM {MART}.search_texts WHERE cable_id IN ({added})")
    _drop_segment(connection)


def _load_language(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the stemmer, and list the stop words."""
    load_extension(connection, fts_extension())
    connection.execute("CREATE OR REPLACE TEMP TABLE search_stopwords (word VARCHAR)")
    connection.execute("INSERT INTO search_stopwords SELECT unnest(?)", [stop_words()])
    connection.execute(_sql("stopwords"))


@cache
def stop_words() -> tuple[str, ...]:
    """Return the words that are not indexed.

    The extension shows them in an index only, so it makes one of nothing.
    """
    with duckdb.connect() as connection:
        load_extension(connection, fts_extension())
        connection.execute("CREATE TABLE nothing (id VARCHAR, text VARCHAR)")
        connection.execute("PRAGMA create_fts_index('nothing', 'id', 'text')")
        found = connection.execute("SELECT DISTINCT sw FROM fts_main_nothing.stopwords ORDER BY 1")
        return tuple(word for (word,) in found.fetchall())


def _add_segment(connection: duckdb.DuckDBPyConnection, texts: str) -> None:
    """Index the texts of a query that has the columns of `mart.search_texts`."""
    connection.execute(_sql("tokens").format(texts=texts))
    connection.execute(_sql("words"))
    connection.execute(_sql("postings"))


def _drop_segment(connection: duckdb.DuckDBPyConnection) -> None:
    for name in ("tokens", "words", "terms", "places", "docs", "counts"):
        connection.execute(f"DROP TABLE IF EXISTS temp.segment_{name}")
    connection.execute("DROP TABLE temp.search_stopwords")


def _sql(name: str) -> str:
    return (resources.files("load") / "sql" / "search" / f"{name}.sql").read_text("utf-8")
