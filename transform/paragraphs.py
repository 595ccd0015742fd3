"""Rows of a body to paragraphs: numbers, portion markings, headings.

A number opens a paragraph only if it is the next one due: lists inside a paragraph count from 1
again (11 MEXICO 392 paragraph 9, 1974LAPAZ02035). A page break, a banner or a stamp never does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transform.redaction import Withheld
from transform.rows import Row, blank_between
from transform.running_text import ends, has_end_stop, is_finished, right_edge
from transform.signature import without_signature

MARKINGS = "U|SBU|LOU|C|S|TS|FOUO"
MARKING = rf"(?:{MARKINGS})(?:\s?[/-]{{1,2}}\s?(?:NF|NOFORN|SBU|FOUO|REL[A-Z ,]*))?"
"""Portion markings: U, SBU, LOU, C, S, TS, alone or with a caption (`S/NF`)."""
HEADING_MAX_WORDS = 12
"""A heading is a title of one row: a row of more words is a sentence."""
_NUMBER = re.compile(
    r"^(?:¶\s*)?(?P<number>[0-9IlO|]{1,3})\s?(?P<stop>[.,:)])?\s*(?=\S)(?P<rest>.*)$"
)
_TORN_NUMBER = re.compile(rf"^(?![\d(\[])\w{{1,3}}[.,]\s*(?P<rest>[\[(]\s?{MARKING}\s?[\])].*)$")
"""A number no digit is left of, known by the stop and the portion marking behind it."""
_MARKED = re.compile(rf"^[\[(]\s?(?P<mark>{MARKING})\s?[\])]\s*(?P<rest>.*)$")
_ENTIRE = re.compile(
    rf"^\(?\s?(?P<mark>{MARKING}|CONFIDENTIAL|SECRET|UNCLASSIFIED)\s?-{{0,2}}\s?(?P<rest>ENTIRE\s+TEXT\b.*?)\)?\.?$"
)
_WORD_MARK = {"CONFIDENTIAL": "C", "SECRET": "S", "UNCLASSIFIED": "U"}
_DIGIT = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0"})
"""What OCR gives for digits here; S and B are left out, since `B.` opens an item of a list."""
_UNDERLINE = re.compile(r"^[\W_]*[-–—_=~]{3,}[\W_]*$")


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph being gathered."""

    number: int | None
    marking: str | None
    is_struck: bool
    heading: str | None
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
    due = 1
    above: Row | None = None
    edge = right_edge(rows)
    for n, row in enumerate(rows):
        if _UNDERLINE.match(row.text) or not (row.has_text or row.index in tokens):
            continue
        after = next((r for r in rows[n + 1 :] if not _UNDERLINE.match(r.text)), None)
        below = rows[n + 1] if n + 1 < len(rows) else None
        if _is_heading(row, above, after, due, below, edge):
            heading = row.text.strip(" #")
            # What follows a heading stands apart, though its underline may hide the white space.
            above = None
            continue
        opened = _open_paragraph(row, above, gathered, due, edge)
        if opened is not None:
            if opened.number is not None:
                due = opened.number + 1
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
    row: Row, above: Row | None, gathered: Sequence[OpenParagraph], due: int, edge: float
) -> OpenParagraph | None:
    """Return a paragraph if one begins at the row, with its first line, else None."""
    number, rest = _number(row, above, due, edge)
    entire = _ENTIRE.match(rest) if number is not None else None
    marked = entire or _MARKED.match(rest)
    if number is None and gathered:
        parted = above is not None and blank_between(above, row) is True
        if not marked and not (
            parted and gathered[-1].number is None and ends(gathered[-1].lines[-1][1])
        ):
            return None
        if marked and not parted and not (above and ends(above.text)):
            return None
    mark = marked.group("mark").replace(" ", "") if marked else None
    return OpenParagraph(
        number=number,
        marking=_WORD_MARK.get(mark or "", mark),
        is_struck=bool(marked) and any(w.is_struck for w in row.words[:2]),
        heading=None,
        lines=[(row, marked.group("rest") if marked else rest)],
    )


def _number(row: Row, above: Row | None, due: int, edge: float) -> tuple[int | None, str]:
    """Return the paragraph number a row opens with, if it is the one due, and the rest."""
    match = _NUMBER.match(row.text)
    torn = _TORN_NUMBER.match(row.text)
    if due > 1 and torn and above is not None and blank_between(above, row) is True:
        return due, torn.group("rest")
    if not match:
        return None, row.text
    printed, rest = match.group("number"), match.group("rest")
    digits = printed.translate(_DIGIT)
    number = int(digits) if digits.isdigit() else None
    # The number due, or after a lost one the next: a jump needs white space above to be believed.
    is_parted = above is None or blank_between(above, row) is not False
    is_due = number == due or (number is not None and due < number <= due + 2 and is_parted)
    # A date that wraps (`BY DECEMBER` / `2. THE ...`) goes on with the sentence above.
    opens = is_parted and (above is None or blank_between(above, row) is True)
    if not opens and above is not None and not is_finished(above, edge):
        return None, row.text
    has_mark = bool(_MARKED.match(rest))
    has_stop = match.group("stop") in (".", ",", ":") or (match.group("stop") == ")" and is_parted)
    # A number that lost its stop (1974LAPAZ03687 paragraph 16) stands under white space.
    has_stop = has_stop or (
        number == due and above is not None and blank_between(above, row) is True
    )
    if not is_due or not (has_stop or has_mark) or (printed != digits and number != due):
        return None, row.text
    if match.group("stop") == ")" and number == 1 and above is not None and due == 1:
        return (1, rest) if is_parted else (None, row.text)
    return number, rest


def _is_heading(
    row: Row,
    above: Row | None,
    after: Row | None,
    due: int,
    directly_below: Row | None,
    edge: float,
) -> bool:
    """Whether a row is a section heading: alone, a title, above a paragraph that opens."""
    if after is None or not row.has_text or has_end_stop(row.text):
        return False
    if len(row.text.split()) > HEADING_MAX_WORDS or _number(row, above, due, edge)[0] is not None:
        return False
    underlined = directly_below is not None and _UNDERLINE.match(directly_below.text)
    number, _ = _number(after, None if underlined else row, due, edge)
    if number is None and not _MARKED.match(after.text):
        return False
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
