"""A reading on its way to being chosen: the typed value beside what was printed and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from transform.cable import Block, Reading
from transform.defects import Defect, DefectCode, Parsed
from transform.rows import Row

LOW_CONFIDENCE = 0.75
"""Below this a value goes on the list for review. Measured on the typical and bad prints of five
cables (185 chosen readings): under it 13 of 43 were wrong, above it 2 of 142."""

WHOLE_TEXT_FIELDS = frozenset(
    {"subject", "classified_by", "approved_by", "drafted_by", "cleared_by"}
)
"""Fields of running text: one doubtful word does not make the value doubtful, so their confidence
is the mean of the words. In every other field one wrong character is a wrong value, and the
weakest word decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of one field, with its value in the column's own type.

    `rows` are the printed rows it was read from, first row first; none for what a person keyed.
    `is_patch` says that a person keyed it, or what it is made of: it wins over every reading.
    """

    field: str
    block: Block
    raw: str
    value: object | None
    rows: tuple[Row, ...]
    rule: str
    confidence: float | None
    is_patch: bool = False

    def reading(self, *, is_chosen: bool) -> Reading:
        """Return the reading as the warehouse keeps it."""
        first = self.rows[0] if self.rows else None
        box = first.box if first else None
        for row in self.rows[1:]:
            if first and box and row.page_no == first.page_no:
                box = box.union(row.box)
        return Reading(
            field=self.field,
            block=self.block,
            raw=self.raw,
            value=format_value(self.value),
            is_chosen=is_chosen,
            confidence=self.confidence,
            rule=self.rule,
            page_no=first.page_no if first else None,
            line_no=first.line_no if first else None,
            box=box,
        )


def candidate(
    field: str,
    block: Block,
    rows: Sequence[Row],
    raw: str,
    parsed: Parsed[object],
    rule: str,
) -> Candidate:
    """Return a candidate from a parsed field, its confidence from the words and the repairs."""
    return Candidate(
        field=field,
        block=block,
        raw=raw,
        value=parsed.value,
        rows=tuple(rows),
        rule=" ".join((rule, *parsed.rules)),
        confidence=combine(
            _words_confidence(field, rows, raw), parsed.confidence if parsed.rules else None
        ),
    )


def doubtful(field: str, rows: Sequence[Row]) -> tuple[Defect, ...]:
    """Return a defect for each row of a list or a text whose words were read with doubt.

    For values that have no reading of their own: offices, addressees, paragraphs.
    """
    return tuple(
        Defect(
            code=DefectCode.FIELD_LOW_CONFIDENCE,
            field=field,
            message=f"read with confidence {row.confidence:.2f}: compare with the page",
            page_no=row.page_no,
            line_no=row.line_no,
        )
        for row in rows
        if row.confidence is not None and row.confidence < LOW_CONFIDENCE and row.has_text
    )


def located(
    defects: Sequence[Defect], row: Row | None, field: str | None = None
) -> tuple[Defect, ...]:
    """Return the defects of a field parser with the place they were found in."""
    return tuple(
        replace(
            defect,
            page_no=defect.page_no or (row.page_no if row else None),
            line_no=defect.line_no or (row.line_no if row else None),
            field=defect.field or field,
        )
        for defect in defects
    )


def combine(*confidences: float | None) -> float | None:
    """Return the product of those that were measured, or None when none was."""
    measured = [c for c in confidences if c is not None]
    if not measured:
        return None
    product = 1.0
    for confidence in measured:
        product *= confidence
    return product


def format_value(value: object | None) -> str | None:
    """Return a value as `readings.value` spells it: instants in ISO with Z, lists with commas."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return ", ".join(format_value(item) or "" for item in value)
    return str(value)


def _words_confidence(field: str, rows: Sequence[Row], raw: str) -> float | None:
    """Return the confidence of the words the raw text is made of."""
    tokens = set(raw.split())
    scored = [
        (word.confidence, len(word.text))
        for row in rows
        for word in row.words
        if word.confidence is not None and word.text in tokens
    ] or [
        (word.confidence, len(word.text))
        for row in rows
        for word in row.words
        if word.confidence is not None
    ]
    if not scored:
        return None
    if field in WHOLE_TEXT_FIELDS:
        return sum(c * n for c, n in scored) / sum(n for _, n in scored)
    return min(c for c, _ in scored)
