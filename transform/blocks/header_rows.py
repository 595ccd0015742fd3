"""How the rows below a message's addresses are told: labels, paragraphs, and what wraps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from transform.header.captions import is_caption_line
from transform.header.classified_by import is_classified_by_line
from transform.header.control_line import is_control_line
from transform.header.executive_order import is_executive_order_line
from transform.header.passing import is_passing_line
from transform.header.reference import is_reference_line
from transform.header.subject import is_subject_line
from transform.header.tags import is_tags_line
from transform.rows import Row, blank_between

LABEL_AHEAD = 6
"""How far a header label may lie ahead for the rows before it to be header rows still: captions,
channels and passing instructions between two labels rarely fill more (1979LAPAZ09050 has four)."""

LABEL_TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("executive_order", is_executive_order_line),
    ("tags", is_tags_line),
    ("subject", is_subject_line),
    ("references", is_reference_line),
)
"""The labels below the control line, and how each is known."""

_PARAGRAPH = re.compile(
    r"^(?:[1Il]\s?[.)]\s|\d{1,2}\s?\.\s|\d{1,2}\s*\([A-Z][A-Z/ -]{0,12}\)"
    r"|\((?:U|SBU|LOU|C|S|TS)(?:\s*[/-][A-Z -]+)?\)|(?:BEGIN\s+)?SUMMARY\b|¶)",
    re.IGNORECASE,
)

_STRUCK_NOTHING = re.compile(r"^[\W_]+$")


def label_of(text: str) -> str | None:
    """Return the field whose label a row begins with, of those below the control line."""
    return next((name for name, test in LABEL_TESTS if test(text)), None)


def is_label(text: str) -> bool:
    """Whether a row begins with the label of a field that stands below the control line."""
    return label_of(text) is not None


def is_paragraph_start(text: str) -> bool:
    """Whether a row opens a paragraph: a number, a portion marking, or SUMMARY."""
    return bool(_PARAGRAPH.match(text))


def header_goes_on(rows: Sequence[Row], position: int, seen: set[str]) -> bool:
    """Whether a label not seen yet lies close ahead, with no paragraph before it."""
    for row in rows[position : position + LABEL_AHEAD]:
        if is_control_line(row.text) and "control" not in seen:
            return True
        name = label_of(row.text)
        if name is not None and name not in seen:
            return True
        if is_classified_by_line(row.text) and "classified_by" not in seen:
            return True
        if is_paragraph_start(row.text):
            return False
    return False


def stands_alone(rows: Sequence[Row], position: int) -> bool:
    """Whether white space parts a row from the rows above and below: prose never stands so."""
    if not 0 < position < len(rows) - 1:
        return False
    above, row, below = rows[position - 1 : position + 2]
    return bool(blank_between(above, row) and blank_between(row, below))


def wrapped(
    rows: Sequence[Row], position: int, *, limit: int, over_gaps: bool = False
) -> Iterator[Row]:
    """Give the rows that go on with the field at a row: close below it and nothing of their own.

    Where a page break or something taken out parts two rows, the paper does not say whether the
    field goes on. With `over_gaps` it does when what follows is short and closed by a label, a
    paragraph or white space, since a body that begins there without a number runs on.
    """
    for n, (above, row) in enumerate(pairwise(rows[position : position + limit + 1])):
        blank = blank_between(above, row)
        if blank or not is_continuation(row.text):
            return
        closing = rows[position + n + 1 : position + limit + 2]
        if blank is None and not (over_gaps and _is_closed(closing)):
            return
        yield row


def is_continuation(text: str) -> bool:
    """Whether a row may go on with the field above it: it is nothing by itself."""
    return not (
        is_label(text)
        or is_control_line(text)
        or is_caption_line(text)
        or is_classified_by_line(text)
        or is_passing_line(text)
        or is_paragraph_start(text)
        or _STRUCK_NOTHING.match(text)
        or text.endswith(":")
    )


def _is_closed(rows: Sequence[Row]) -> bool:
    """Whether the first of these rows belongs to a short run that something else ends."""
    return any(
        blank_between(above, row) or not is_continuation(row.text) for above, row in pairwise(rows)
    )
