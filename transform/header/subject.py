"""The SUBJECT line, wrapped over up to five lines; label slips SUBJ, SUBJ8, SUJ, SUBJT."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transform.defects import DefectCode, Parsed
from transform.header.names import join_lines, parsed, unread

FIELD = "subject"

_LABEL = re.compile(
    r"^\W*(?:S[UO]B?J?[EG]?[CG]?T?[A-Z0-9]?|SUBJ\w{0,5}|SUJ\w{0,4})\s?[:;]\s*"
    r"|^\W*SUBJ(?:ECT)?\s?[-.]?\s+(?=\S)",
    re.IGNORECASE,
)
_SUBJECT_WORD = re.compile(r"^\W*S[UOJB]", re.IGNORECASE)
_SPECKS = re.compile(r"(?:\s+[^\w\s\"')\]!?.]+)+$")


def is_subject_line(text: str) -> bool:
    """Say whether a line begins with the subject's label, misprinted or not."""
    return bool(_SUBJECT_WORD.match(text) and _LABEL.match(text) and len(_label(text)) >= 3)


def parse_subject(lines: Sequence[str]) -> Parsed[str]:
    """Read the subject from its lines, the label left out, words broken at line ends joined.

    Returns:
        The text as printed, or no value and `subject.missing` when nothing follows the label.
    """
    text = _SPECKS.sub("", _LABEL.sub("", join_lines(tuple(lines)), count=1))
    if not text:
        return unread(DefectCode.SUBJECT_MISSING, FIELD, "nothing stands behind the label")
    return parsed(text)


def _label(text: str) -> str:
    match = _LABEL.match(text)
    return re.sub(r"\W", "", match.group()) if match else ""
