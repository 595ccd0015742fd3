"""The full-text index over paragraphs and subjects, ranked by BM25.

DuckDB's `fts` extension builds it, from the binary in the `duckdb-extension-fts` wheel. Reading it
needs no extension: the index is plain tables, and `search_words` holds the stem of every word, so
that `mart.search` (load/sql/views) is plain SQL in any DuckDB that can open the file.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import duckdb_extension_fts

from extract.errors import MissingTool
from load.ddl import MART, quoted

INDEX_TABLE = "search_texts"
"""The index is the schema `fts_main_search_texts`; the table itself lives only while it is made."""

_WORD_BREAK = "[^a-z0-9]+"
"""What separates words. The extension's own default drops digits, and with them order numbers,
visa classes and dates."""


SEARCH_SETTINGS = f"porter, english stop words, {_WORD_BREAK}"
"""What a file's index was built with; an index built with something else is built anew."""


def fts_extension() -> Path:
    """Return the extension's binary.

    Raises:
        MissingTool: The wheel is not for this DuckDB.
    """
    folder = Path(duckdb_extension_fts.__path__[0]) / "extensions" / f"v{duckdb.__version__}"
    binary = folder / "fts.duckdb_extension"
    if not binary.is_file():
        raise MissingTool(
            f"the full-text extension for DuckDB {duckdb.__version__} is not in {folder.parent}. "
            "Install the pinned packages again: "
            "pip install --require-hashes --no-deps -r requirements.lock"
        )
    return binary


def build_search_index(connection: duckdb.DuckDBPyConnection) -> None:
    """Build the index of the connection's database from its paragraphs and subjects.

    Args:
        connection: A connection to the new file; the view `mart.search_texts` must be there.

    Raises:
        MissingTool: The extension is not installed.
    """
    connection.execute(f"LOAD {quoted(str(fts_extension()))}")
    connection.execute(
        f"CREATE OR REPLACE TABLE {INDEX_TABLE} AS "
        f"SELECT search_id, text FROM {MART}.search_texts ORDER BY cable_id, position"
    )
    connection.execute(
        f"PRAGMA create_fts_index('{INDEX_TABLE}', 'search_id', 'text', "
        f"ignore = '{_WORD_BREAK}', overwrite = 1)"
    )
    connection.execute(
        "INSERT INTO search_words "
        "SELECT word, stem(word, 'porter') FROM ("
        f"SELECT DISTINCT unnest(fts_main_{INDEX_TABLE}.tokenize(text)) AS word FROM {INDEX_TABLE}"
        ") WHERE word <> '' ORDER BY word"
    )
    connection.execute(f"DROP TABLE {INDEX_TABLE}")
