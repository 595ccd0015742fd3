"""A telegram of which some lines are printed otherwise: how a trap is set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.synthetic import fields, telegrams
from tests.synthetic.cables import make_cable
from tests.synthetic.printed import LayoutPrint, fields_of, finish
from tests.synthetic.setting import Row
from tests.synthetic.truth import CableTruth, Era
from tests.synthetic.typed import type_sheets

SEED = 300
"""Gives 89 ACCRA 1212, 80 BUENOS AIRES 8793 and 10 NAIROBI 9121 in the eras and years used here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A telegram of which some lines are printed otherwise."""

    slug: str
    shows: str
    era: Era = Era.NINETIES
    year: int = 1989
    printed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The lines that stand for a row, by how that row begins."""
    body: tuple[str | Row, ...] = ()
    """The lines that stand for all paragraphs; an empty one is a blank row."""
    says: Mapping[str, Any] = field(default_factory=dict)
    """What the truth says of it, by field."""
    unsaid: tuple[str, ...] = ()
    """Fields the paper leaves open: they are not compared."""

    def print(self) -> LayoutPrint:
        """Print it."""
        made = make_cable(SEED, self.era, year=self.year, classification="CONFIDENTIAL")
        cable = replace(made, subject=f"{made.post}: NEW TIDE TABLES", refs=())
        release = telegrams.review(Random(f"trap/{self.slug}"), self.year)
        truth = fields_of(cable, release, layout="message_centre") | dict(self.says)
        kept = {name: value for name, value in truth.items() if name not in self.unsaid}
        rows = list(self._rows(cable, telegrams.review_block(release)))
        return finish(type_sheets(rows, telegrams.furniture(release)), release, kept)

    def _rows(self, cable: CableTruth, stamp: list[Row]) -> Iterator[Row]:
        header = fields.grid(cable, per_row=7, gap="  ", indent="      ", total_gap="")
        header.append(Row(kind="header", text=fields.dash_line(cable, indent=" " * 14)))
        header += [*telegrams.address_rows(cable), *stamp, *telegrams.field_rows(cable)]
        for row in header:
            yield from self._as_printed(row)
        yield from _typed(self.body) if self.body else telegrams.body_rows(cable)
        yield telegrams.signature_row(cable)
        yield Row(kind="sig", text="NNNN", before=1)

    def _as_printed(self, row: Row) -> Iterator[Row]:
        """Yield a row, or the lines that stand for it."""
        lines = next(
            (lines for label, lines in self.printed.items() if row.text.startswith(label)),
            (row.text,),
        )
        for n, line in enumerate(lines):
            yield replace(row, text=line, before=row.before if n == 0 else 0)


def _typed(lines: tuple[str | Row, ...]) -> Iterator[Row]:
    for above, line in zip(("", *lines), lines, strict=False):
        if line:
            row = Row(kind="body", text=line) if isinstance(line, str) else line
            yield replace(row, before=int(not above))


def refs_of(*mrns: str) -> list[dict[str, str]]:
    """Return references whose labels are left open: a run's numbers share one."""
    return [{"mrn": mrn} for mrn in mrns]


def paragraph_of(
    number: int | None, marking: str | None, text: str, heading: str | None = None
) -> dict[str, Any]:
    """Return a paragraph as a truth has it."""
    return {
        "number": number,
        "portion_marking": marking,
        "heading": heading,
        "text": text,
        "redaction_count": 0,
    }
