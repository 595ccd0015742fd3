"""The reviewers' classification box: what a release is still classified as, why and until when.

Seen at the head of pages released in 2015, in one row (`Classified by DAS, A/GIS, DoS on 08/31/2015
~ Class: CONFIDENTIAL ~ Reason: 1.4(D) ~ Declassify on: 03/02/2027`) or a row a label. It is the
release's, kept as data of its own: the cable's classification is the one it was sent with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.blocks.stamp_date import parse_date
from transform.cable import Block
from transform.candidate import Candidate, candidate
from transform.defects import Parsed
from transform.exemptions import parse_exemptions
from transform.header.classification import parse_classification
from transform.rows import Row

RULE = "stamp.review_box"
_PART = re.compile(
    r"\b(?P<label>classified\s+by|declassify\s+on|class(?:ification)?|reason)\b\s*[:;]?\s*"
    r"(?P<value>.*?)\s*(?=$|~|\bdeclassify\s+on\b|\breason\s*[:;]|\bclass(?:ification)?\s*[:;])",
    re.IGNORECASE,
)
_DATE_OF_REVIEW = re.compile(r"\bon\s+(?P<date>\d.*)$", re.IGNORECASE)


def read_review_box(rows: Sequence[Row]) -> list[Candidate]:
    """Read the rows of one box, in order."""
    text = " ".join(row.text for row in rows)
    found: list[Candidate] = []
    for match in _PART.finditer(text):
        label, value = match["label"].lower(), match["value"]
        if label.startswith("classified"):
            found += _date_of_review(value, rows, match.group())
        elif label.startswith("declassify"):
            found.append(_candidate("review_declassify_on", rows, match.group(), parse_date(value)))
        elif label.startswith("reason"):
            reasons = Parsed(value=parse_exemptions(value) or None)
            found.append(_candidate("review_reasons", rows, match.group(), reasons))
        else:
            marking = parse_classification(value)
            found.append(_candidate("review_classification", rows, match.group(), marking))
    return found


def _date_of_review(value: str, rows: Sequence[Row], raw: str) -> list[Candidate]:
    """Return the day of the review; who it was is an office (`DAS, A/GIS, DoS`), not a person."""
    day = _DATE_OF_REVIEW.search(value)
    return [_candidate("reviewed_on", rows, raw, parse_date(day["date"]))] if day else []


def _candidate(name: str, rows: Sequence[Row], raw: str, parsed: Parsed[object]) -> Candidate:
    return candidate(name, Block.STAMP, rows, raw, parsed, RULE)
