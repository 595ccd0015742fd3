"""What one copy of a cable shows and another withholds: computed whenever a file is built.

Copies are compared in pairs, those of one cable at a time; `transform.comparison` compares, SQL
cannot align words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, permutations
from operator import itemgetter
from typing import Any

import duckdb

from load.making.bulk import append
from load.making.copies import copies_sql
from load.tables.records import TABLE_BY_NAME, ComparedCopies
from load.tables.rows import Row
from transform.comparison import Passage, disclosures

_ROWS_AT_A_TIME = 10_000
"""Paragraphs fetched in one go: some megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """A copy, its paragraphs and the section each begins in."""

    cable_id: str
    withholds: bool
    sections: frozenset[int]
    passages: tuple[tuple[int, Passage], ...]

    def passages_in(self, sections: frozenset[int]) -> list[Passage]:
        """Return the paragraphs of these sections."""
        return [passage for section_no, passage in self.passages if section_no in sections]


def compare_copies(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `disclosures` from the copies and paragraphs of the connection.

    Args:
        connection: A connection to the new file, its documents and `cable_copies` in place.
    """
    found = connection.cursor().execute(copies_sql("paragraphs"))
    rows = [row for copies in _identities(_fetched(found)) for row in _compared(copies)]
    append(connection, {"disclosures": sorted(rows, key=itemgetter(0, 1, 2))})


def _fetched(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := found.fetchmany(_ROWS_AT_A_TIME):
        yield from rows


def _identities(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[_Copy]]:
    """Yield the copies of one cable after another."""
    for _, of_one in groupby(rows, key=itemgetter(0)):
        yield [
            _Copy(
                cable_id=cable_id,
                withholds=withholds,
                sections=frozenset(sections),
                passages=tuple(
                    (section_no, Passage(position=position, number=number, text=text))
                    for *_, section_no, position, number, text in paragraphs
                    if position is not None
                ),
            )
            for (cable_id, withholds, sections), paragraphs in groupby(
                of_one, key=itemgetter(1, 2, 3)
            )
        ]


def _compared(copies: Sequence[_Copy]) -> Iterator[Row]:
    """Yield the disclosures between copies. A section that a copy is without it need not withhold.

    A copy without any text, denied as a whole, withholds all sections.
    """
    for withholding, showing in permutations(copies, 2):
        if not withholding.withholds:
            continue
        sections = withholding.sections if withholding.passages else showing.sections
        found = disclosures(withholding.passages_in(sections), showing.passages_in(sections))
        for position, disclosure in enumerate(found, start=1):
            pair = ComparedCopies(
                withheld_cable_id=withholding.cable_id,
                shown_cable_id=showing.cable_id,
                position=position,
            )
            yield TABLE_BY_NAME["disclosures"].row(pair, disclosure)
