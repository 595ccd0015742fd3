"""What the reviewers decided: read from the stamp, or known by what they withheld.

Shapes: RELEASED IN FULL (11 MEXICO 392), RELEASE IN PART with its codes (2010s), DECLASSIFIED IN
PART and EXCISE (1990s), the archive's `Denied in Full by NAME on 26-MAR-08 B7(C);`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from transform.blocks.stamp_date import parse_date
from transform.cable import Block, ReleaseDecision
from transform.candidate import Candidate, candidate
from transform.defects import Parsed
from transform.exemptions import parse_exemptions
from transform.redaction import Withheld
from transform.rows import Row
from transform.stamp_shapes import letters_of

_WORDS = (
    (re.compile(r"\bDENIED\b", re.IGNORECASE), ReleaseDecision.DENIED),
    (re.compile(r"\bIN\s+FULL\b|\bFULL\s+RELEASE\b", re.IGNORECASE), ReleaseDecision.FULL),
    (
        re.compile(r"\bIN\s+PART\b|\bPARTIAL\s+RELEASE\b|\bEXCISED?\b", re.IGNORECASE),
        ReleaseDecision.PART,
    ),
)
_STAMPS = {
    "RELEASEDINFULL": ReleaseDecision.FULL,
    "RELEASEDINPART": ReleaseDecision.PART,
    "DENIEDINFULL": ReleaseDecision.DENIED,
}
_LAST_WORDS = {"FULL": ReleaseDecision.FULL, "PART": ReleaseDecision.PART}

FUZZY_STAMP = 75
"""Least similarity (0-100) of the letters of a misread stamp to a decision's; the last word has to
say the same, so that FULL never stands for PART."""

FUZZY_LAST_WORD = 75
"""The same for its last word: of four letters one may be wrong."""

REPAIRED = 0.9
"""Confidence of a decision read fuzzily: the words differ enough that one wrong letter is borne."""

TORN = 0.6
"""Confidence of one read from what is left of a torn stamp: below it somebody is told to look."""

WITHHELD_WITH_CODE, WITHHELD_ALONE = 0.7, 0.5
"""Confidence that a document was released in part because something is withheld in it: with an
exemption code a reviewer said so; a box alone may be a blot. Both are listed for review."""

_DISPOSITION = re.compile(r"\bby\s+(?P<name>\D{2,40}?)\s+on\s+(?P<rest>\d.*)$", re.IGNORECASE)


def read_decision(row: Row, text: str) -> list[Candidate]:
    """Return the decision of a stamp, with the codes, the name and the day printed behind it.

    Args:
        row: where the stamp stands.
        text: its words, both rows of one stamped in two.
    """
    parsed = parse_decision(text)
    found = [candidate("release_decision", Block.STAMP, (row,), text, parsed, "stamp.decision")]
    codes = parse_exemptions(text)
    if codes:
        found.append(_reading("release_exemptions", row, text, codes))
    by = _DISPOSITION.search(text)
    if by:
        found.append(_reading("review_authority", row, text, " ".join(by["name"].upper().split())))
        day = parse_date(by["rest"])
        found.append(candidate("reviewed_on", Block.STAMP, (row,), text, day, "stamp.disposition"))
    return found


def _reading(name: str, row: Row, text: str, value: str | tuple[str, ...]) -> Candidate:
    return candidate(name, Block.STAMP, (row,), text, Parsed(value=value), "stamp.decision")


def parse_decision(text: str) -> Parsed[ReleaseDecision]:
    """Return the decision in a stamp's words, exact or misread; no value when it is lost."""
    for pattern, decision in _WORDS:
        if pattern.search(text):
            return Parsed(value=decision)
    letters = letters_of(text)
    stamp, likeness = max(
        ((stamp, fuzz.ratio(letters, stamp)) for stamp in _STAMPS), key=lambda pair: pair[1]
    )
    last = _last_word(text)
    if likeness >= FUZZY_STAMP and last in (None, _STAMPS[stamp]):
        return Parsed(value=_STAMPS[stamp], rules=("fuzzy",), confidence=REPAIRED)
    return Parsed(value=last, rules=("torn",), confidence=TORN)


def _last_word(text: str) -> ReleaseDecision | None:
    """Return what the last word says that is FULL or PART, or nearly."""
    for word in reversed(text.split()):
        for last, decision in _LAST_WORDS.items():
            if fuzz.ratio(letters_of(word), last) >= FUZZY_LAST_WORD:
                return decision
    return None


def decision_by_evidence(withheld: Sequence[Withheld], rows: Sequence[Row]) -> Candidate | None:
    """Return the reading `part` of a document whose stamp is lost and of which something is
    withheld, or None. That nothing is withheld proves nothing: never is it read as full.
    """
    if not withheld or not rows:
        return None
    cited = [one for one in withheld if one.redaction.exemptions]
    first = (cited or withheld)[0].redaction
    row = min(
        rows, key=lambda row: (row.page_no != first.page_no, abs(row.box.middle - first.box.middle))
    )
    return candidate(
        "release_decision",
        Block.STAMP,
        (row,),
        ", ".join(first.exemptions),
        Parsed(
            value=ReleaseDecision.PART,
            rules=("withheld_with_exemption" if cited else "withheld",),
            confidence=WITHHELD_WITH_CODE if cited else WITHHELD_ALONE,
        ),
        "stamp.evidence",
    )
