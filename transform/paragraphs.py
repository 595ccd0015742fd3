"""Rows of a body to paragraphs: numbers, portion markings, headings.

Which numbers are paragraphs' `numbering` says: lists inside a paragraph count from 1 again
(11 MEXICO 392 paragraph 9, 1974LAPAZ02035). A page break, a banner or a stamp never opens one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transform.numbering import UNDERLINE, Numbered, find_numbers
from transform.portion import Marked, portion_of, starts_with_marking
from transform.redaction import Withheld
from transform.rows import Row, blank_between
from transform.running_text import ends, has_end_stop, right_edge
from transform.signature import without_signature

HEADING_MAX_WORDS = 12
"""A heading is a title of one row: a row of more words is a sentence."""
_ITEM = re.compile(r"^\W?(?P<letter>[A-Z])[.)]")
"""An item of a lettered list: `(B)`, `B.`"""


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph being gathered."""

    number: int | None
    marking: str | None
    is_struck: bool
    heading: str | None
    is_repaired: bool
    """Whether its number or marking had to be put right."""
    lines: list[tuple[Row, str]]


def gather(
    rows: Sequence[Row], tokens: Mapping[int, list[Withheld]], signature_row: Row | None
) -> list[OpenParagraph]:
    """Return the paragraphs of a body's rows in order.

    Args:
        rows: the rows, captions of figures and a signature of its own row left out.
        tokens: the withheld stretches by the index of the row they are shown in.
        signature_row: the last row if the signature runs on in it.
    """
    gathered: list[OpenParagraph] = []
    heading: str | None = None
    above: Row | None = None
    numbers = find_numbers(rows, right_edge(rows))
    for n, row in enumerate(rows):
        if UNDERLINE.match(row.text) or not (row.has_text or row.index in tokens):
            continue
        if _is_heading(rows, n, above, numbers):
            heading = row.text.strip(" #")
            # What follows a heading stands apart, though its underline may hide the white space.
            above = None
            continue
        opened = _open_paragraph(row, above, gathered, numbers.get(row.index))
        if opened is not None:
            opened.heading = heading
            gathered.append(opened)
        text = opened.lines.pop()[1] if opened else row.text
        if row is signature_row:
            text = without_signature(text)
        shown = _with_tokens(row, text, tokens.get(row.index, []))
        gathered[-1].lines.append((row, shown))
        above = row
    return gathered


def _open_paragraph(
    row: Row, above: Row | None, gathered: Sequence[OpenParagraph], numbered: Numbered | None
) -> OpenParagraph | None:
    """Return a paragraph if one begins at the row, with its first line, else None."""
    marked = numbered.marked if numbered else portion_of(row.text, is_numbered=False)
    if numbered is None and gathered and not _opens_unnumbered(row, above, gathered[-1], marked):
        return None
    return OpenParagraph(
        number=numbered.number if numbered else None,
        marking=marked.marking,
        is_struck=marked.marking is not None and any(w.is_struck for w in row.words[:2]),
        heading=None,
        is_repaired=numbered is not None and numbered.is_repaired,
        lines=[(row, marked.rest)],
    )


def _opens_unnumbered(row: Row, above: Row | None, last: OpenParagraph, marked: Marked) -> bool:
    """Whether a row without a number opens a paragraph: by its marking, or by standing apart."""
    parted = above is not None and blank_between(above, row) is True
    if not marked.marking:
        return parted and last.number is None and ends(last.lines[-1][1])
    if _is_next_item(marked.marking, last):
        return False
    return parted or above is None or ends(above.text)


def _is_next_item(marking: str, paragraph: OpenParagraph) -> bool:
    """Whether `(C)` is no marking but the item behind `(B)` of a list (1979LAPAZ03561)."""
    for _, text in reversed(paragraph.lines):
        item = _ITEM.match(text)
        if item:
            return len(marking) == 1 and ord(marking) == ord(item["letter"]) + 1
    return False


def _is_heading(
    rows: Sequence[Row], n: int, above: Row | None, numbers: Mapping[int, Numbered]
) -> bool:
    """Whether a row is a section heading: alone, a title, above a paragraph that opens."""
    row = rows[n]
    if row.index in numbers or not row.has_text or has_end_stop(row.text):
        return False
    if len(row.text.split()) > HEADING_MAX_WORDS:
        return False
    after = next((r for r in rows[n + 1 :] if not UNDERLINE.match(r.text)), None)
    if after is None or not (after.index in numbers or starts_with_marking(after.text)):
        return False
    underlined = UNDERLINE.match(rows[n + 1].text)
    alone_above = above is None or blank_between(above, row) is not False
    alone_below = underlined or blank_between(row, after) is not False
    if above is not None and blank_between(above, row) is None:
        alone_above = ends(above.text)
    return bool(alone_above and alone_below)


def _with_tokens(row: Row, text: str, withheld: Sequence[Withheld]) -> str:
    """Return the row's text with `[REDACTED B1]` at the place of each withheld stretch.

    A stretch that fills lines of its own stands behind the row above it.
    """
    if not withheld:
        return text
    dropped = len(row.text) - len(text)
    pieces: list[tuple[float, str]] = [
        (w.redaction.box.x0 if w.row_index == row.index else row.page_width, w.token)
        for w in withheld
    ]
    seen = 0
    for word in row.words:
        seen += len(word.text) + 1
        if seen > dropped:
            pieces.append((word.box.x0, word.text))
    return " ".join(piece for _, piece in sorted(pieces))
