"""Misprints people keep making: what is printed, and what it means.

For what likeness cannot decide (BKK is Bangkok) or decides wrongly. A misprint that is near its
word and near no other needs no row: `closest` and the readers of the fields find it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from transform.vocab.tables import read_table

COLUMNS = ("field", "printed", "meant", "source")

FIELDS = ("post", "tag")
"""The fields whose misprints are listed."""


def load_misprints() -> Mapping[str, Mapping[str, str]]:
    """Load `misprints.csv`: what is meant by what is printed, by field.

    Raises:
        ConfigurationError: when a row is wrong.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_table("misprints.csv", COLUMNS, key=2):
        if row["field"] not in FIELDS:
            raise row.wrong(f"field {row['field']!r} is none of {', '.join(FIELDS)}")
        found[row["field"]][row["printed"]] = row["meant"]
    return found
