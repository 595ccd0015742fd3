"""Case and document numbers at the head or foot of a page, with the day of the release.

Shapes: the footer of the 2010s (`UNCLASSIFIED U.S. Department of State Case No. F-... Doc No. C...
Date: ...`), in one row or over several rows or columns; the row at the head of later releases
(94 DUSHANBE 259: case, document, marking, date); date boxes of litigation releases (`[3/28/2024]`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.blocks.stamp_date import parse_date
from transform.cable import Block
from transform.candidate import Candidate, candidate
from transform.defects import Parsed
from transform.header.names import DIGIT_LIKE, as_digits, parsed
from transform.rows import Row

_CASE_NO = re.compile(
    rf"case\s+n[o0][.,:]?\s*([A-Z]{{1,4}})-({DIGIT_LIKE}{{4}})-({DIGIT_LIKE}+)(?!\w)", re.IGNORECASE
)
_DOC_NO = re.compile(
    rf"d[o0u]c(?:ument)?\.?\s+n[o0][.,:]?\s*([C0(©]{DIGIT_LIKE}{{8}})(?!\w)", re.IGNORECASE
)
_FOOTER_DATE = re.compile(
    rf"date[:;.]?\s*({DIGIT_LIKE}{{1,2}}/{DIGIT_LIKE}{{1,2}}/{DIGIT_LIKE}{{4}})", re.IGNORECASE
)
_HEAD_CASE = re.compile(r"^(?P<case>[A-Z]{1,4}-\d{4}-\d{4,6})\s.*?\b(?P<document>[A-Z]-?\d{8,})\b")
_DOC_ALONE = re.compile(rf"(?:^|\s)([C(©]\s?{DIGIT_LIKE}{{8}}|0\d{{8}})(?!\w)")
"""A document number without its label: at the end of a row, or alone in its column."""
_DATE_BOX = re.compile(r"(?:^|[\s\[])(\d{1,2}/\d{1,2}/(?:\d\s?){4})(?=\]|\s|$)")


def read_case_lines(rows: Sequence[Row]) -> list[Candidate]:
    """Read a case line, or a footer over several rows or columns, as one text."""
    text = " ".join(row.text for row in rows)
    head = _HEAD_CASE.match(text)
    found: list[Candidate] = []
    if head:
        found.append(_case("case_id", rows, head["case"], parsed(head["case"]), "case_head"))
        document = head["document"]
        found.append(_case("document_number", rows, document, parsed(document), "case_head"))
    case, doc = _CASE_NO.search(text), _DOC_NO.search(text) or _DOC_ALONE.search(text)
    day = _FOOTER_DATE.search(text) or _DATE_BOX.search(text)
    if case:
        series, year, number = case.groups()
        spelt = f"{series.upper()}-{as_digits(year)}-{as_digits(number)}"
        found.append(_case("case_id", rows, case[0], _repaired(spelt, case[0]), "case_footer"))
    if doc:
        # State's document numbers are C and eight digits; OCR gives 0 or ( for the C.
        spelt = f"C{as_digits(doc[1][1:].strip())}"
        found.append(
            _case("document_number", rows, doc[1], _repaired(spelt, doc[1]), "case_footer")
        )
    if day:
        digits = "/".join(as_digits(part.strip()) or "" for part in day[1].split("/"))
        found.append(_case("reviewed_on", rows, day[0], parse_date(digits), "case_footer"))
    return found


def _case(name: str, rows: Sequence[Row], raw: str, value: Parsed[object], rule: str) -> Candidate:
    return candidate(name, Block.STAMP, rows, raw, value, f"stamp.{rule}")


def _repaired(value: str, printed: str) -> Parsed[str]:
    """Return a number as understood; where the print says it otherwise a repair is named."""
    return parsed(value) if printed.endswith(value) else parsed(value, "stamp.digit_for_letter")
