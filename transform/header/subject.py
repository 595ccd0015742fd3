"""The SUBJECT line, which may wrap up to about five lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from transform.defects import DefectCode, Parsed
from transform.header.names import as_letters, join_lines, unread

FIELD = "subject"

_LABEL = re.compile(
    r"^\W{0,3}(?P<label>[A-Z0-9|!]{3,9}?)\s?(?P<mark>[:;.=]|\s-\s|(?<=SUBJ)8\s|(?<=SUBJECT)8\s)\s*",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\W{0,2}SUBJ(?:ECT)?\s+(?=\S)")
_SPECKS = re.compile(r"(?:\s+[^\w\s\"')\]!?.]+)+$")
"""Specks at the end that OCR prints as punctuation, parted from the text by a blank."""

_LABELS = frozenset({"SUBJECT", "SUBJ", "SUBJECTS", "SUBJT", "SUJ", "SUBJB", "SUB"})
_FUZZY = ("SUBJECT", "SUBJ")

CLOSE_ENOUGH = 75.0
"""Least similarity (0 to 100) of a label to SUBJECT or SUBJ: SUJ, SUBJ8, SUBIECT, 5UBJFCT."""


def parse_subject(lines: Sequence[str]) -> Parsed[str]:
    """Read a subject from its lines: label off, lines joined by one blank.

    Label slips seen: SUBJ, SUBJ8, SUJ, SUBJT. A portion marking before the text, `(U)`, stays: it
    is printed. A word hyphenated at a line's end is joined.

    Returns:
        No value and `subject.missing` when nothing stands behind the label.
    """
    joined = join_lines([_without_label(lines[0]), *lines[1:]]) if lines else ""
    subject = _SPECKS.sub("", joined)
    if subject:
        return Parsed(value=subject)
    return unread(DefectCode.SUBJECT_MISSING, FIELD, "nothing stands behind the label SUBJECT")


def is_subject_line(text: str) -> bool:
    """Say whether a line begins with the label SUBJECT, in any of its slips, and a colon."""
    match = _LABEL.match(text)
    return match is not None and _is_label(match["label"])


def is_bare_subject_line(text: str) -> bool:
    """Say whether a line begins SUBJECT or SUBJ without a colon (`SUBJECT A BRIDGE`).

    Prose begins so too: only for a row whose place says that it is the subject.
    """
    return _BARE.match(text) is not None


def _without_label(line: str) -> str:
    match = _LABEL.match(line)
    if match and _is_label(match["label"]):
        return line[match.end() :]
    return _BARE.sub("", line)


def _is_label(word: str) -> bool:
    upper = word.upper()
    if upper in _LABELS:
        return True
    if upper[:1] not in ("S", "5", "8"):
        return False
    letters = as_letters(word)
    return any(
        fuzz.ratio(letters, label, score_cutoff=CLOSE_ENOUGH)
        or fuzz.ratio(upper, label, score_cutoff=CLOSE_ENOUGH)
        for label in _FUZZY
    )
