"""The vocabularies as tables."""

from __future__ import annotations

from load.records import REFERENCE_TABLES
from load.rows import Rows


def reference_rows() -> Rows:
    """Return the rows of the reference tables by table name."""
    return {table.name: [] for table in REFERENCE_TABLES}
